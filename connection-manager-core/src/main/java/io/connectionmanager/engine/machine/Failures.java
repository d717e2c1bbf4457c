package io.connectionmanager.engine.machine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectTimeoutException;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.DurationText;
import io.connectionmanager.FailureKind;
import io.connectionmanager.KeepAliveTimeoutException;
import io.connectionmanager.LeaseLostException;
import io.connectionmanager.engine.machine.State.Attempting;

/**
 * The failures that the engine itself reports, and the search for exceptions in those of
 * others. Failures created here have no stack trace: it would point into the engine
 * rather than to a reason, and a waiting manager would retain it.
 */
public final class Failures {

	/** How many causes to follow: a chain may be circular. */
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
	 * Returns the failure of a connection whose peer has fallen silent.
	 * @param name the name of the connection
	 * @param attempt the number of its attempt
	 * @param silence how long there was no sign of life, in nanoseconds
	 * @param keepAlive the settings of the watch
	 * @return the failure
	 */
	public static Throwable keepAliveTimeout(String name, int attempt, long silence,
			ConnectionSettings.KeepAlive keepAlive) {
		return new KeepAliveTimeoutException("Connection '" + name + "' (attempt " + attempt
				+ ") had no sign of life from its peer for " + DurationText.format(silence) + " (keep-alive interval "
				+ DurationText.format(keepAlive.interval()) + ", timeout " + DurationText.format(keepAlive.timeout())
				+ ")", false);
	}

	/**
	 * Returns the loss of the right to an exclusive connection.
	 * @param name the name of the connection
	 * @param token the token that is no longer valid
	 * @return the failure
	 */
	public static Failure leaseLost(String name, long token) {
		return new Failure(new LeaseLostException("This replica may no longer hold connection '" + name + "' (token "
				+ token + "): its lease was not renewed in time"), FailureKind.LEASE);
	}

	/**
	 * Returns the failure of an attempt or a connection that ended without a cause.
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
	public static IllegalStateException returnedNothing(String name) {
		return new IllegalStateException("The connector of '" + name
				+ "' returned null instead of a connection, as a mock does whose open is not stubbed");
	}

	/**
	 * Returns the failure of an attempt whose {@code open} has returned a connection that
	 * is open or being closed.
	 * @param name the name of the connection
	 * @return the failure
	 */
	public static Throwable returnedAgain(String name) {
		return new IllegalStateException("The connector of '" + name
				+ "' returned a connection that it has already returned and that is not closed yet; "
				+ "each attempt needs its own connection");
	}

	static ConnectionLostException lost(String message) {
		return new ConnectionLostException(message, null, false);
	}

	/**
	 * Finds an exception among a failure and its causes. A failure whose {@code getCause}
	 * throws has none.
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
