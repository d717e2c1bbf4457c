package io.connectionmanager.mqtt;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.TestServer;

/**
 * The contract for {@link MqttConnector}.
 */
class MqttConnectorContractTests extends ConnectorContract<Mqtt5AsyncClient> {

	private final String topic = "contract/" + UUID.randomUUID();

	@Override
	protected ConnectorFactory<Mqtt5AsyncClient> factory() {
		return new MqttConnectorFactory();
	}

	@Override
	protected TestServer startServer() throws Exception {
		return Brokers.startWithPassword("user %s\ntopic contract/#\n".formatted(Brokers.USER));
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d".formatted(tls ? "mqtts" : "mqtt", host, port));
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(new Credentials(Brokers.USER, Brokers.PASSWORD.toCharArray()));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.option("topics", this.topic).collaborator((MqttPublishListener) (publish) -> messageReceived());
	}

	@Override
	protected void exchange(Mqtt5AsyncClient client) {
		client.publishWith().topic(this.topic).payload("message".getBytes(StandardCharsets.UTF_8)).send();
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.RETRY_HINT, "MQTT has none");
	}

}
