package io.connectionmanager.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each reason code has a kind; only those that retrying cannot change stop the retries.
 */
class MqttFailuresTests {

	/** The first one that the client library uses. */
	private static final int SUBSCRIBE_ID = 65_526;

	@ParameterizedTest
	@CsvSource({ "80,other", "81,protocol", "82,protocol", "83,other", "84,rejected", "85,rejected",
			"86,authentication", "87,authentication", "88,other", "89,other", "8A,rejected", "8C,authentication",
			"90,rejected", "95,rejected", "97,other", "99,rejected", "9A,rejected", "9B,rejected", "9C,other",
			"9D,rejected", "9F,other" })
	void refusal_of_a_connection(String code, String kind) throws Exception {
		byte[] refused = { 0x20, 3, 0, (byte) Integer.parseInt(code, 16), 0 };
		try (ScriptedBroker broker = new ScriptedBroker(refused)) {
			assertThat(firstFailure(broker).failureKind().orElseThrow()).hasToString(kind);
		}
	}

	@ParameterizedTest
	@CsvSource({ "00,closed-by-peer", "80,other", "81,protocol", "82,protocol", "83,other", "87,authentication",
			"89,closed-by-peer", "8B,closed-by-peer", "8D,liveness", "8E,rejected", "8F,protocol", "90,protocol",
			"93,protocol", "94,protocol", "95,protocol", "96,closed-by-peer", "97,closed-by-peer", "98,closed-by-peer",
			"99,protocol", "9A,protocol", "9B,protocol", "9C,closed-by-peer", "9D,rejected", "9E,protocol",
			"9F,closed-by-peer", "A0,closed-by-peer", "A1,protocol", "A2,protocol" })
	void end_of_a_connection(String code, String kind) throws Exception {
		byte[] disconnect = { (byte) 0xE0, 1, (byte) Integer.parseInt(code, 16) };
		try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.ACCEPTED, disconnect)) {
			assertThat(firstFailure(broker).failureKind().orElseThrow()).hasToString(kind);
		}
	}

	@ParameterizedTest
	@CsvSource({ "80,other", "83,other", "87,authentication", "8F,rejected", "91,other", "97,other", "9E,rejected",
			"A1,rejected", "A2,rejected" })
	void refusal_of_a_subscription(String code, String kind) throws Exception {
		byte[] refused = { (byte) 0x90, 4, (byte) (SUBSCRIBE_ID >> 8), (byte) SUBSCRIBE_ID, 0,
				(byte) Integer.parseInt(code, 16) };
		try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.ACCEPTED, ScriptedBroker.NEXT, refused)) {
			assertThat(firstFailure(broker, "sensors/1").failureKind().orElseThrow()).hasToString(kind);
		}
	}

	private static ConnectionTransition firstFailure(ScriptedBroker broker, String... topics) {
		List<ConnectionTransition> failures = new CopyOnWriteArrayList<>();
		try (ConnectionManager<?> manager = ConnectionManager
			.builder("sensors", MqttConnector.builder().topics(topics).build())
			.endpoint(broker.uri())
			.reconnectAfter(Duration.ofMinutes(1))
			.listener((transition) -> transition.cause().ifPresent((cause) -> failures.add(transition)))
			.start()) {
			await().pollInterval(Duration.ofMillis(5)).until(() -> !failures.isEmpty());
			assertThat(manager.snapshot().lastFailure()).isPresent();
			ConnectionTransition failure = failures.get(0);
			boolean rejected = failure.failureKind().orElseThrow().toString().equals("rejected");
			assertThat(failure.to() == ConnectionState.SUSPENDED).isEqualTo(rejected);
			return failure;
		}
	}

}
