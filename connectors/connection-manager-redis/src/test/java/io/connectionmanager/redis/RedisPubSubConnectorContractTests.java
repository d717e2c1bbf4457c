package io.connectionmanager.redis;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.TestServer;

/**
 * The contract for {@link RedisPubSubConnector}.
 */
class RedisPubSubConnectorContractTests extends ConnectorContract<StatefulRedisPubSubConnection<String, String>> {

	private static final String PASSWORD = "planted-Rd7-password";

	private static final String CHANNEL = "contract";

	@Override
	protected ConnectorFactory<StatefulRedisPubSubConnection<String, String>> factory() {
		return new RedisPubSubConnectorFactory();
	}

	@Override
	protected TestServer startServer() {
		return RedisServers.start("--requirepass", PASSWORD);
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d".formatted(tls ? "rediss" : "redis", host, port));
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(new Credentials("", PASSWORD.toCharArray()));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.option("channels", CHANNEL).collaborator(new RedisPubSubAdapter<String, String>() {

			@Override
			public void message(String channel, String message) {
				messageReceived();
			}

		});
	}

	@Override
	protected void exchange(StatefulRedisPubSubConnection<String, String> connection) {
		connection.async().publish(CHANNEL, "message");
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.RETRY_HINT, "Redis has none");
	}

}
