package io.connectionmanager.engine.machine;

/**
 * When a state ends by itself, and what for. A manager has at most one.
 *
 * @param purpose what happens then
 * @param at the time of the ticker, in nanoseconds
 */
public record Deadline(Purpose purpose, long at) {

	/**
	 * What a deadline is for.
	 */
	public enum Purpose {

		/** The attempt has used up its timeout. */
		TIMEOUT,

		/** The delay before the next attempt is over. */
		RETRY,

		/** Subscribers have had their time to let go of the connection. */
		DRAIN,

		/** The connection has been up long enough for its outage to be over. */
		STABLE,

		/** The closing of the connection before has had its time. */
		CLOSE_GRACE

	}

}
