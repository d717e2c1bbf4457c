package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when there is no ready connection. The message gives the state and since when,
 * the last failure, and when the next attempt is due; the cause is the last failure.
 */
public class NotConnectedException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the message
	 * @param cause the last failure, or {@code null} if there was none
	 */
	public NotConnectedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
