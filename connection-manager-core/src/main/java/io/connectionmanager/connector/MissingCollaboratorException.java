package io.connectionmanager.connector;

/**
 * Thrown when a connector needs an object that the application does not supply.
 */
public final class MissingCollaboratorException extends ConnectorConfigurationException {

	private static final long serialVersionUID = 1L;

	private final Class<?> type;

	/**
	 * Creates the exception.
	 * @param connection the name of the connection
	 * @param type the type of the missing object
	 */
	public MissingCollaboratorException(String connection, Class<?> type) {
		super("Connection '%s' requires a %s".formatted(connection, type.getName()));
		this.type = type;
	}

	/**
	 * Returns the type of the missing object.
	 * @return the type
	 */
	public Class<?> type() {
		return this.type;
	}

}
