package io.connectionmanager.engine;

import java.util.Optional;

import io.connectionmanager.ConnectionState;

/**
 * What the machine wants done. Effects are values; the shell carries them out in order.
 *
 * @param <T> what stands for a connection
 */
sealed interface Effect<T> {

	/**
	 * Queue an attempt for the connect limit, once the closing of every connection before
	 * it has begun.
	 */
	record Enlist<T>(long generation, int attempt) implements Effect<T> {
	}

	/** Have a worker call {@code open}. */
	record CallOpen<T>(long generation) implements Effect<T> {
	}

	/**
	 * The attempt is over, well or badly: give its permit back; if {@code open} still
	 * runs, interrupt it; if it has not been called, never call it.
	 */
	record EndAttempt<T>(long generation) implements Effect<T> {
	}

	/** Have a worker close a connection. */
	record CloseConnection<T>(T connection) implements Effect<T> {
	}

	/** Bring an input after a delay. */
	record SetTimer<T>(Input<T> input, long delayNanos) implements Effect<T> {
	}

	/** Do not bring it any more, if it has not come. */
	record CancelTimer<T>() implements Effect<T> {
	}

	/** Subscribers are to look: the connection has come or gone. */
	record TellSubscribers<T>() implements Effect<T> {
	}

	/** Listeners are to hear of a transition. */
	record Announce<T>(ConnectionState from, ConnectionState to, int attempt, Optional<Throwable> cause,
			Optional<T> connection, long inPreviousNanos) implements Effect<T> {
	}

	/**
	 * Complete the stages of those who asked to stop, as soon as all is closed and told.
	 */
	record CompleteStops<T>() implements Effect<T> {
	}

	/** Let go of everything: nothing happens any more. */
	record Retire<T>() implements Effect<T> {
	}

}
