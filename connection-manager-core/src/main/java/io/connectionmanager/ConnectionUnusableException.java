package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a subscriber that cannot use its connection, because a subscription was
 * refused or a session is invalid, for example. When
 * {@link ConnectionSubscriber#connected} throws it, the connection is given up: it is
 * lost, with this exception as the cause, and the manager reconnects.
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
