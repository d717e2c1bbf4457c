package io.connectionmanager.engine.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.FailureKind;
import io.connectionmanager.RetryAfterException;
import io.connectionmanager.engine.machine.Effect.Announce;
import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.CompleteStops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every cell of the table state × input, held against what is true for all of them; what
 * each of them is in detail stands in {@code docs/state-machine.md}.
 */
class MachineTests {

	private static final Failure FAILURE = new Failure(new IllegalStateException("played"), FailureKind.OTHER);

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
		if (before.publicState() == step.next().publicState()) {
			assertThat(announced).isEmpty();
		}
		else {
			assertThat(announced).singleElement()
				.satisfies((announce) -> assertThat(announce.from()).isEqualTo(before.publicState()))
				.satisfies((announce) -> assertThat(announce.to()).isEqualTo(step.next().publicState()));
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
		if (state.equals("AwaitingReturn") && !step.next().equals(TransitionTable.states().get(state))) {
			// A call that it waits for has returned.
			assertThat(step.next()).isInstanceOf(State.Connecting.class);
			return;
		}
		assertThat(step.next()).hasSameClassAs(TransitionTable.states().get(state));
		assertThat(step.effects())
			.allMatch((effect) -> effect instanceof CloseConnection || closed && effect instanceof CompleteStops
					|| state.startsWith("AwaitingClose") && effect instanceof Effect.CancelTimer);
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
	@DisplayName("Promise 8: no delay is shorter than 10 ms")
	void a_delay_of_zero_is_the_shortest_there_is_however_long_the_outage() {
		ConnectionSettings.Builder settings = ConnectionSettings.builder()
			.reconnectAfter(Duration.ZERO)
			.backoff(10, Duration.ofSeconds(30), 0.2);
		assertThat(delays(settings, 0.5, 2_000)).containsOnly(10L);
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
		Machine<String> machine = new Machine<>(
				ConnectionSettings.builder().backoff(2, Duration.ofMinutes(5), 0).build(), EndpointPolicy.ORDERED,
				false);
		long stable = Duration.ofSeconds(10).toNanos();
		RetryProgress progress = new RetryProgress(7, 3, 0, 3, OptionalLong.of(0), FAILURE, 1, 3, 0, 0,
				OutstandingCalls.NONE, null);
		State<String> up = new State.Connected<>(progress, 100, "c", null);
		Input<String> lost = new Input.Lost<>(7, FAILURE);
		State.Waiting<String> flapped = (State.Waiting<String>) machine.step(up, lost, 100 + stable - 1, () -> 0)
			.next();
		assertThat(delay(flapped)).hasSeconds(16);
		assertThat(flapped.progress().flaps()).isEqualTo(1);
		State.Waiting<String> waiting = (State.Waiting<String>) machine.step(up, lost, 100 + stable, () -> 0).next();
		assertThat(delay(waiting)).hasSeconds(2);
		assertThat(waiting.progress().flaps()).isZero();
	}

	@Test
	@DisplayName("Promise 9: used up attempts and a rejection both suspend")
	void attempts_used_up_and_a_rejection_suspend() {
		for (String state : List.of("Opening", "OpeningReady")) {
			assertThat(TransitionTable.step(state, "Failed").next()).isInstanceOf(State.Waiting.class);
			assertThat(TransitionTable.step(state, "Failed, attempts used up").next())
				.isInstanceOf(State.Suspended.class);
			assertThat(TransitionTable.step(state, "Failed, rejected").next()).isInstanceOf(State.Suspended.class);
		}
		Step<String> step = TransitionTable.step("Connected", "Lost, rejected");
		assertThat(step.next()).isInstanceOf(State.Suspended.class);
		assertThat(step.next().progress().lastFailure().cause()).isInstanceOf(ConnectionRejectedException.class);
		assertThat(step.next().publicState()).isEqualTo(ConnectionState.SUSPENDED);
	}

	@Test
	@DisplayName("Promise 8: an outage is over when the connection was stable, even where its timer is late")
	void a_stable_connection_that_is_lost_before_its_timer_fires_has_ended_its_outage() {
		Machine<String> machine = new Machine<>(ConnectionSettings.defaults(), EndpointPolicy.ORDERED, false);
		long stable = ConnectionSettings.defaults().stableAfter().toNanos();
		State<String> up = TransitionTable.states(TransitionTable.PROGRESS, 500).get("Connected, in an outage");
		Input<String> lost = new Input.Lost<>(TransitionTable.GENERATION, FAILURE);
		Step<String> late = machine.step(up, lost, 500 + stable, () -> 0);
		assertThat(late.effects()).contains(new Effect.EndOutage<>(stable, 500));
		assertThat(late.next().progress().outageSince()).hasValue(500 + stable);
		assertThat(late.next().progress().attempt()).isZero();
		Step<String> flap = machine.step(up, lost, 500 + stable - 1, () -> 0);
		assertThat(flap.effects()).noneMatch(Effect.EndOutage.class::isInstance);
		assertThat(flap.next().progress().outageSince()).hasValue(0);
		assertThat(flap.next().progress().attempt()).isEqualTo(2);
	}

	@Test
	@DisplayName("Promise 27: a start with three abandoned calls waits, and has waited since then only")
	void a_start_that_must_wait_for_an_abandoned_call_has_waited_since_the_start() {
		State<String> stopped = TransitionTable.states().get("Stopped");
		State<String> held = stopped.with(TransitionTable.states().get("Waiting, three calls abandoned").progress());
		Machine<String> machine = new Machine<>(ConnectionSettings.defaults(), EndpointPolicy.ORDERED, false);
		State<String> next = machine.step(held, new Input.Start<>(), 500, () -> 0).next();
		assertThat(next).isInstanceOf(State.AwaitingReturn.class);
		assertThat(next.since()).isEqualTo(500);
	}

	private static Duration delay(State.Waiting<?> waiting) {
		return Duration.ofNanos(waiting.deadline().at() - waiting.since());
	}

	private static List<Long> delays(ConnectionSettings.Builder settings, double random, int count) {
		return delays(settings, random, count, FAILURE);
	}

	private static List<Long> delays(ConnectionSettings.Builder settings, double random, int count, Failure failure) {
		Machine<String> machine = new Machine<>(settings.build(), EndpointPolicy.ORDERED, false);
		State<String> state = step(machine, Machine.initial(0), new Input.Start<>());
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			long generation = state.progress().generation();
			state = step(machine, state, new Input.PermitGranted<>(generation));
			state = step(machine, state, new Input.OpenCalled<>(generation));
			state = machine.step(state, new Input.Failed<>(generation, failure), 0, () -> random).next();
			delays.add(delay((State.Waiting<?>) state).toMillis());
			state = step(machine, state, new Input.RetryDue<>(generation));
		}
		return delays;
	}

