package io.connectionmanager.spring.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.FakeConnector;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint of an application with a thousand connections, half of which are down.
 */
class ManyConnectionsTests {

	private static final int CONNECTIONS = 1000;

	@Test
	void all_are_shown_and_no_connection_is_touched() {
		ConnectionManagers managers = new ConnectionManagers();
		ConnectionJournals journals = new ConnectionJournals(
				(name) -> new ConnectionConfiguration(ConnectionSettings.defaults(), null, 50,
						ConnectionSecrets.of(Optional.empty(), "reader", "hunter2")),
				FailureClassifier.standard());
		ConnectionsEndpoint endpoint = new ConnectionsEndpoint(managers, journals, Clock.systemUTC());
		FakeConnector<Untouchable> up = new FakeConnector<>(Untouchable::new);
		FakeConnector<Untouchable> down = new FakeConnector<>(Untouchable::new);
		down.refusing();
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().connectLimit(CONNECTIONS).build()) {
			List<ConnectionManager<Untouchable>> all = IntStream.range(0, CONNECTIONS).mapToObj((i) -> {
				ConnectionManager.Builder<Untouchable> builder = ConnectionManager
					.builder("connection-" + i, (i % 2 == 0) ? up : down)
					.settings(ConnectionSettings.builder()
						.reconnectAfter(Duration.ofHours(1))
						.backoff(1, Duration.ofHours(1), 0)
						.build())
					.runtime(runtime);
				journals.customize("connection-" + i, builder);
				return managers.add(builder.start());
			}).toList();
			await().until(() -> all.stream()
				.allMatch((manager) -> manager.isConnected() || manager.snapshot().failures() == 1));
			String json = JsonMapper.shared().writeValueAsString(endpoint.connections());
			assertThat(json).contains("\"connection-0\"", "\"connection-999\"");
			assertThat(endpoint.connections().connections()).hasSize(CONNECTIONS);
			assertThat(up.attempts()).hasSize(CONNECTIONS / 2);
			assertThat(down.attempts()).hasSize(CONNECTIONS / 2);
			assertThat(up.closed().size()).isZero();
			all.forEach(ConnectionManager::close);
		}
	}

	/**
	 * A connection that cannot be looked at.
	 */
	static final class Untouchable {

		public Object getAnything() {
			throw new AssertionError("touched");
		}

		@Override
		public int hashCode() {
			throw new AssertionError("touched");
		}

		@Override
		public String toString() {
			throw new AssertionError("touched");
		}

	}

}
