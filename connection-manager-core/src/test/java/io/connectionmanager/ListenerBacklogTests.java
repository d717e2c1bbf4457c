package io.connectionmanager;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import ch.qos.logback.classic.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 20: what a slow listener has not seen yet is kept for it, the transitions but
 * not the connections.
 */
class ListenerBacklogTests extends InVirtualTime {

	private static final int CONNECTIONS = 300;

	private static final int MEGABYTE = 1 << 20;

	/** A connection that is lost at once is followed by three transitions. */
	private static final int PER_LOSS = 3;

	private final List<WeakReference<byte[]>> connections = Collections.synchronizedList(new ArrayList<>());

	private final List<ConnectionTransition> seen = Collections.synchronizedList(new ArrayList<>());

	private VirtualTime.Gate blocked;

	@BeforeEach
	void block() {
		this.blocked = gate();
	}

	// The listener that remembers would hold what transitions hold.
	@Override
	<C> ConnectionManager.Builder<C> manager(Connector<C> connector) {
		return ConnectionManager.builder("prices", connector)
			.settings(ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0).build())
			.runtime(this.time.runtime());
	}

	@Test
	@DisplayName("Promise 20: a listener that blocks does not keep connections that are gone")
	void a_blocked_listener_does_not_keep_what_is_gone() {
		ConnectionManager<byte[]> manager = startWithBlockedListener();
		lose(manager, CONNECTIONS);
		// The first may be in the call that blocks, and the last is in use.
		List<WeakReference<byte[]>> gone = this.connections.subList(1, CONNECTIONS - 1);
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			System.gc();
			assertThat(gone.stream().filter((connection) -> connection.get() != null)).isEmpty();
		});
		assertThat(this.seen).isEmpty();
	}

	@Test
	@DisplayName("Promise 20: afterwards it sees every transition once and in order")
	void a_listener_that_was_blocked_sees_every_transition_once_and_in_order() {
		ConnectionManager<byte[]> manager = startWithBlockedListener();
		lose(manager, CONNECTIONS);
		assertThat(this.seen).isEmpty();
		this.blocked.open();
		this.time.settle();
		List<ConnectionState> states = new ArrayList<>(List.of(CONNECTING, CONNECTED));
		for (int i = 0; i < CONNECTIONS; i++) {
			states.addAll(List.of(WAITING, CONNECTING, CONNECTED));
		}
		assertThat(this.seen).extracting(ConnectionTransition::to).isEqualTo(states);
		ConnectionState from = STOPPED;
		for (ConnectionTransition transition : this.seen) {
			assertThat(transition.from()).isEqualTo(from);
			from = transition.to();
		}
		assertThat(this.seen).extracting(ConnectionTransition::at).isSorted();
		assertThat(this.seen).filteredOn((transition) -> transition.to() == WAITING)
			.allSatisfy((transition) -> assertThat(transition.cause()).containsSame(FAILURE));
	}

	@Test
	@DisplayName("Promise 20: a backlog of 1,000 is warned about, once")
	void a_long_backlog_is_warned_about_once() {
		try (Logs logs = Logs.capture()) {
			ConnectionManager<byte[]> manager = startWithBlockedListener();
			// The transition that it is blocked on, and those until here, are not many.
			lose(manager, 990 / PER_LOSS);
			assertThat(warnings(logs)).isEmpty();
			lose(manager, 30 / PER_LOSS);
			assertThat(warnings(logs)).singleElement().asString().contains("'prices'");
			lose(manager, 2_000 / PER_LOSS);
			assertThat(warnings(logs)).hasSize(1);
		}
	}

	private static List<String> warnings(Logs logs) {
		return logs.at(Level.WARN).stream().filter((line) -> line.toLowerCase().contains("listener")).toList();
	}

	private ConnectionManager<byte[]> startWithBlockedListener() {
		Connector<byte[]> connector = Connector.blocking((attempt) -> {
			byte[] connection = new byte[MEGABYTE];
			this.connections.add(new WeakReference<>(connection));
			return connection;
		}, (connection) -> {
		});
		return start(manager(connector).listener((transition) -> {
			pass(this.blocked);
			this.seen.add(transition);
		}));
	}

	private static void pass(VirtualTime.Gate gate) {
		try {
			gate.pass();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void lose(ConnectionManager<byte[]> manager, int times) {
		for (int i = 0; i < times; i++) {
			manager.connectionLost(manager.requireConnection(), FAILURE);
			advanceUntilConnected(manager);
		}
	}

	/** Until the next connection, however long the delay is. */
	private void advanceUntilConnected(ConnectionManager<byte[]> manager) {
		while (!manager.isConnected()) {
			advance(Duration.ofSeconds(1));
		}
	}

}
