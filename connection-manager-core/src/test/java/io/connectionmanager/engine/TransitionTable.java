package io.connectionmanager.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.engine.State.Afterwards;

/**
 * Every state and every input there is, by the names that {@code docs/state-machine.md}
 * uses, and what the machine makes of each pair.
 */
final class TransitionTable {

	static final long GENERATION = 7;

	static final String CONNECTION = "c";

	static final ConnectionSettings SETTINGS = ConnectionSettings.builder()
		.backoff(2, Duration.ofSeconds(30), 0)
		.maxAttempts(3)
		.build();

	private static final Machine<String> MACHINE = new Machine<>("prices", SETTINGS);

	/** One attempt in a row has failed, so that the next may. */
	private static final Ledger LEDGER = new Ledger(GENERATION, 2, 1, 1, null, 0, 1, 0);

	/** One more, and the attempts are used up. */
	private static final Ledger LAST_CHANCE = new Ledger(GENERATION, 3, 2, 2, null, 0, 2, 0);

	private TransitionTable() {
	}

	static Map<String, State<String>> states() {
		return states(LEDGER);
	}

	private static Map<String, State<String>> states(Ledger ledger) {
		Map<String, State<String>> states = new LinkedHashMap<>();
		states.put("Stopped", new State.Stopped<>(ledger, 0));
		states.put("Queued", new State.Queued<>(ledger, 0));
		states.put("Opening", new State.Opening<>(ledger, 0, 0));
		states.put("OpeningReady", new State.OpeningReady<>(ledger, 0, 0));
		states.put("Opened", new State.Opened<>(ledger, 0, 0, CONNECTION));
		states.put("Connected", new State.Connected<>(ledger, 0, CONNECTION));
		states.put("Waiting", new State.Waiting<>(ledger, 0, 0));
		states.put("Suspended", new State.Suspended<>(ledger, 0));
		for (Afterwards afterwards : Afterwards.values()) {
			states.put("Draining, then " + afterwards, new State.Draining<>(ledger, 0, CONNECTION, afterwards));
		}
		for (Afterwards afterwards : Afterwards.values()) {
			states.put("DrainingLost, then " + afterwards, new State.DrainingLost<>(ledger, 0, afterwards));
		}
		states.put("Closed", new State.Closed<>(ledger, 0));
		return states;
	}

	static Map<String, Input<String>> inputs() {
		Throwable failure = new IllegalStateException("refused");
		Throwable rejection = new ConnectionRejectedException("bad password");
		Map<String, Input<String>> inputs = new LinkedHashMap<>();
		inputs.put("Start", new Input.Start<>());
		inputs.put("Stop", new Input.Stop<>());
		inputs.put("Reconnect", new Input.Reconnect<>());
		inputs.put("Close", new Input.Close<>());
		inputs.put("Admitted", new Input.Admitted<>(GENERATION));
		inputs.put("OpenCalled", new Input.OpenCalled<>(GENERATION));
		inputs.put("Ready", new Input.Ready<>(GENERATION));
		inputs.put("Returned", new Input.Returned<>(GENERATION, "c'"));
		inputs.put("Failed", new Input.Failed<>(GENERATION, failure));
		inputs.put("Failed, attempts used up", new Input.Failed<>(GENERATION, failure));
		inputs.put("Failed, rejected", new Input.Failed<>(GENERATION, rejection));
		inputs.put("Lost", new Input.Lost<>(GENERATION, failure));
		inputs.put("Lost, rejected", new Input.Lost<>(GENERATION, rejection));
		inputs.put("TimedOut", new Input.TimedOut<>(GENERATION));
		inputs.put("RetryDue", new Input.RetryDue<>(GENERATION));
		inputs.put("Drained", new Input.Drained<>(GENERATION));
		inputs.put("DrainExpired", new Input.DrainExpired<>(GENERATION));
		inputs.put("Returned, stale", new Input.Returned<>(GENERATION - 1, "c'"));
		inputs.put("any other stale signal", new Input.Ready<>(GENERATION - 1));
		return inputs;
	}

	static Step<String> step(String state, String input) {
		Ledger ledger = input.endsWith("used up") ? LAST_CHANCE : LEDGER;
		return MACHINE.step(states(ledger).get(state), inputs().get(input), 0, 0);
	}

	static boolean isIgnored(String state, String input) {
		Step<String> step = step(state, input);
		return step.effects().isEmpty() && nameOf(step.next()).equals(state);
	}

	static String nameOf(State<String> state) {
		String name = state.getClass().getSimpleName();
		return (state instanceof State.Leaving<String> leaving) ? name + ", then " + leaving.afterwards() : name;
	}

	static List<String> effects(Step<String> step) {
		return step.effects().stream().map(TransitionTable::describe).toList();
	}

	private static String describe(Effect<String> effect) {
		String name = effect.getClass().getSimpleName();
		if (effect instanceof Effect.CloseConnection<String> close) {
			return name + "(" + close.connection() + ")";
		}
		if (effect instanceof Effect.SetTimer<String> timer) {
			return name + "(" + timer.input().getClass().getSimpleName() + ", "
					+ Spans.format(Duration.ofNanos(timer.delayNanos())) + ")";
		}
		if (effect instanceof Effect.Announce<String> announce) {
			return name + "(" + announce.from() + " → " + announce.to() + ")";
		}
		return name;
	}

}
