package io.connectionmanager.engine.machine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.DurationText;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.FailureKind;
import io.connectionmanager.LeaseLostException;

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

	static final Machine<String> MACHINE = new Machine<>(SETTINGS, EndpointPolicy.ORDERED, false);

	private static final Machine<String> EXCLUSIVE_MACHINE = new Machine<>(SETTINGS, EndpointPolicy.ORDERED, true);

	/** Ends the name of an input that is tabulated for exclusive connections besides. */
	private static final String EXCLUSIVE = ", exclusive";

	private static final long TOKEN = 11;

	private static final Failure REFUSED = new Failure(new IllegalStateException("refused"), FailureKind.REFUSED);

	private static final Failure REJECTED = new Failure(new ConnectionRejectedException("bad password"),
			FailureKind.REJECTED);

	private static final Failure LEASE = new Failure(new LeaseLostException("expired"), FailureKind.LEASE);

	/** One consecutive attempt has failed, so that the next may. */
	static final RetryProgress PROGRESS = new RetryProgress(GENERATION, 2, 1, 1, OptionalLong.of(0), REFUSED, 0, 1, 0,
			0, OutstandingCalls.NONE, TOKEN);

	/** One more, and the attempts are used up. */
	private static final RetryProgress LAST_CHANCE = new RetryProgress(GENERATION, 3, 2, 2, OptionalLong.of(0), REFUSED,
			0, 2, 0, 0, OutstandingCalls.NONE, TOKEN);

	/** Three calls of {@code open} were given up and have not returned. */
	private static final OutstandingCalls ABANDONED = OutstandingCalls.NONE.openAbandoned(4)
		.openAbandoned(5)
		.openAbandoned(6);

	/** The connection of an earlier attempt is being closed. */
	private static final OutstandingCalls CLOSING = OutstandingCalls.NONE.closeRequested(6);

	private TransitionTable() {
	}

	static Map<String, State<String>> states() {
		return states(PROGRESS, 0);
	}

	/**
	 * Returns every state, entered at a given time.
	 * @param progress what is remembered in each
	 * @param entered the time of the ticker
	 */
	static Map<String, State<String>> states(RetryProgress progress, long entered) {
		Map<String, State<String>> states = new LinkedHashMap<>();
		Deadline timeout = new Deadline(Deadline.Purpose.TIMEOUT, entered + 30_000_000_000L);
		Deadline retry = new Deadline(Deadline.Purpose.RETRY, entered + 2_000_000_000L);
		Deadline drain = new Deadline(Deadline.Purpose.DRAIN, entered + 5_000_000_000L);
		RetryProgress noToken = progress.withToken(null);
		states.put("Stopped", new State.Stopped<>(noToken, entered));
		states.put("Standby", new State.Standby<>(noToken, entered));
		states.put("AwaitingClose", new State.AwaitingClose<>(progress.with(CLOSING), entered, null));
		states.put("AwaitingClose, called", new State.AwaitingClose<>(progress.with(CLOSING.closeCalled(6, entered)),
				entered, new Deadline(Deadline.Purpose.CLOSE_GRACE, entered + OutstandingCalls.CLOSE_GRACE)));
		states.put("AwaitingPermit", new State.AwaitingPermit<>(progress, entered));
		states.put("AwaitingWorker", new State.AwaitingWorker<>(progress, entered));
		states.put("Opening", new State.Opening<>(progress, entered, entered, timeout));
		states.put("OpeningReady", new State.OpeningReady<>(progress, entered, entered, timeout));
		states.put("Opened", new State.Opened<>(progress, entered, entered, timeout, CONNECTION));
		states.put("Connected", new State.Connected<>(progress.outageOver(), entered, CONNECTION, null));
		states.put("Connected, in an outage", new State.Connected<>(progress, entered, CONNECTION,
				new Deadline(Deadline.Purpose.STABLE, entered + 10_000_000_000L)));
		states.put("Waiting", new State.Waiting<>(progress, entered, retry));
		states.put("Waiting, three calls abandoned", new State.Waiting<>(progress.with(ABANDONED), entered, retry));
		states.put("AwaitingReturn", new State.AwaitingReturn<>(progress.with(ABANDONED), entered,
				new Deadline(Deadline.Purpose.RETRY, entered + 3_600_000_000_000L)));
		states.put("Suspended", new State.Suspended<>(noToken, entered));
		for (Next next : Next.values()) {
			states.put("Draining, then " + next, new State.Draining<>(progress, entered, CONNECTION, next, drain));
		}
		for (Next next : Next.values()) {
			states.put("DrainingLost, then " + next, new State.DrainingLost<>(progress, entered, next, drain));
		}
		states.put("Closed", new State.Closed<>(noToken, entered));
		return states;
	}

	static Map<String, Input<String>> inputs() {
		Map<String, Input<String>> inputs = new LinkedHashMap<>();
		inputs.put("Start", new Input.Start<>());
		inputs.put("Start" + EXCLUSIVE, new Input.Start<>());
		inputs.put("Stop", new Input.Stop<>());
		inputs.put("Reconnect", new Input.Reconnect<>());
		inputs.put("Reconnect" + EXCLUSIVE, new Input.Reconnect<>());
		inputs.put("Close", new Input.Close<>());
		inputs.put("Granted", new Input.Granted<>(TOKEN));
		inputs.put("HandOver", new Input.HandOver<>(TOKEN));
		inputs.put("LeaseLost", new Input.LeaseLost<>(TOKEN, LEASE));
		inputs.put("PermitGranted", new Input.PermitGranted<>(GENERATION));
		inputs.put("OpenCalled", new Input.OpenCalled<>(GENERATION));
		inputs.put("Ready", new Input.Ready<>(GENERATION));
		inputs.put("Returned", new Input.Returned<>(GENERATION, "c'"));
		inputs.put("Failed", new Input.Failed<>(GENERATION, REFUSED));
		inputs.put("Failed, attempts used up", new Input.Failed<>(GENERATION, REFUSED));
		inputs.put("Failed, rejected", new Input.Failed<>(GENERATION, REJECTED));
		inputs.put("Lost", new Input.Lost<>(GENERATION, REFUSED));
		inputs.put("Lost, rejected", new Input.Lost<>(GENERATION, REJECTED));
		inputs.put("TimedOut", new Input.TimedOut<>(GENERATION, REFUSED));
		inputs.put("RetryDue", new Input.RetryDue<>(GENERATION));
		inputs.put("StableReached", new Input.StableReached<>(GENERATION));
		inputs.put("CloseCalled", new Input.CloseCalled<>(GENERATION - 1));
		inputs.put("CloseReturned", new Input.CloseReturned<>(GENERATION - 1));
		inputs.put("CloseGraceOver", new Input.CloseGraceOver<>(GENERATION));
		inputs.put("AbandonRequested", new Input.AbandonRequested<>(GENERATION - 1));
		inputs.put("AbandonReturned", new Input.AbandonReturned<>(GENERATION - 1));
		inputs.put("Drained", new Input.Drained<>(GENERATION));
		inputs.put("DrainExpired", new Input.DrainExpired<>(GENERATION));
		inputs.put("Returned, stale", new Input.Returned<>(GENERATION - 1, "c'"));
		inputs.put("Failed, abandoned", new Input.Failed<>(GENERATION - 1, REFUSED));
		inputs.put("any other stale signal", new Input.Ready<>(GENERATION - 1));
		return inputs;
	}

	static Step<String> step(String state, String input) {
		RetryProgress progress = input.endsWith("used up") ? LAST_CHANCE : PROGRESS;
		Machine<String> machine = input.endsWith(EXCLUSIVE) ? EXCLUSIVE_MACHINE : MACHINE;
		return machine.step(states(progress, 0).get(state), inputs().get(input), 0, () -> 0);
	}

	/**
	 * Returns whether an input leads to the same if the connection is exclusive.
	 */
	static boolean isSameIfExclusive(String state, String input) {
		return input.endsWith(EXCLUSIVE)
				&& step(state, input).equals(step(state, input.substring(0, input.length() - EXCLUSIVE.length())));
	}

	static boolean isIgnored(String state, String input) {
		Step<String> step = step(state, input);
		return step.effects().isEmpty() && step.next().equals(states().get(state));
	}

	/**
	 * Returns the name of a state in the table.
	 */
	static String nameOf(State<String> state) {
		String name = state.getClass().getSimpleName();
		if (state instanceof State.Stopping<String> stopping) {
			return name + ", then " + stopping.next();
		}
		if (state instanceof State.Connected && state.deadline() != null) {
			return name + ", in an outage";
		}
		if (state instanceof State.AwaitingClose && state.deadline() != null) {
			return name + ", called";
		}
		boolean held = state instanceof State.Waiting && state.progress().calls().abandonedOpens().size() >= 3;
		return held ? name + ", three calls abandoned" : name;
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
			return name + "(" + timer.deadline().purpose() + ", "
					+ DurationText.format(Duration.ofNanos(timer.delayNanos())) + ")";
		}
		if (effect instanceof Effect.Announce<String> announce) {
			return name + "(" + announce.from() + " → " + announce.to() + ")";
		}
		return name;
	}

}
