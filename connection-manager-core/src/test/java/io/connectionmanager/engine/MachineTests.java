package io.connectionmanager.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.engine.Effect.Announce;
import io.connectionmanager.engine.Effect.CloseConnection;
import io.connectionmanager.engine.Effect.CompleteStops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every cell of the table state × input, held against what is true for all of them; what
 * each of them is in detail stands in {@code docs/state-machine.md}.
 */
class MachineTests {

	static Stream<Arguments> cells() {
		return TransitionTable.states()
			.keySet()
			.stream()
			.flatMap((state) -> TransitionTable.inputs().keySet().stream().map((input) -> Arguments.of(state, input)));
	}

	@ParameterizedTest(name = "{0} × {1}")
	@MethodSource("cells")
	void every_cell_closes_or_keeps_its_connection_and_announces_what_changed(String state, String input) {
		State<String> before = TransitionTable.states().get(state);
		Step<String> step = TransitionTable.step(state, input);
		List<String> held = new ArrayList<>(connections(before));
		if (TransitionTable.inputs().get(input) instanceof Input.Returned<String> returned) {
			held.add(returned.connection());
		}
		held.removeAll(connections(step.next()));
		assertThat(closed(step)).isEqualTo(held);
		List<Announce<String>> announced = step.effects()
			.stream()
			.filter(Announce.class::isInstance)
			.map((effect) -> (Announce<String>) effect)
			.toList();
		if (before.shown() == step.next().shown()) {
			assertThat(announced).isEmpty();
		}
		else {
			assertThat(announced).singleElement()
				.satisfies((announce) -> assertThat(announce.from()).isEqualTo(before.shown()))
				.satisfies((announce) -> assertThat(announce.to()).isEqualTo(step.next().shown()));
		}
	}

	@ParameterizedTest(name = "{0} × {1}")
	@MethodSource("cells")
	void every_cell_after_the_end_or_of_a_stale_signal_does_nothing_but_close(String state, String input) {
		boolean closed = state.equals("Closed");
		if (!closed && !input.contains("stale")) {
			return;
		}
		Step<String> step = TransitionTable.step(state, input);
		assertThat(TransitionTable.nameOf(step.next())).isEqualTo(state);
		assertThat(step.effects())
			.allMatch((effect) -> effect instanceof CloseConnection || closed && effect instanceof CompleteStops);
	}

	@Test
	@DisplayName("Promise 7: the n-th delay is min(reconnectAfter * multiplier^(n-1), maxDelay)")
	void delays_grow_up_to_the_longest() {
		assertThat(delays(ConnectionSettings.builder().backoff(2, Duration.ofSeconds(15), 0), 0, 6))
			.containsExactly(2_000L, 4_000L, 8_000L, 15_000L, 15_000L, 15_000L);
	}

	@Test
	@DisplayName("Promise 7: stretched by a factor in [1, 1 + jitter], never shortened")
	void delays_are_stretched_by_chance() {
		ConnectionSettings.Builder settings = ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0.2);
		assertThat(delays(settings, 0, 1)).containsExactly(2_000L);
		assertThat(delays(settings, 0.5, 1)).containsExactly(2_200L);
		assertThat(delays(settings, Math.nextDown(1.0), 1)).containsExactly(2_400L);
	}

	@Test
	void a_delay_of_zero_stays_zero_however_long_the_outage() {
		ConnectionSettings.Builder settings = ConnectionSettings.builder()
			.reconnectAfter(Duration.ZERO)
			.backoff(10, Duration.ofSeconds(30), 0.2);
		assertThat(delays(settings, 0.5, 2_000)).containsOnly(0L);
	}

	@Test
	void the_longest_delays_do_not_overflow() {
		ConnectionSettings.Builder settings = ConnectionSettings.builder()
			.reconnectAfter(Duration.ofDays(365))
			.backoff(10, Duration.ofDays(365), 100);
		assertThat(delays(settings, Math.nextDown(1.0), 3))
			.allMatch((delay) -> delay > Duration.ofDays(36_000).toMillis());
	}

	@Test
	@DisplayName("Promise 8: only a connection that stayed up for stableAfter starts the delays over")
	void a_flap_goes_on_in_the_sequence_and_a_stable_connection_starts_it_over() {
		Machine<String> machine = new Machine<>("prices",
				ConnectionSettings.builder().backoff(2, Duration.ofMinutes(5), 0).build());
		long stable = Duration.ofSeconds(10).toNanos();
		Ledger ledger = new Ledger(7, 3, 0, 3, null, 1, 3, 0);
		State<String> up = new State.Connected<>(ledger, 100, "c");
		Input<String> lost = new Input.Lost<>(7, new IllegalStateException());
		State.Waiting<String> flapped = (State.Waiting<String>) machine.step(up, lost, 100 + stable - 1, 0).next();
		assertThat(Duration.ofNanos(flapped.delayNanos())).hasSeconds(16);
		assertThat(flapped.ledger().flaps()).isEqualTo(1);
		State.Waiting<String> waiting = (State.Waiting<String>) machine.step(up, lost, 100 + stable, 0).next();
		assertThat(Duration.ofNanos(waiting.delayNanos())).hasSeconds(2);
		assertThat(waiting.ledger().flaps()).isZero();
	}

	@Test
	@DisplayName("Promise 9: used up attempts and a rejection both suspend")
	void attempts_used_up_and_a_rejection_suspend() {
		for (String state : List.of("Queued", "Opening", "OpeningReady", "Opened")) {
			assertThat(TransitionTable.step(state, "Failed").next()).isInstanceOf(State.Waiting.class);
			assertThat(TransitionTable.step(state, "Failed, attempts used up").next())
				.isInstanceOf(State.Suspended.class);
			assertThat(TransitionTable.step(state, "Failed, rejected").next()).isInstanceOf(State.Suspended.class);
		}
		Step<String> step = TransitionTable.step("Connected", "Lost, rejected");
		assertThat(step.next()).isInstanceOf(State.Suspended.class);
		assertThat(step.next().ledger().lastFailure()).isInstanceOf(ConnectionRejectedException.class);
		assertThat(step.next().shown()).isEqualTo(ConnectionState.SUSPENDED);
	}

	private static List<Long> delays(ConnectionSettings.Builder settings, double chance, int count) {
		Machine<String> machine = new Machine<>("prices", settings.build());
		State<String> state = machine.initial(0);
		state = machine.step(state, new Input.Start<>(), 0, chance).next();
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			long generation = state.ledger().generation();
			state = machine.step(state, new Input.Failed<>(generation, new IllegalStateException()), 0, chance).next();
			delays.add(Duration.ofNanos(((State.Waiting<String>) state).delayNanos()).toMillis());
			state = machine.step(state, new Input.RetryDue<>(generation), 0, chance).next();
		}
		return delays;
	}

	private static List<String> connections(State<String> state) {
		if (state instanceof State.Opened<String> opened) {
			return List.of(opened.connection());
		}
		if (state instanceof State.Connected<String> connected) {
			return List.of(connected.connection());
		}
		return (state instanceof State.Draining<String> draining) ? List.of(draining.connection()) : List.of();
	}

	private static List<String> closed(Step<String> step) {
		return step.effects()
			.stream()
			.filter(CloseConnection.class::isInstance)
			.map((effect) -> ((CloseConnection<String>) effect).connection())
			.toList();
	}

}
