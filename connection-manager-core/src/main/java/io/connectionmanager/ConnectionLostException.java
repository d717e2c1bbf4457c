package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * The cause of a loss or a failed attempt for which no other cause was given.
 */
public class ConnectionLostException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the message
	 */
	public ConnectionLostException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception, for connectors and other code that noticed a loss.
	 * @param message the message
	 * @param cause the reason, or {@code null} if it is not known
	 */
	public ConnectionLostException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Creates the exception, optionally without a stack trace.
	 * @param message the message
	 * @param cause the reason, or {@code null} if it is not known
	 * @param writableStackTrace whether it has a stack trace
	 */
	public ConnectionLostException(String message, @Nullable Throwable cause, boolean writableStackTrace) {
		super(message, cause, writableStackTrace);
	}

}
