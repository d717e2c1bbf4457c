package io.connectionmanager.connector;

import io.connectionmanager.ConnectionManagerException;

/**
 * Thrown by a {@link ConnectorFactory} when a connection is configured in a way that
 * cannot work.
 */
public abstract sealed class ConnectorConfigurationException extends ConnectionManagerException
		permits InvalidEndpointException, InvalidOptionException, MissingCollaboratorException {

	private static final long serialVersionUID = 1L;

	ConnectorConfigurationException(String message) {
		super(message, null);
	}

}
