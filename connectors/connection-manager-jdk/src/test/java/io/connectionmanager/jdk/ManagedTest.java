package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Managers and servers of a test, which end with it.
 */
abstract class ManagedTest {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	static {
		// By default, each wait takes at least 100 ms.
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
	}

	final ConcurrentLinkedQueue<ConnectionTransition> transitions = new ConcurrentLinkedQueue<>();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	private final List<ScriptedServer> servers = new ArrayList<>();

	@AfterEach
	void end() throws IOException {
		this.managers.forEach(ConnectionManager::close);
		for (ScriptedServer server : this.servers) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(server.openConnections()).as("open connections").isZero());
			server.close();
		}
	}

	ScriptedServer server(ScriptedServer.Script... scripts) {
		ScriptedServer server = new ScriptedServer(scripts);
		this.servers.add(server);
		return server;
	}

	ScriptedServer closedWithTest(ScriptedServer server) {
		this.servers.add(server);
		return server;
	}

	<C> ConnectionManager<C> start(Connector<C> connector, URI endpoint) {
		return start(connector, endpoint, (builder) -> {
		});
	}

	<C> ConnectionManager<C> start(Connector<C> connector, URI endpoint,
			Consumer<ConnectionManager.Builder<C>> customizer) {
		ConnectionManager.Builder<C> builder = ConnectionManager.builder("peer", connector)
			.endpoint(endpoint)
			.timeout(Duration.ofSeconds(10))
			.reconnectAfter(Duration.ofMillis(20))
			.listener(this.transitions::add);
		customizer.accept(builder);
		ConnectionManager<C> manager = builder.start();
		this.managers.add(manager);
		return manager;
	}

	ConnectionTransition awaitFailure() {
		return await().atMost(PATIENCE)
			.until(() -> this.transitions.stream().filter((it) -> it.cause().isPresent()).findFirst().orElse(null),
					(it) -> it != null);
	}

	static void awaitState(ConnectionManager<?> manager, ConnectionState state) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(manager.snapshot().state()).isEqualTo(state));
	}

}
