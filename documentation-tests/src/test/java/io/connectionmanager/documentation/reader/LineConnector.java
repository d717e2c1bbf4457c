package io.connectionmanager.documentation.reader;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;

/**
 * Connects to nothing.
 */
public class LineConnector implements Connector<LineClient> {

	public LineConnector(ConnectorContext context, LineListener listener, int maxLength) {
	}

	@Override
	public LineClient open(ConnectionAttempt attempt) {
		return (line) -> {
		};
	}

	@Override
	public void close(LineClient client) {
	}

}
