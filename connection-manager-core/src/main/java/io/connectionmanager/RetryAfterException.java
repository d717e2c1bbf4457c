package io.connectionmanager;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a connector when the peer refused the connection and said when to come back.
 * A connector throws it from {@code open}, or passes it to
 * {@link ConnectionAttempt#disconnected(Throwable)}, alone or as a cause. The next
 * attempt waits at least that long, up to {@link ConnectionSettings#maxRetryAfter()}.
 */
public class RetryAfterException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	private final Duration retryAfter;

	/**
	 * Creates the exception.
	 * @param message why the peer refused
	 * @param retryAfter how long the peer asked to wait; not negative
	 */
	public RetryAfterException(String message, Duration retryAfter) {
		this(message, retryAfter, null);
	}

	/**
	 * Creates the exception.
	 * @param message why the peer refused
	 * @param retryAfter how long the peer asked to wait; not negative
	 * @param cause the exception of the client library, or {@code null}
	 */
	public RetryAfterException(String message, Duration retryAfter, @Nullable Throwable cause) {
		super(message, cause);
		if (retryAfter.isNegative()) {
			throw new IllegalArgumentException(
					"retryAfter must not be negative, but is " + DurationText.setting(retryAfter));
		}
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns how long the peer asked to wait.
	 * @return the delay
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
