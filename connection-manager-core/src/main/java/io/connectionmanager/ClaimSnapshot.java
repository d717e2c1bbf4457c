package io.connectionmanager;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a member of an {@link ExclusiveGroup} knows about one of its connections, at one
 * point in time. Immutable.
 *
 * @param connection the name of the connection
 * @param role the role of this member
 * @param since since when it has that role, by the wall clock
 * @param holder who holds the connection, as far as it is known
 * @param token the fencing token while this member is the holder
 * @param waitsFor what the member waits for while it is standing by and its manager is
 * started
 */
public record ClaimSnapshot(String connection, Role role, Instant since, Optional<ClaimHolder> holder,
		OptionalLong token, Optional<WaitsFor> waitsFor) {

	/**
	 * The role of a member with regard to a connection.
	 */
	public enum Role {

		/** This member holds the connection, or may open it. */
		HOLDER,

		/** Another member holds it, or nobody may yet. */
		STANDBY

	}

	/**
	 * What a member that stands by waits for.
	 */
	public enum WaitsFor {

		/** Another member is up and holds the connection. */
		HOLDER,

		/** The holder has vanished, and its lease has not expired yet. */
		EXPIRY,

		/** This member holds its share already, or has handed the connection over. */
		CAP,

		/** The store has not confirmed the lease of this member, or the claim. */
		STORE

	}

}
