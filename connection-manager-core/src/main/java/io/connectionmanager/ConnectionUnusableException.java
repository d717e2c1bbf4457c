package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * A subscriber cannot use the connection that it was given: a subscription was refused, a
 * session is not what it should be. Thrown by {@link ConnectionSubscriber#connected}, it
 * gives the connection up: the connection is lost with this exception as its cause, and
 * the manager reconnects.
 */
public class ConnectionUnusableException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message why the connection cannot be used
	 */
	public ConnectionUnusableException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception.
	 * @param message why the connection cannot be used
	 * @param cause the failure, or {@code null}
	 */
	public ConnectionUnusableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
