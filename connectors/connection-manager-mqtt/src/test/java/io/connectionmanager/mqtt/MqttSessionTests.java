package io.connectionmanager.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.connector.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MqttSessionTests {

	private final String topic = "connection-manager/" + UUID.randomUUID();

	private final List<String> received = new CopyOnWriteArrayList<>();

	@Test
	void a_session_that_has_not_expired_delivers_what_was_published_meanwhile() throws Exception {
		try (ConnectionManager<Mqtt5AsyncClient> subscriber = subscriber(Duration.ofMinutes(1)).start();
				ConnectionManager<Mqtt5AsyncClient> publisher = publisher()) {
			subscriber.awaitConnection(Duration.ofSeconds(30));
			subscriber.stop().toCompletableFuture().join();
			publish(publisher, "meanwhile");
			subscriber.start();
			await().until(() -> this.received.equals(List.of("meanwhile")));
			assertThat(subscriber.snapshot().details()).containsEntry("session present", true);
		}
	}

	@Test
	void without_an_expiry_what_was_published_meanwhile_is_lost() throws Exception {
		try (ConnectionManager<Mqtt5AsyncClient> subscriber = subscriber(Duration.ZERO).start();
				ConnectionManager<Mqtt5AsyncClient> publisher = publisher()) {
			subscriber.awaitConnection(Duration.ofSeconds(30));
			subscriber.stop().toCompletableFuture().join();
			publish(publisher, "meanwhile");
			subscriber.start();
			subscriber.awaitConnection(Duration.ofSeconds(30));
			assertThat(subscriber.snapshot().details()).containsEntry("session present", false);
			publish(publisher, "afterwards");
			await().until(() -> this.received.equals(List.of("afterwards")));
		}
	}

	@Test
	void a_customizer_adds_a_will_and_cannot_switch_reconnecting_on() throws Exception {
		MqttConnector connector = MqttConnector.builder()
			.customizer((client) -> client.automaticReconnectWithDefaultConfig()
				.addDisconnectedListener((context) -> context.getReconnector().reconnect(true))
				.willPublish()
				.topic(this.topic)
				.payload("gone".getBytes(StandardCharsets.UTF_8))
				.applyWillPublish())
			.build();
		try (ServerProcess broker = Brokers.start();
				ConnectionManager<Mqtt5AsyncClient> manager = ConnectionManager.builder("sensors", connector)
					.endpoint(Brokers.uri(broker))
					.reconnectAfter(Duration.ofMillis(10))
					.start()) {
			Mqtt5AsyncClient first = manager.awaitConnection(Duration.ofSeconds(30));
			assertThat(first.getConfig().getWillPublish()).isPresent();
			assertThat(first.getConfig().getAutomaticReconnect()).isEmpty();
			broker.kill();
			broker.start();
			await().until(() -> manager.isConnected() && manager.requireConnection() != first);
			assertThat(first.getState().isConnectedOrReconnect()).isFalse();
		}
	}

	private ConnectionManager.Builder<Mqtt5AsyncClient> subscriber(Duration sessionExpiry) {
		MqttConnector connector = MqttConnector.builder()
			.sessionExpiry(sessionExpiry)
			.topics(this.topic)
			.listener((publish) -> this.received.add(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)))
			.build();
		return ConnectionManager.builder("sensors", connector).endpoint(Brokers.uri(Brokers.shared()));
	}

	private static ConnectionManager<Mqtt5AsyncClient> publisher() {
		return ConnectionManager.builder("publisher", MqttConnector.builder().build())
			.endpoint(Brokers.uri(Brokers.shared()))
			.start();
	}

	private void publish(ConnectionManager<Mqtt5AsyncClient> publisher, String text) throws Exception {
		publisher.awaitConnection(Duration.ofSeconds(30))
			.publishWith()
			.topic(this.topic)
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(text.getBytes(StandardCharsets.UTF_8))
			.send()
			.join();
	}

}
