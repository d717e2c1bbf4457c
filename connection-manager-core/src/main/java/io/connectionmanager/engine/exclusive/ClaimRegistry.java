package io.connectionmanager.engine.exclusive;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A group as the builder of a manager sees it.
 */
public interface ClaimRegistry {

	/**
	 * Adds a connection to the group.
	 * @param owner its manager
	 * @param yieldAfter the length of an outage after which the connection is handed
	 * over, or {@code null} for never
	 * @return the claim
	 * @throws IllegalArgumentException if the group has a connection of that name
	 */
	Claim register(ClaimOwner owner, @Nullable Duration yieldAfter);

}
