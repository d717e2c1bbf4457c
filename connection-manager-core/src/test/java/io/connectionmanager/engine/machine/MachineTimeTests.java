package io.connectionmanager.engine.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.connectionmanager.engine.machine.Effect.Announce;
import io.connectionmanager.engine.machine.Effect.EndOutage;
import io.connectionmanager.engine.machine.Effect.SetTimer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the machine makes of the time, in every cell of the table. The ticker may begin
 * anywhere, so it may overflow between two inputs.
 */
class MachineTimeTests {

	private static final long ELAPSED = 700_000_000;

	/** How long before the state was entered the outage began. */
	private static final long OUTAGE = 3_000_000_000L;

	private static final long OVERFLOWING = Long.MAX_VALUE - ELAPSED / 2;

	static Stream<Arguments> cells() {
		return MachineTests.cells();
	}

	@ParameterizedTest(name = "{0} × {1}")
	@MethodSource("cells")
	void every_cell_decides_the_same_wherever_the_ticker_began(String state, String input) {
		List<Object> expected = relative(step(state, input, 0), 0);
		assertThat(relative(step(state, input, 40_000_000_000L), 40_000_000_000L)).isEqualTo(expected);
		assertThat(relative(step(state, input, OVERFLOWING), OVERFLOWING)).isEqualTo(expected);
	}

	@ParameterizedTest(name = "{0} × {1}")
	@MethodSource("cells")
	void a_timer_that_is_set_ends_at_the_deadline_of_the_next_state(String state, String input) {
		Step<String> step = step(state, input, 0);
		for (SetTimer<?> timer : effects(step, SetTimer.class)) {
			assertThat(timer.deadline()).isEqualTo(step.next().deadline());
			assertThat(timer.delayNanos()).isPositive().isEqualTo(timer.deadline().at() - ELAPSED);
		}
	}

	@ParameterizedTest(name = "{0} × {1}")
	@MethodSource("cells")
	void a_transition_says_how_long_the_state_that_it_leaves_has_lasted(String state, String input) {
		for (Announce<?> announce : effects(step(state, input, 0), Announce.class)) {
			assertThat(announce.inPreviousNanos()).isEqualTo(ELAPSED);
		}
	}

	@ParameterizedTest(name = "{0} × {1}")
	@MethodSource("cells")
	void an_outage_ends_when_its_connection_came_up_or_else_now(String state, String input) {
		boolean connected = states(0).get(state) instanceof State.Connected;
		EndOutage<?> expected = connected ? new EndOutage<>(ELAPSED, OUTAGE) : new EndOutage<>(0, OUTAGE + ELAPSED);
		assertThat(effects(step(state, input, 0), EndOutage.class)).isSubsetOf(expected);
	}

	private static Map<String, State<String>> states(long entered) {
		RetryProgress known = TransitionTable.PROGRESS;
		RetryProgress progress = new RetryProgress(known.generation(), known.attempt(), known.consecutiveFailures(),
				known.delayNumber(), OptionalLong.of(entered - OUTAGE), known.lastFailure(), known.connects(),
				known.failures(), known.flaps(), known.endpoint(), known.calls(), known.token());
		return TransitionTable.states(progress, entered);
	}

	private static Step<String> step(String state, String input, long entered) {
		return TransitionTable.MACHINE.step(states(entered).get(state), TransitionTable.inputs().get(input),
				entered + ELAPSED, () -> 0);
	}

	private static <E> List<E> effects(Step<String> step, Class<E> type) {
		return step.effects().stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** All that is decided, with times counted from when the state was entered. */
	private static List<Object> relative(Step<String> step, long entered) {
		State<String> next = step.next();
		RetryProgress progress = next.progress();
		List<Object> facts = new ArrayList<>();
		facts.add(TransitionTable.nameOf(next));
		facts.add(next.since() - entered);
		facts.add(relative(next.deadline(), entered));
		facts.add((next instanceof State.Attempting<String> attempting) ? attempting.openCalledAt() - entered : "");
		facts.add(progress.outageSince().isPresent() ? progress.outageSince().getAsLong() - entered : "");
		facts.add(progress.calls().abandonedOpens());
		for (Closing closing : progress.calls().closings()) {
			facts.add(closing.called() ? closing.calledAt() - entered : closing);
		}
		facts.add(List.of(progress.generation(), progress.attempt(), progress.delayNumber(), progress.failures()));
		for (Effect<String> effect : step.effects()) {
			facts.add((effect instanceof SetTimer<String> timer)
					? List.of(relative(timer.deadline(), entered), timer.delayNanos()) : effect);
		}
		return facts;
	}

	private static Object relative(@Nullable Deadline deadline, long entered) {
		return (deadline != null) ? List.of(deadline.purpose(), deadline.at() - entered) : "none";
	}

}
