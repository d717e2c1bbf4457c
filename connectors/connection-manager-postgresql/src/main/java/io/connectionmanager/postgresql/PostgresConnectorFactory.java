package io.connectionmanager.postgresql;

import java.lang.reflect.Type;
import java.net.URI;
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
		for (URI endpoint : context.endpoints()) {
			checked(context, "url", () -> PostgresUrl.of(endpoint));
		}
		PostgresConnector.Builder builder = PostgresConnector.builder()
			.credentialsIfAny(context::credentials)
			.sslContextIfAny(context::sslContext);
		List<String> channels = ConnectorOptions.of(context).list(CHANNELS);
		checked(context, CHANNELS, () -> builder.channels(channels.toArray(String[]::new)));
		return builder.listener(context.requireCollaborator(PostgresNotificationListener.class)).build();
	}

	private static void checked(ConnectorContext context, String option, Runnable check) {
		try {
			check.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidOptionException(context.name(), option, String.valueOf(ex.getMessage()));
		}
	}

}
