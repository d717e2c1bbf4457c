package io.connectionmanager.documentation.reader;

import java.lang.reflect.Type;
import java.util.Set;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;

/**
 * A factory for a scheme of the reader's own.
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
		return new LineConnector(context, (line) -> {
		}, 1);
	}

}
