package io.connectionmanager.engine.machine;

/**
 * The time at which a state ends on its own. A manager has at most one deadline.
 *
 * @param purpose what happens at that time
 * @param at the time of the ticker, in nanoseconds
 */
public record Deadline(Purpose purpose, long at) {

	/**
	 * The purpose of a deadline.
	 */
	public enum Purpose {

		/** The timeout of the attempt has expired. */
		TIMEOUT,

		/** The delay before the next attempt is over. */
		RETRY,

		/** The time for subscribers to release the connection has expired. */
		DRAIN,

		/** The connection has been up long enough for its outage to be over. */
		STABLE,

		/** The close grace of the previous connection has expired. */
		CLOSE_GRACE

	}

}
