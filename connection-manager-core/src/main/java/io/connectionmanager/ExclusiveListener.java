package io.connectionmanager;

import java.time.Duration;
import java.util.Optional;

/**
 * A listener to what an {@link ExclusiveGroup} does, for log, events and metrics. Called
 * on worker threads, possibly at the same time; calls about one connection are made in
 * order. An exception is logged.
 */
public interface ExclusiveListener {

	/**
	 * This member may hold a connection now.
	 * @param connection the name of the connection
	 * @param token the fencing token
	 * @param previous the previous holder, or empty if there was none
	 * @param reason why the connection could be claimed
	 */
	default void granted(String connection, long token, Optional<String> previous, Reason reason) {
	}

	/**
	 * This member no longer holds a connection.
	 * @param connection the name of the connection
	 * @param token the fencing token
	 * @param cause why
	 */
	default void lost(String connection, long token, Cause cause) {
	}

	/**
	 * An attempt to renew the lease has ended.
	 * @param duration how long the call of the store took
	 * @param outcome how it ended
	 */
	default void renewed(Duration duration, Outcome outcome) {
	}

	/**
	 * A connection was given up later than the lease allowed, because the process was
	 * paused or had no processor time.
	 * @param connection the name of the connection
	 * @param overrun how much later
	 * @param beyondMargin whether the safety margin was used up, so that another member
	 * may have taken over before
	 */
	default void overrun(String connection, Duration overrun, boolean beyondMargin) {
	}

	/**
	 * Why a connection could be claimed.
	 */
	enum Reason {

		/** Nobody had ever held it. */
		FIRST,

		/** The previous holder had released it. */
		RELEASED,

		/** The previous holder had vanished. */
		EXPIRED

	}

	/**
	 * Why a connection is no longer held.
	 */
	enum Cause {

		/** The lease could not be renewed in time. */
		LAPSED,

		/** The manager was stopped, closed or suspended. */
		STOPPED,

		/** It was handed over on request. */
		HANDED_OVER,

		/** It was handed over because this member held more than its share. */
		MOVED,

		/** It was handed over because this member could not connect. */
		YIELDED

	}

	/**
	 * How a renewal ended.
	 */
	enum Outcome {

		/** The lease was renewed. */
		RENEWED,

		/** It is unknown whether the store has renewed the lease. */
		UNKNOWN,

		/** The member no longer exists: another one has declared it dead. */
		EXPELLED

	}

}
