package io.connectionmanager.mqtt;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MqttConnectorTests {

	private final String topic = "connection-manager/" + UUID.randomUUID();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<ConnectionManager<Mqtt5AsyncClient>> managers = new CopyOnWriteArrayList<>();

	@AfterEach
	void closeManagers() {
		this.managers.forEach(ConnectionManager::close);
	}

	@Test
	void messages_on_the_topics_reach_the_listener() throws Exception {
		ConnectionManager<Mqtt5AsyncClient> manager = start(Brokers.uri(Brokers.shared()), listening());
		Mqtt5AsyncClient client = manager.awaitConnection(Duration.ofSeconds(30));
		publish(client, "hello");
		await().until(() -> this.received.contains("hello"));
	}

	@Test
	void a_listener_that_throws_receives_the_next_message() throws Exception {
		ConnectionManager<Mqtt5AsyncClient> manager = start(Brokers.uri(Brokers.shared()),
				MqttConnector.builder().topics(this.topic).listener((publish) -> {
					this.received.add(text(publish));
					throw new IllegalStateException("planned");
				}));
		Mqtt5AsyncClient client = manager.awaitConnection(Duration.ofSeconds(30));
		publish(client, "1");
		publish(client, "2");
		await().until(() -> this.received.equals(List.of("1", "2")));
	}

	@Test
	void a_client_id_that_another_client_took_over_stops_the_retries_and_is_named() throws Exception {
		try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.ACCEPTED,
				new byte[] { (byte) 0xE0, 1, (byte) 0x8E })) {
			ConnectionManager<Mqtt5AsyncClient> manager = start(broker.uri(),
					MqttConnector.builder().clientId("twice"));
			awaitSuspended(manager);
			assertThat(manager.snapshot().lastFailure().orElseThrow()).isInstanceOf(ConnectionRejectedException.class)
				.hasMessageContaining("'twice'");
		}
	}

	@Test
	void a_broker_without_mqtt_5_stops_the_retries() throws Exception {
		try (ScriptedBroker broker = new ScriptedBroker(new byte[] { 0x20, 2, 0, 1 })) {
			ConnectionManager<Mqtt5AsyncClient> manager = start(broker.uri(), MqttConnector.builder());
			awaitSuspended(manager);
			assertThat(manager.snapshot().lastFailure().orElseThrow()).hasMessageContaining("MQTT 5");
		}
	}

	private static void awaitSuspended(ConnectionManager<?> manager) {
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
	}

	@Test
	void a_stalled_handshake_is_aborted_at_the_timeout() throws Exception {
		try (ServerSocket server = new ServerSocket(0)) {
			AtomicReference<FailureKind> kind = new AtomicReference<>();
			ConnectionManager<Mqtt5AsyncClient> manager = manager(
					URI.create("mqtt://127.0.0.1:" + server.getLocalPort()), MqttConnector.builder())
				.timeout(Duration.ofMillis(300))
				.listener((transition) -> record(kind, transition))
				.build();
			this.managers.add(manager);
			manager.start();
			try (Socket socket = server.accept()) {
				while (socket.getInputStream().read() >= 0) {
					// until it is closed
				}
			}
			await().until(() -> kind.get() == FailureKind.TIMEOUT);
		}
	}

	private static void record(AtomicReference<FailureKind> kind, ConnectionTransition transition) {
		transition.failureKind().ifPresent(kind::set);
	}

	@Test
	void survives_a_killed_broker_with_the_same_client_id() throws Exception {
		try (ServerProcess broker = Brokers.start()) {
			ConnectionManager<Mqtt5AsyncClient> manager = start(Brokers.uri(broker), listening());
			Mqtt5AsyncClient first = manager.awaitConnection(Duration.ofSeconds(30));
			broker.kill();
			await().until(() -> !manager.isConnected());
			broker.start();
			Mqtt5AsyncClient second = manager.awaitConnection(Duration.ofSeconds(30));
			assertThat(second).isNotSameAs(first);
			assertThat(second.getConfig().getClientIdentifier()).isEqualTo(first.getConfig().getClientIdentifier());
			publish(second, "again");
			await().until(() -> this.received.contains("again"));
		}
	}

	private MqttConnector.Builder listening() {
		return MqttConnector.builder().topics(this.topic).listener((publish) -> this.received.add(text(publish)));
	}

	private ConnectionManager<Mqtt5AsyncClient> start(URI uri, MqttConnector.Builder connector) {
		ConnectionManager<Mqtt5AsyncClient> manager = manager(uri, connector).build();
		this.managers.add(manager);
		manager.start();
		return manager;
	}

	private static ConnectionManager.Builder<Mqtt5AsyncClient> manager(URI uri, MqttConnector.Builder connector) {
		return ConnectionManager.builder("sensors", connector.build())
			.endpoint(uri)
			.timeout(Duration.ofSeconds(5))
			.reconnectAfter(Duration.ofMillis(50));
	}

	private void publish(Mqtt5AsyncClient client, String text) {
		client.publishWith().topic(this.topic).payload(text.getBytes(StandardCharsets.UTF_8)).send().join();
	}

	private static String text(Mqtt5Publish publish) {
		return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
	}

}
