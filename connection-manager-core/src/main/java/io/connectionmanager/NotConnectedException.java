package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * There is no ready connection. The message says the state, since when, the last failure
 * and when the next attempt comes; the cause is the last failure.
 */
public class NotConnectedException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is the case
	 * @param cause the last failure, or {@code null} if there was none
	 */
	public NotConnectedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
