package io.connectionmanager;

/**
 * Thrown when an attempt was not ready within its timeout. The message says how far it
 * came.
 */
public class ConnectTimeoutException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the message
	 */
	public ConnectTimeoutException(String message) {
		this(message, true);
	}

	/**
	 * Creates the exception, optionally without a stack trace.
	 * @param message the message
	 * @param writableStackTrace whether it has a stack trace
	 */
	public ConnectTimeoutException(String message, boolean writableStackTrace) {
		super(message, null, writableStackTrace);
	}

}
