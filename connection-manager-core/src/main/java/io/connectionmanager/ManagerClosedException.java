package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection, and there never will be again: the manager has been closed.
 */
public class ManagerClosedException extends NotConnectedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is the case
	 * @param cause the last failure, or {@code null} if there was none
	 */
	public ManagerClosedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
