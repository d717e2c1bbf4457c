package io.connectionmanager;

/**
 * An attempt was not ready within its timeout. The message says how far it came.
 */
public class ConnectTimeoutException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is the case
	 */
	public ConnectTimeoutException(String message) {
		this(message, true);
	}

	/**
	 * Creates the exception, where a stack trace may say nothing.
	 * @param message what is the case
	 * @param writableStackTrace whether it has a stack trace
	 */
	public ConnectTimeoutException(String message, boolean writableStackTrace) {
		super(message, null, writableStackTrace);
	}

}
