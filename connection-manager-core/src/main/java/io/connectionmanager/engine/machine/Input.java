package io.connectionmanager.engine.machine;

/**
 * An event that can happen to a manager: a command of a user, a signal of an attempt, or
 * progress of a connection that is being closed. A signal belongs to one attempt. A
 * signal of an attempt that the machine has left is stale, and can only lead to closing
 * the connection that it brings.
 *
 * @param <T> what stands for a connection
 */
public sealed interface Input<T> {

	/** A user calls {@code start()}. */
	record Start<T>() implements Input<T> {
	}

	/** A user calls {@code stop()}. */
	record Stop<T>() implements Input<T> {
	}

	/** A user calls {@code reconnect()}. */
	record Reconnect<T>() implements Input<T> {
	}

	/** A user calls {@code close()}. */
	record Close<T>() implements Input<T> {
	}

	/** A worker is about to call {@code close} for the connection of an attempt. */
	record CloseCalled<T>(long generation) implements Input<T> {
	}

	/** {@code close} has returned or thrown. */
	record CloseReturned<T>(long generation) implements Input<T> {
	}

	/** An action is to be called that aborts an attempt which was given up. */
	record AbandonRequested<T>(long generation) implements Input<T> {
	}

	/** An action that aborts an attempt has returned or thrown. */
	record AbandonReturned<T>(long generation) implements Input<T> {
	}

	/** This replica may open its exclusive connection. */
	record Granted<T>(long token) implements Input<T> {
	}

	/**
	 * The exclusive connection is to be given up, so that another replica can have it.
	 */
	record HandOver<T>(long token) implements Input<T> {
	}

	/** The right to the exclusive connection has expired. */
	record LeaseLost<T>(long token, Failure failure) implements Input<T> {
	}

	/**
	 * An input that belongs to one attempt.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Signal<T> extends Input<T> {

		/**
		 * Returns the attempt that this input belongs to.
		 * @return the generation
		 */
		long generation();

	}

	/** The connect limit has granted the permit. */
	record PermitGranted<T>(long generation) implements Signal<T> {
	}

	/** A worker is about to call {@code open}: the timeout begins. */
	record OpenCalled<T>(long generation) implements Signal<T> {
	}

	/** {@code open} has returned a connection. */
	record Returned<T>(long generation, T connection) implements Signal<T> {
	}

	/** {@code open} has thrown or returned null. */
	record Failed<T>(long generation, Failure failure) implements Signal<T> {
	}

	/** The connector signals that the connection is ready. */
	record Ready<T>(long generation) implements Signal<T> {
	}

	/** The connector, a user or a subscriber reports that the connection is gone. */
	record Lost<T>(long generation, Failure failure) implements Signal<T> {
	}

	/** The timeout of the attempt has expired. */
	record TimedOut<T>(long generation, Failure failure) implements Signal<T> {
	}

	/** The delay before the next attempt is over. */
	record RetryDue<T>(long generation) implements Signal<T> {
	}

	/** The connection has been up for the stable time. */
	record StableReached<T>(long generation) implements Signal<T> {
	}

	/** The close grace of earlier connections has expired. */
	record CloseGraceOver<T>(long generation) implements Signal<T> {
	}

	/** Every subscriber has released the connection. */
	record Drained<T>(long generation) implements Signal<T> {
	}

	/** The time for subscribers to release it has expired. */
	record DrainExpired<T>(long generation) implements Signal<T> {
	}

}
