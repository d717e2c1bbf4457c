package io.connectionmanager.connector;

/**
 * Thrown when no attempt to connect to an endpoint can ever succeed.
 *
 * @see ConnectorContext#checkEndpoints
 */
public final class InvalidEndpointException extends ConnectorConfigurationException {

	private static final long serialVersionUID = 1L;

	private final String reason;

	/**
	 * Creates the exception.
	 * @param connection the name of the connection
	 * @param reason what is wrong with the URL, as a sentence; a URL in it is masked
	 */
	public InvalidEndpointException(String connection, String reason) {
		super("Connection '%s': %s".formatted(connection, reason));
		this.reason = reason;
	}

	/**
	 * Returns the reason, without the name of the connection.
	 * @return the reason
	 */
	public String reason() {
		return this.reason;
	}

}