	private static State<String> step(Machine<String> machine, State<String> state, Input<String> input) {
		return machine.step(state, input, 0, () -> {
			throw new AssertionError("random is asked only for a delay");
		}).next();
	}

	@Test
	@DisplayName("Promise 9: a rejection anywhere along the causes suspends")
	void a_rejection_is_found_among_causes_even_where_they_form_a_circle() {
		State<String> up = TransitionTable.states().get("Connected");
		Throwable wrapped = new IllegalStateException(
				new ExecutionException(new ConnectionRejectedException("unknown topic")));
		assertThat(lose(up, wrapped)).isInstanceOf(State.Suspended.class);
		Exception first = new IllegalStateException();
		Exception second = new IllegalStateException(first);
		first.initCause(second);
		assertThat(lose(up, first)).isInstanceOf(State.Waiting.class);
	}

	private static State<String> lose(State<String> up, Throwable cause) {
		Input<String> lost = new Input.Lost<>(TransitionTable.GENERATION, new Failure(cause, FailureKind.OTHER));
		return new Machine<String>(ConnectionSettings.defaults(), EndpointPolicy.ORDERED, false)
			.step(up, lost, 0, () -> 0)
			.next();
	}

	@Test
	void a_peer_that_says_when_to_come_back_is_waited_for_within_bounds() {
		ConnectionSettings.Builder settings = ConnectionSettings.builder().maxRetryAfter(Duration.ofMinutes(1));
		assertThat(delays(settings, 0, 1, retryAfter(Duration.ofSeconds(20)))).containsExactly(20_000L);
		assertThat(delays(settings, 0, 1, retryAfter(Duration.ofMillis(20)))).containsExactly(2_000L);
		assertThat(delays(settings, 0, 1, retryAfter(Duration.ofHours(20)))).containsExactly(60_000L);
	}

