package io.connectionmanager.spring.ssl;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replacing connections one after the other, in virtual time; only the patience of the
 * others is real time.
 */
@ExtendWith(OutputCaptureExtension.class)
class RollingReconnectTests {

	private static final Duration OPENING = Duration.ofSeconds(1);

	// Drain timeout, the longest first delay, attempt.
	private static final Duration PATIENCE = Duration.ofMillis(5_000 + 2_400 + 30_000);

	private final VirtualTime time = new VirtualTime();

	private final List<ConnectionManager<String>> managers = new ArrayList<>();

	private final RollingReconnect roll = new RollingReconnect("SSL bundle 'feed' was reloaded",
			this.time.runtime().timer());

	@AfterEach
	void nothing_is_left_behind() {
		this.managers.forEach(ConnectionManager::close);
		this.time.advance(Duration.ofMinutes(1));
		this.time.close();
	}

	@Test
	void connections_are_replaced_one_after_the_other() {
		ConnectionManager<String> first = start(connector());
		ConnectionManager<String> second = start(connector());
		ConnectionManager<String> third = start(connector());
		this.time.advance(OPENING);
		add(first, second, third);
		for (int up = 0; up < 3; up++) {
			assertThat(states()).filteredOn(ConnectionState.CONNECTED::equals).hasSize(2);
			assertThat(this.managers.get(up).isConnected()).isFalse();
			this.time.advance(OPENING);
		}
		assertThat(states()).containsOnly(ConnectionState.CONNECTED);
		assertThat(connects()).containsOnly(2L);
	}

	@Test
	void the_first_connection_that_does_not_come_back_leaves_the_others_up(CapturedOutput output) {
		ConnectionManager<String> first = start(
				script().readyAfter(OPENING).fail(new ConnectException("bad password=hunter2"), 9_999));
		ConnectionManager<String> second = start(connector());
		ConnectionManager<String> third = start(connector());
		this.time.advance(OPENING);
		add(first, second, third);
		this.time.advance(PATIENCE.minusNanos(1));
		assertThat(output).doesNotContain("did not come back");
		this.time.advance(Duration.ofNanos(1));
		assertThat(output).contains("ERROR")
			.containsOnlyOnce("SSL bundle 'feed' was reloaded: connection 'connection-0' did not come back within ")
			.contains("last failure: ConnectException: bad password=******). Connections not reconnected: 2");
		this.time.advance(Duration.ofHours(1));
		assertThat(List.of(second, third)).allMatch((each) -> each.snapshot().connects() == 1);
		// What is asked for later has its turn.
		add(first, second, third);
		this.time.advance(OPENING.multipliedBy(3));
		assertThat(List.of(second, third)).allMatch((each) -> each.snapshot().connects() == 2);
	}

	@Test
	void a_round_that_was_asked_for_meanwhile_is_not_abandoned() {
		ConnectionManager<String> first = start(script().readyAfter(OPENING).fail(new ConnectException("bad"), 9_999));
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		add(first, second);
		add(first, second);
		this.time.advance(PATIENCE);
		this.time.advance(OPENING.multipliedBy(2));
		assertThat(second.snapshot().connects()).isEqualTo(2);
	}

	@Test
	void a_connection_that_is_stopped_meanwhile_holds_up_nobody(CapturedOutput output) {
		ConnectionManager<String> first = start(script().readyAfter(OPENING).neverReady());
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		add(first, second);
		first.stop();
		this.time.advance(PATIENCE.plus(OPENING));
		assertThat(second.snapshot().connects()).isEqualTo(2);
		assertThat(output).doesNotContain("did not come back");
	}

	@Test
	void an_attempt_that_fails_while_it_is_waited_for_holds_up_nobody() {
		ConnectionManager<String> first = start(script().neverReady());
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		add(first, second);
		this.time.advance(PATIENCE.plus(OPENING));
		assertThat(second.snapshot().connects()).isEqualTo(2);
	}

