package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;

import io.connectionmanager.testing.RecordingListener;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of a manager in virtual time share. After each test nothing may be left
 * behind: no timer, no blocked task, and every connection closed exactly once.
 */
abstract class InVirtualTime {

	static final IllegalStateException FAILURE = new IllegalStateException("refused, says the script");

	/** After so long a connection is stable. */
	static final Duration STABLE = Duration.ofSeconds(10);

	final VirtualTime time = new VirtualTime();

	final ScriptedConnector<String> connector = new ScriptedConnector<>(this.time, (n) -> "c" + n);

	final RecordingListener listener = new RecordingListener();

	final List<VirtualTime.Gate> gates = new ArrayList<>();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	/**
	 * Returns a builder with the defaults, but without jitter.
	 */
	ConnectionManager.Builder<String> manager() {
		return manager(this.connector);
	}

	<C> ConnectionManager.Builder<C> manager(Connector<C> connector) {
		return ConnectionManager.builder("prices", connector)
			.settings(ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0).build())
			.runtime(this.time.runtime())
			.listener(this.listener);
	}

	<C> ConnectionManager<C> build(ConnectionManager.Builder<C> builder) {
		ConnectionManager<C> manager = builder.build();
		this.managers.add(manager);
		return manager;
	}

	<C> ConnectionManager<C> start(ConnectionManager.Builder<C> builder) {
		ConnectionManager<C> manager = build(builder);
		manager.start();
		this.time.settle();
		return manager;
	}

	ConnectionManager<String> start() {
		return start(manager());
	}

	/**
	 * Returns a gate that is opened at the end of the test at the latest.
	 */
	VirtualTime.Gate gate() {
		VirtualTime.Gate gate = this.time.gate();
		this.gates.add(gate);
		return gate;
	}

	void advance(Duration span) {
		this.time.advance(span);
	}

	@AfterEach
	void nothing_is_left_behind() {
		this.gates.forEach(VirtualTime.Gate::open);
		this.managers.forEach(ConnectionManager::close);
		this.managers.forEach((manager) -> assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.CLOSED));
		this.time.advance(Duration.ofHours(1));
		assertThat(this.connector.closed()).containsExactlyInAnyOrderElementsOf(this.connector.opened());
		this.time.close();
	}

}
