package io.connectionmanager.engine.exclusive;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * The group, as the builder of a manager sees it.
 */
public interface ClaimRegistry {

	/**
	 * Returns the runtime of the group, which its managers must have as well.
	 * @return the runtime
	 */
	EngineRuntime runtime();

	/**
	 * Adds the manager of an exclusive connection. Nothing is decided, and the owner is
	 * not notified, before it has called {@link Claim#ownerChanged()} for the first time.
	 * @param owner the manager
	 * @param yieldAfter after how long an outage the connection is handed over, or
	 * {@code null} for never
	 * @return its claim
	 * @throws IllegalArgumentException if the group has an open manager of that name
	 * @throws IllegalStateException if the group was closed
	 */
	Claim register(ClaimOwner owner, @Nullable Duration yieldAfter);

}
