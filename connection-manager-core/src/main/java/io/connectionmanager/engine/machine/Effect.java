package io.connectionmanager.engine.machine;

import java.util.Optional;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;

/**
 * What the machine wants done. Effects are values; the shell carries them out in order.
 *
 * @param <T> what stands for a connection
 */
public sealed interface Effect<T> {

	/** Ask the connect limit for a permit. */
	record RequestPermit<T>(long generation, int attempt) implements Effect<T> {
	}

	/** Have a worker call {@code open}. */
	record CallOpen<T>(long generation) implements Effect<T> {
	}

	/**
	 * The attempt is over: give its permit back; if {@code open} still runs, interrupt
	 * it; if it has not been called, never call it. Unless the connection is ready, abort
	 * what is under way.
	 */
	record EndAttempt<T>(long generation, boolean ready) implements Effect<T> {
	}

	/** Have a worker close a connection. */
	record CloseConnection<T>(T connection) implements Effect<T> {
	}

	/** Report when a deadline has passed. */
	record SetTimer<T>(Deadline deadline, long delayNanos) implements Effect<T> {
	}

	/** There is no deadline any more. */
	record CancelTimer<T>() implements Effect<T> {
	}

	/** Have every subscriber look: the connection has come or gone. */
	record NotifySubscribers<T>() implements Effect<T> {
	}

	/**
	 * The manager itself lets go of a connection that is being drained; report when every
	 * subscriber has.
	 */
	record ReleaseConnection<T>(T connection) implements Effect<T> {
	}

	/** Notify listeners of a transition. */
	record Announce<T>(ConnectionState from, ConnectionState to, int attempt, Optional<Throwable> cause,
			Optional<FailureKind> kind, Optional<T> connection, long inPreviousNanos) implements Effect<T> {
	}

	/**
	 * Notify listeners that the outage is over.
	 *
	 * @param endedNanosAgo how long ago it ended: when the connection that proved stable
	 * came up
	 * @param lengthNanos how long it lasted
	 */
	record EndOutage<T>(long endedNanosAgo, long lengthNanos) implements Effect<T> {
	}

	/** Warn of calls that do not return: the next attempt waits for one of them. */
	record WarnOfHangingCalls<T>() implements Effect<T> {
	}

	/** Complete the stages of stops, as soon as all is closed and notified. */
	record CompleteStops<T>() implements Effect<T> {
	}

	/** Let go of everything: nothing happens any more. */
	record Retire<T>() implements Effect<T> {
	}

}
