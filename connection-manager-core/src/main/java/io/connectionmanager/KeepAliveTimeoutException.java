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
		this(message, true);
	}

	/**
	 * Creates the exception, optionally without a stack trace.
	 * @param message the message
	 * @param writableStackTrace whether it has a stack trace
	 */
	public KeepAliveTimeoutException(String message, boolean writableStackTrace) {
		super(message, null, writableStackTrace);
	}

}
