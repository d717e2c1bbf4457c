package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a connection is requested from a manager that has been closed, and so will
 * never have one again.
 */
public class ManagerClosedException extends NotConnectedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the message
	 * @param cause the last failure, or {@code null} if there was none
	 */
	public ManagerClosedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
