package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * A connection ended, or an attempt failed, and whoever noticed gave no reason.
 */
public class ConnectionLostException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is the case
	 */
	public ConnectionLostException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception, for connectors and users of a connection that noticed a
	 * loss.
	 * @param message what is the case
	 * @param cause the reason, or {@code null} if it is not known
	 */
	public ConnectionLostException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Creates the exception, where a stack trace may say nothing.
	 * @param message what is the case
	 * @param cause the reason, or {@code null} if it is not known
	 * @param writableStackTrace whether it has a stack trace
	 */
	public ConnectionLostException(String message, @Nullable Throwable cause, boolean writableStackTrace) {
		super(message, cause, writableStackTrace);
	}

}
