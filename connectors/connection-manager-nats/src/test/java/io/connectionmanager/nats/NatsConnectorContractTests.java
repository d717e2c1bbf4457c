package io.connectionmanager.nats;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.nats.client.Connection;

import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestIdentity;
import io.connectionmanager.connector.test.TestServer;

/**
 * The contract of connectors, with a NATS server.
 */
class NatsConnectorContractTests extends ConnectorContract<Connection> {

	private static final String PASSWORD = "nats-s3cret-password";

	private static final String SUBJECT = "contract";

	@Override
	protected ConnectorFactory<Connection> factory() {
		return new NatsConnectorFactory();
	}

	private static ServerProcess.Builder server() {
		return ServerProcess.program("nats-server", "-a", "127.0.0.1", "-p", "{port}", "--user", "contract", "--pass",
				PASSWORD);
	}

	@Override
	protected TestServer startServer() {
		return server().start();
	}

	@Override
	protected TestServer startTlsServer(TestServer server, TestIdentity identity) {
		return server()
			.arguments("--tls", "--tlscert", identity.certificateChain().toString(), "--tlskey",
					identity.privateKey().toString())
			.start();
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d".formatted(tls ? "tls" : "nats", host, port));
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(new Credentials("contract", PASSWORD.toCharArray()));
	}

	@Override
	protected void prepare(Connection connection) throws Exception {
		connection.createDispatcher((message) -> messageReceived()).subscribe(SUBJECT);
		connection.flush(Duration.ofSeconds(5));
	}

	@Override
	protected void exchange(Connection connection) {
		connection.publish(SUBJECT, new byte[] { 42 });
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.RETRY_HINT, "NATS has none");
	}

}
