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
		super(message, null);
	}

}