	private static Failure retryAfter(Duration hint) {
		return new Failure(new ExecutionException(new RetryAfterException("busy", hint)), FailureKind.REJECTED);
	}

	@Test
	void a_failed_authentication_is_not_repeated_soon_and_never_suspends() {
		ConnectionSettings.Builder settings = ConnectionSettings.builder().reconnectAfter(Duration.ofSeconds(1));
		assertThat(delays(settings, 0, 3, new Failure(new IllegalStateException(), FailureKind.AUTHENTICATION)))
			.containsExactly(30_000L, 30_000L, 30_000L);
	}

	@Test
	@DisplayName("Promise 5: the grace of a close is one second, counted from its call")
	void an_attempt_waits_for_a_close_until_it_has_had_its_grace() {
		Machine<String> machine = new Machine<>(ConnectionSettings.builder().stableAfter(Duration.ZERO).build(),
				EndpointPolicy.ORDERED, false);
		State<String> state = TransitionTable.states().get("Draining, then START");
		state = step(machine, state, new Input.Drained<>(TransitionTable.GENERATION));
		assertThat(state).isInstanceOf(State.AwaitingClose.class);
		assertThat(state.deadline()).isNull();
		Step<String> called = machine.step(state, new Input.CloseCalled<>(TransitionTable.GENERATION), 500, () -> 0);
		assertThat(called.next().deadline())
			.isEqualTo(new Deadline(Deadline.Purpose.CLOSE_GRACE, 500 + OutstandingCalls.CLOSE_GRACE));
		long next = TransitionTable.GENERATION + 1;
		assertThat(step(machine, called.next(), new Input.CloseGraceOver<>(next)))
			.isInstanceOf(State.AwaitingPermit.class);
		assertThat(step(machine, called.next(), new Input.CloseReturned<>(TransitionTable.GENERATION)))
			.isInstanceOf(State.AwaitingPermit.class);
		assertThat(step(machine, called.next(), new Input.CloseReturned<>(1))).isInstanceOf(State.AwaitingClose.class);
	}

	@Test
	@DisplayName("Promise 8: a connection that reconnect() ends before it was stable is followed by the next delay")
	void a_reconnect_of_a_flap_waits() {
		Machine<String> machine = new Machine<>(ConnectionSettings.defaults(), EndpointPolicy.ORDERED, false);
		long stable = ConnectionSettings.defaults().stableAfter().toNanos();
		State<String> up = TransitionTable.states().get("Connected");
		State.Draining<String> flap = (State.Draining<String>) machine
			.step(up, new Input.Reconnect<>(), stable - 1, () -> 0)
			.next();
		assertThat(flap.next()).isEqualTo(Next.RETRY);
		assertThat(flap.progress().outageSince()).hasValue(stable - 1);
		State.Draining<String> wasStable = (State.Draining<String>) machine
			.step(up, new Input.Reconnect<>(), stable, () -> 0)
			.next();
		assertThat(wasStable.next()).isEqualTo(Next.START);
		assertThat(wasStable.progress().outageSince()).isEmpty();
		assertThat(machine.step(flap, new Input.Drained<>(TransitionTable.GENERATION), stable, () -> 0).next())
			.isInstanceOf(State.Waiting.class);
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
