package io.connectionmanager.mqtt;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class EventLoopsTests {

	@Test
	void threads_are_kept_across_reconnects_and_end_some_time_after_the_last_connection() throws Exception {
		Set<Thread> before = threads();
		MqttConnector connector = MqttConnector.builder().eventLoops(new EventLoops(Duration.ofMillis(300))).build();
		try (ConnectionManager<Mqtt5AsyncClient> manager = ConnectionManager.builder("sensors", connector)
			.endpoint(Brokers.uri(Brokers.shared()))
			.reconnectAfter(Duration.ofMillis(10))
			.start()) {
			manager.awaitConnection(Duration.ofSeconds(30));
			Set<Thread> first = threads();
			first.removeAll(before);
			assertThat(first).isNotEmpty();
			for (int i = 2; i <= 20; i++) {
				long connects = i;
				manager.reconnect();
				await().until(() -> manager.snapshot().connects() == connects);
			}
			assertThat(threads()).containsAll(first);
		}
		await().until(() -> before.containsAll(threads()));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((it) -> it.getName().startsWith("connection-manager-mqtt"))
			.collect(Collectors.toSet());
	}

}
