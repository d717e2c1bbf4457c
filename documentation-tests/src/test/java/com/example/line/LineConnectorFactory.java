package com.example.line;

import java.lang.reflect.Type;
import java.util.Set;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;

/**
 * Creates connectors for URLs like line://host:port and, with TLS, lines://host:port.
 */
public class LineConnectorFactory implements ConnectorFactory<LineClient> {

	@Override
	public Set<String> schemes() {
		return Set.of("line", "lines");
	}

	@Override
	public Type connectionType() {
		return LineClient.class;
	}

	@Override
	public Set<String> options() {
		return Set.of("max-length");
	}

	@Override
	public Connector<LineClient> create(ConnectorContext context) {
		context.checkEndpoints(LineConnector::server);
		int maxLength = ConnectorOptions.of(context).number("max-length", 1_000, 1, 100_000);
		LineListener listener = context.requireCollaborator(LineListener.class);
		return new LineConnector(context, listener, maxLength);
	}

}
