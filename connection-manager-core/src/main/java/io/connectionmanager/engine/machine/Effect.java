package io.connectionmanager.engine.machine;

import java.util.Optional;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;

/**
 * An action that the machine requests. Effects are values; the shell carries them out in
 * order.
 *
 * @param <T> what stands for a connection
 */
public sealed interface Effect<T> {

	/** Requests a permit from the connect limit. */
	record RequestPermit<T>() implements Effect<T> {
	}

	/** Lets a worker call {@code open}. */
	record CallOpen<T>(long generation) implements Effect<T> {
	}

	/**
	 * Ends the attempt: releases its permit, interrupts {@code open} if it is running,
	 * and never calls it if it has not been called. Unless the connection is ready,
	 * aborts the work in progress.
	 */
	record EndAttempt<T>(long generation, boolean ready) implements Effect<T> {
	}

	/** Lets a worker close a connection. */
	record CloseConnection<T>(T connection) implements Effect<T> {
	}

	/** Sets the timer that reports a deadline. */
	record SetTimer<T>(Deadline deadline, long delayNanos) implements Effect<T> {
	}

	/** Cancels the timer. */
	record CancelTimer<T>() implements Effect<T> {
	}

	/** Notifies every subscriber that the connection has come or gone. */
	record NotifySubscribers<T>() implements Effect<T> {
	}

	/**
	 * Releases the manager's own hold on a connection that is being drained, and reports
	 * when every subscriber has released it.
	 */
	record ReleaseConnection<T>(T connection) implements Effect<T> {
	}

	/** Notifies listeners of a transition. */
	record Announce<T>(ConnectionState from, ConnectionState to, int attempt, Optional<Throwable> cause,
			Optional<FailureKind> kind, Optional<T> connection, long inPreviousNanos) implements Effect<T> {
	}

	/**
	 * Notifies listeners that the outage is over.
	 *
	 * @param endedNanosAgo how long ago it ended: when the stable connection came up
	 * @param lengthNanos its duration
	 */
	record EndOutage<T>(long endedNanosAgo, long lengthNanos) implements Effect<T> {
	}

	/** Warns of calls that do not return, one of which the next attempt waits for. */
	record WarnOfHangingCalls<T>() implements Effect<T> {
	}

	/** Completes the stages of stops when everything is closed and notified. */
	record CompleteStops<T>() implements Effect<T> {
	}

	/** Releases all resources: nothing happens any more. */
	record Retire<T>() implements Effect<T> {
	}

}
