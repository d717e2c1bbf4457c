package io.connectionmanager.postgresql;

import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

import org.postgresql.PGConnection;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestIdentity;
import io.connectionmanager.connector.test.TestServer;

class PostgresConnectorContractTests extends ConnectorContract<PGConnection> {

	@Override
	protected ConnectorFactory<PGConnection> factory() {
		return new PostgresConnectorFactory();
	}

	@Override
	protected TestServer startServer() {
		return OwnPostgres.start();
	}

	@Override
	protected TestServer startTlsServer(TestServer server, TestIdentity identity) {
		return OwnPostgres.startSecure((ServerProcess) server, identity);
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI
			.create("postgresql://" + host + ":" + port + "/postgres?sslmode=" + (tls ? "verify-full" : "disable"));
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(OwnPostgres.credentials());
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.option("channels", "contract")
			.collaborator((PostgresNotificationListener) (notification) -> messageReceived());
	}

	@Override
	protected void exchange(PGConnection connection) throws Exception {
		try (Statement statement = ((Connection) connection).createStatement()) {
			statement.execute("NOTIFY contract");
		}
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.RETRY_HINT, "PostgreSQL has no such hint");
	}

}