	@Test
	void an_attempt_that_was_under_way_is_replaced_when_it_succeeds() {
		ConnectionManager<String> manager = start(connector());
		add(manager);
		this.time.advance(OPENING);
		assertThat(manager.snapshot().disconnects()).isEqualTo(1);
		this.time.advance(OPENING);
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().generation()).isEqualTo(2);
	}

	@Test
	void a_connection_that_has_been_lost_is_left_to_its_next_attempt() {
		ConnectionManager<String> waiting = start(script().succeedThenLose(OPENING, new IOException("reset")));
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		assertThat(waiting.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		add(waiting, second);
		assertThat(second.isConnected()).isFalse();
		assertThat(waiting.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(states()).containsOnly(ConnectionState.CONNECTED);
		assertThat(waiting.snapshot().connects()).isEqualTo(2);
	}

	@Test
	void a_suspended_connection_is_tried_again_and_a_stopped_one_is_left_alone() {
		ConnectionManager<String> suspended = start(script().reject());
		ConnectionManager<String> stopped = start(connector());
		stopped.stop();
		this.time.settle();
		assertThat(suspended.snapshot().state()).isEqualTo(ConnectionState.SUSPENDED);
		add(suspended, stopped);
		this.time.advance(OPENING);
		assertThat(suspended.isConnected()).isTrue();
		assertThat(stopped.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
	}

	@Test
	void asked_for_again_meanwhile_it_goes_round_once_more() {
		ConnectionManager<String> first = start(connector());
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		add(first, second);
		this.time.advance(OPENING);
		add(first, second);
		this.time.advance(OPENING.multipliedBy(5));
		assertThat(states()).containsOnly(ConnectionState.CONNECTED);
		assertThat(first.snapshot().connects()).isEqualTo(3);
	}

	@Test
	void a_thousand_that_have_nothing_to_replace_are_no_recursion() {
		List<ConnectionManager<String>> stopped = IntStream.range(0, 10_000)
			.mapToObj((i) -> build(connector()))
			.toList();
		this.roll.add(stopped);
		ConnectionManager<String> last = start(connector());
		this.time.advance(OPENING);
		add(last);
		assertThat(last.isConnected()).isFalse();
	}

	@Test
	void a_connection_that_another_replica_holds_is_left_alone() {
		InMemoryCoordinationStore store = new InMemoryCoordinationStore();
		ConnectionManager<String> elsewhere = exclusive("pod-2", store);
		this.time.advance(OPENING);
		ConnectionManager<String> standby = exclusive("pod-1", store);
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		assertThat(standby.snapshot().state()).isEqualTo(ConnectionState.STANDBY);
		add(standby, second);
		assertThat(second.isConnected()).isFalse();
		this.time.advance(OPENING);
		assertThat(second.snapshot().connects()).isEqualTo(2);
		assertThat(elsewhere.snapshot().connects()).isEqualTo(1);
	}

	@Test
	void a_connection_that_goes_to_another_replica_in_its_turn_stops_nothing(CapturedOutput output) {
		InMemoryCoordinationStore store = new InMemoryCoordinationStore();
		ConnectionManager<String> first = exclusive("pod-1", store);
		ConnectionManager<String> second = start(connector());
		this.time.advance(OPENING);
		add(first, second);
		store.reachable(false);
		this.time.advance(PATIENCE);
		assertThat(first.snapshot().state()).isEqualTo(ConnectionState.STANDBY);
		this.time.advance(OPENING);
		assertThat(second.snapshot().connects()).isEqualTo(2);
		assertThat(output).doesNotContain("did not come back");
		store.reachable(true);
	}

	private ConnectionManager<String> exclusive(String memberId, InMemoryCoordinationStore store) {
		ConnectionRuntime runtime = this.time.runtime();
		ExclusiveGroup group = ExclusiveGroup.builder("shop", store).memberId(memberId).runtime(runtime).build();
		ConnectionManager<String> manager = ConnectionManager
			.builder("exclusive", script().readyAfter(OPENING).readyAfter(Duration.ofSeconds(20)))
			.settings(ConnectionSettings.builder().stableAfter(Duration.ZERO).build())
			.runtime(runtime)
			.exclusive(group)
			.start();
		this.managers.add(manager);
		this.time.settle();
		return manager;
	}

	private ScriptedConnector<String> connector() {
		ScriptedConnector<String> connector = script();
		IntStream.range(0, 5).forEach((i) -> connector.readyAfter(OPENING));
		return connector;
	}

	private ScriptedConnector<String> script() {
		return new ScriptedConnector<>(this.time, (n) -> "c" + n);
	}

	private void add(ConnectionManager<?>... managers) {
		this.roll.add(List.of(managers));
		this.time.settle();
	}

	private List<ConnectionState> states() {
		return this.managers.stream().map((manager) -> manager.snapshot().state()).toList();
	}

	private List<Long> connects() {
		return this.managers.stream().map((manager) -> manager.snapshot().connects()).toList();
	}

	private ConnectionManager<String> start(ScriptedConnector<String> connector) {
		ConnectionManager<String> manager = build(connector);
		this.managers.add(manager);
		manager.start();
		this.time.settle();
		return manager;
	}

	private ConnectionManager<String> build(ScriptedConnector<String> connector) {
		return ConnectionManager.builder("connection-" + this.managers.size(), connector)
			.settings(ConnectionSettings.builder().stableAfter(Duration.ZERO).build())
			.runtime(this.time.runtime())
			.build();
	}

}
