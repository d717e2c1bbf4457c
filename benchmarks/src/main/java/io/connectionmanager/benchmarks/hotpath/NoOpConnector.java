package io.connectionmanager.benchmarks.hotpath;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;

/**
 * Connects at once, to nothing, and loses the connection when told.
 */
public final class NoOpConnector implements Connector<Object> {

	private static final Object CONNECTION = new Object();

	private @Nullable ConnectionAttempt attempt;

	@Override
	public Object open(ConnectionAttempt attempt) {
		this.attempt = attempt;
		attempt.connected();
		return CONNECTION;
	}

	@Override
	public void close(Object connection) {
	}

	/**
	 * Loses the connection.
	 * @param cause why, or {@code null}
	 */
	public void lose(@Nullable Throwable cause) {
		Objects.requireNonNull(this.attempt, "attempt").disconnected(cause);
	}

}
