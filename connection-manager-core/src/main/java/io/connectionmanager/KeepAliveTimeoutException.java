package io.connectionmanager;

/**
 * The cause of a loss when the peer gave no sign of life in time.
 *
 * @see ConnectionAttempt#keepAlive(KeepAliveProbe)
 * @see FailureKind#LIVENESS
 */
public class KeepAliveTimeoutException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the message
	 */
	public KeepAliveTimeoutException(String message) {
		super(message, null);
	}

}
