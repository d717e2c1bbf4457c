package io.connectionmanager.rabbitmq;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;

import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.TestServer;

class RabbitConnectorContractTests extends ConnectorContract<Connection> {

	private static final String QUEUE = "contract";

	@Override
	protected ConnectorFactory<Connection> factory() {
		return new RabbitConnectorFactory();
	}

	@Override
	protected TestServer startServer() {
		return OwnBroker.shared();
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create((tls ? "amqps://" : "amqp://") + host + ":" + port);
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(OwnBroker.credentials());
	}

	@Override
	protected void prepare(Connection connection) throws Exception {
		Channel channel = connection.createChannel();
		channel.queueDeclare(QUEUE, false, false, true, null);
		channel.basicConsume(QUEUE, true, (tag, delivery) -> messageReceived(), (tag) -> {
		});
	}

	@Override
	protected void exchange(Connection connection) throws Exception {
		try (Channel channel = connection.createChannel()) {
			channel.basicPublish("", QUEUE, null, new byte[] { 1 });
		}
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.RETRY_HINT, "AMQP 0-9-1 has no such hint", Feature.FAILING_CONSUMER,
				"the client closes the channel of a consumer that throws", Feature.INTERRUPTED_CONSUMER,
				"the client does not interrupt its consumers");
	}

}
