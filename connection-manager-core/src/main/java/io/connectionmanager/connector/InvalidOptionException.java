package io.connectionmanager.connector;

/**
 * Thrown when an option of a connector is missing or has a value that cannot be used.
 */
public final class InvalidOptionException extends ConnectorConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String option;

	private final String reason;

	/**
	 * Creates the exception.
	 * @param connection the name of the connection
	 * @param option the name of the option
	 * @param reason why the value cannot be used, such as "must be a number, but is 'x'"
	 */
	public InvalidOptionException(String connection, String option, String reason) {
		super("Option '%s' of connection '%s' %s".formatted(option, connection, reason));
		this.option = option;
		this.reason = reason;
	}

	/**
	 * Returns the name of the option.
	 * @return the name
	 */
	public String option() {
		return this.option;
	}

	/**
	 * Returns the reason, without the name of the option.
	 * @return the reason
	 */
	public String reason() {
		return this.reason;
	}

}
