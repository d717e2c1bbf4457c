package io.connectionmanager.engine.machine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectTimeoutException;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.DurationText;
import io.connectionmanager.engine.machine.State.Attempting;

/**
 * The failures that the engine itself reports, and what it looks for in those of others.
 * Those made here have no stack trace: it would lead into the engine and not to a reason,
 * and a manager that waits would hold it for as long.
 */
public final class Failures {

	/** How far to follow causes: a chain may be a circle. */
	private static final int DEPTH = 1_000;

	private Failures() {
	}

	/**
	 * Returns the failure of an attempt that was not ready in time.
	 * @param name the name of the connection
	 * @param state the attempt
	 * @param timeout its timeout
	 * @param now the time of the ticker, in nanoseconds
	 * @return the failure
	 */
	public static Throwable timeout(String name, Attempting<?> state, Duration timeout, long now) {
		return new ConnectTimeoutException("Attempt " + state.progress().attempt() + " of connection '" + name
				+ "' was not ready after " + DurationText.format(now - state.openCalledAt()) + " (timeout "
				+ DurationText.format(timeout) + "): " + state.progressText(), false);
	}

	/**
	 * Returns the failure of an attempt or a connection that ended without a reason.
	 * @param name the name of the connection
	 * @param state the state that it ended in
	 * @param now the time of the ticker, in nanoseconds
	 * @return the failure
	 */
	public static Throwable lostWithoutReason(String name, State<?> state, long now) {
		if (state instanceof State.Connecting) {
			return lost("Attempt " + state.progress().attempt() + " of connection '" + name
					+ "' ended before it was ready, no reason given");
		}
		return lost("Connection '" + name + "' was lost after " + DurationText.format(now - state.since())
				+ ", no reason given");
	}

	/**
	 * Returns the failure of an attempt whose {@code open} has returned {@code null}.
	 * @param name the name of the connection
	 * @return the failure
	 */
	public static Throwable returnedNothing(String name) {
		return new IllegalStateException("The connector of '" + name + "' returned null instead of a connection");
	}

	/**
	 * Returns the failure of an attempt whose {@code open} has returned a connection that
	 * is open or being closed.
	 * @param name the name of the connection
	 * @return the failure
	 */
	public static Throwable returnedAgain(String name) {
		return new IllegalStateException("The connector of '" + name
				+ "' returned a connection that it has returned before and that is not closed yet; "
				+ "each attempt needs a connection of its own");
	}

	static ConnectionLostException lost(String message) {
		return new ConnectionLostException(message, null, false);
	}

	/**
	 * Finds an exception among a failure and its causes. A failure that cannot say its
	 * cause has none.
	 */
	static <E extends Throwable> @Nullable E find(Throwable failure, Class<E> type) {
		Throwable cause = failure;
		for (int i = 0; cause != null && i < DEPTH; i++) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
			try {
				cause = cause.getCause();
			}
			catch (Throwable ex) {
				return null;
			}
		}
		return null;
	}

}
