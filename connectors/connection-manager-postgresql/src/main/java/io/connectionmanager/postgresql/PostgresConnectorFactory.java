package io.connectionmanager.postgresql;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

import org.postgresql.PGConnection;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;
import io.connectionmanager.connector.InvalidOptionException;

/**
 * Creates connectors for the scheme {@code postgresql}, and for JDBC URLs of PostgreSQL.
 */
public final class PostgresConnectorFactory implements ConnectorFactory<PGConnection> {

	private static final String CHANNELS = "channels";

	@Override
	public Set<String> schemes() {
		return Set.of("postgresql", "jdbc:postgresql");
	}

	@Override
	public Type connectionType() {
		return PGConnection.class;
	}

	@Override
	public Set<String> options() {
		return Set.of(CHANNELS);
	}

	@Override
	public Connector<PGConnection> create(ConnectorContext context) {
		context.checkEndpoints(PostgresUrl::of);
		PostgresConnector.Builder builder = PostgresConnector.builder()
			.credentialsIfAny(context::credentials)
			.sslContextIfAny(context::sslContext);
		List<String> channels = ConnectorOptions.of(context).list(CHANNELS);
		try {
			builder.channels(channels.toArray(String[]::new));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidOptionException(context.name(), CHANNELS, String.valueOf(ex.getMessage()));
		}
		return builder.listener(context.requireCollaborator(PostgresNotificationListener.class)).build();
	}

}
