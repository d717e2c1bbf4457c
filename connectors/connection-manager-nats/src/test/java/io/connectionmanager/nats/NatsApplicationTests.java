package io.connectionmanager.nats;

import java.time.Duration;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.Subscription;

import io.connectionmanager.connector.test.ApplicationContract;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class NatsApplicationTests extends ApplicationContract<Connection> {

	private static final String PASSWORD = "planted-Nq7-password";

	@Override
	protected TestServer startServer() {
		return ServerProcess
			.program("nats-server", "-a", "127.0.0.1", "-p", "{port}", "--user", "joe", "--pass", PASSWORD)
			.start();
	}

	@Override
	protected String scheme() {
		return "nats";
	}

	@Override
	protected Map<String, String> properties() {
		return Map.of("username", "joe", "password", PASSWORD);
	}

	@Override
	protected void exchange(Connection connection, ApplicationContext application) throws Exception {
		Subscription subscription = connection.subscribe("prices");
		connection.publish("prices", new byte[0]);
		assertThat(subscription.nextMessage(Duration.ofSeconds(10))).isNotNull();
	}

}
