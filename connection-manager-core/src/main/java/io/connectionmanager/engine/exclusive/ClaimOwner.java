package io.connectionmanager.engine.exclusive;

import java.util.OptionalLong;

/**
 * The manager of an exclusive connection, as the group sees it.
 */
public interface ClaimOwner {

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	String name();

	/**
	 * Returns what the manager does with its claim now. May be called from any thread,
	 * and takes no lock.
	 * @return the use
	 */
	Use use();

	/**
	 * Notifies the manager that {@link Claim#decision()} has changed. Called on a worker
	 * or on the timer's thread, possibly more than once, with no lock held.
	 */
	void claimChanged();

	/**
	 * What a manager does with its claim.
	 *
	 * @param wanted whether the manager wants the connection: it is started, and not
	 * suspended
	 * @param token the token that it has accepted, and has not given back; 0 if there is
	 * none
	 * @param mayBeOpen whether a connection may be open: an attempt is under way, a
	 * connection is up or being drained, or a call of {@code close} or an abandoned call
	 * of {@code open} has not returned
	 * @param outageSince when the ongoing outage began, by the ticker, in nanoseconds
	 */
	record Use(boolean wanted, long token, boolean mayBeOpen, OptionalLong outageSince) {

	}

}
