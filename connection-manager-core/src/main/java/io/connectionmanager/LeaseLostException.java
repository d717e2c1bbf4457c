package io.connectionmanager;

/**
 * The cause of a loss when this replica may no longer hold an exclusive connection,
 * because it could not renew its lease in time.
 *
 * @see FailureKind#LEASE
 * @see ConnectionState#STANDBY
 */
public class LeaseLostException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception, without a stack trace.
	 * @param message the message
	 */
	public LeaseLostException(String message) {
		super(message, null, false);
	}

}
