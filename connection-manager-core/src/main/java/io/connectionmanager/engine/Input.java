package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * What can happen to a manager: what users ask for, and signals. A signal belongs to one
 * attempt; one that belongs to an attempt that the machine has left is stale and can only
 * lead to closing what it brought.
 *
 * @param <T> what stands for a connection
 */
sealed interface Input<T> {

	/** A user wants the connection. */
	record Start<T>() implements Input<T> {
	}

	/** A user does not want the connection any more. */
	record Stop<T>() implements Input<T> {
	}

	/** A user wants a new connection, or an attempt at once. */
	record Reconnect<T>() implements Input<T> {
	}

	/** A user will never want the connection again. */
	record Close<T>() implements Input<T> {
	}

	/**
	 * What belongs to one attempt.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Signal<T> extends Input<T> {

		/**
		 * Returns the attempt that this belongs to.
		 * @return the generation
		 */
		long generation();

	}

	/** The connect limit lets the attempt begin. */
	record Admitted<T>(long generation) implements Signal<T> {
	}

	/** A worker is about to call {@code open}: the timeout begins. */
	record OpenCalled<T>(long generation) implements Signal<T> {
	}

	/** {@code open} has returned a connection. */
	record Returned<T>(long generation, T connection) implements Signal<T> {
	}

	/** {@code open} has thrown, has returned null or could not be called. */
	record Failed<T>(long generation, Throwable cause) implements Signal<T> {
	}

	/** The attempt was told that the connection is ready. */
	record Ready<T>(long generation) implements Signal<T> {
	}

	/** The attempt was told that it failed or that the connection is gone. */
	record Lost<T>(long generation, @Nullable Throwable cause) implements Signal<T> {
	}

	/** The timeout of the attempt has passed. */
	record TimedOut<T>(long generation) implements Signal<T> {
	}

	/** The wait after the attempt is over. */
	record RetryDue<T>(long generation) implements Signal<T> {
	}

	/** All who were told of the connection have been told that it is gone. */
	record Drained<T>(long generation) implements Signal<T> {
	}

	/** They have had their time to be told. */
	record DrainExpired<T>(long generation) implements Signal<T> {
	}

}
