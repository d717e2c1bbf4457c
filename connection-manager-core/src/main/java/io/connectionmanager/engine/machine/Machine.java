package io.connectionmanager.engine.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

import io.connectionmanager.ConnectTimeoutException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.KeepAliveTimeoutException;
import io.connectionmanager.engine.machine.Deadline.Purpose;
import io.connectionmanager.engine.machine.Effect.CallOpen;
import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.CompleteStops;
import io.connectionmanager.engine.machine.Effect.SetTimer;
import io.connectionmanager.engine.machine.Input.AbandonRequested;
import io.connectionmanager.engine.machine.Input.AbandonReturned;
import io.connectionmanager.engine.machine.Input.Close;
import io.connectionmanager.engine.machine.Input.CloseCalled;
import io.connectionmanager.engine.machine.Input.CloseGraceOver;
import io.connectionmanager.engine.machine.Input.CloseReturned;
import io.connectionmanager.engine.machine.Input.Failed;
import io.connectionmanager.engine.machine.Input.Granted;
import io.connectionmanager.engine.machine.Input.HandOver;
import io.connectionmanager.engine.machine.Input.LeaseLost;
import io.connectionmanager.engine.machine.Input.Lost;
import io.connectionmanager.engine.machine.Input.OpenCalled;
import io.connectionmanager.engine.machine.Input.PermitGranted;
import io.connectionmanager.engine.machine.Input.Ready;
import io.connectionmanager.engine.machine.Input.Reconnect;
import io.connectionmanager.engine.machine.Input.RetryDue;
import io.connectionmanager.engine.machine.Input.Returned;
import io.connectionmanager.engine.machine.Input.Signal;
import io.connectionmanager.engine.machine.Input.StableReached;
import io.connectionmanager.engine.machine.Input.Start;
import io.connectionmanager.engine.machine.Input.Stop;
import io.connectionmanager.engine.machine.Input.TimedOut;
import io.connectionmanager.engine.machine.State.Attempting;
import io.connectionmanager.engine.machine.State.AwaitingClose;
import io.connectionmanager.engine.machine.State.AwaitingPermit;
import io.connectionmanager.engine.machine.State.AwaitingReturn;
import io.connectionmanager.engine.machine.State.AwaitingWorker;
import io.connectionmanager.engine.machine.State.Closed;
import io.connectionmanager.engine.machine.State.Connected;
import io.connectionmanager.engine.machine.State.Connecting;
import io.connectionmanager.engine.machine.State.Draining;
import io.connectionmanager.engine.machine.State.Opened;
import io.connectionmanager.engine.machine.State.Opening;
import io.connectionmanager.engine.machine.State.OpeningReady;
import io.connectionmanager.engine.machine.State.Standby;
import io.connectionmanager.engine.machine.State.Stopped;
import io.connectionmanager.engine.machine.State.Stopping;
import io.connectionmanager.engine.machine.State.Suspended;
import io.connectionmanager.engine.machine.State.Waiting;

/**
 * The state machine of a manager: a pure function from a state, an input and the time to
 * the next state and its effects. It can therefore be tabulated (see
 * {@code docs/state-machine.md}) and explored exhaustively.
 * <p>
 * There is one method for each input. A state ignores inputs that the method does not
 * mention.
 *
 * @param <T> what stands for a connection
 */
public final class Machine<T> {

	static {
		// Load these classes now: an attempt may fail because no file can be opened.
		Failures.lost("");
		new ConnectTimeoutException("", false);
		new KeepAliveTimeoutException("", false);
	}

	private final Transitions<T> transitions;

	/**
	 * Creates a machine.
	 * @param settings the settings of the manager
	 * @param policy the order of its endpoints
	 * @param exclusive whether its connection is exclusive: every attempt needs a token
	 */
	public Machine(ConnectionSettings settings, EndpointPolicy policy, boolean exclusive) {
		this.transitions = new Transitions<>(settings, policy, exclusive);
	}

	/**
	 * Returns the state of a manager that was just built.
	 * @param <T> what stands for a connection
	 * @param now the time of the ticker, in nanoseconds
	 * @return the state
	 */
	public static <T> State<T> initial(long now) {
		return new Stopped<>(RetryProgress.NONE, now);
	}

	/**
	 * Decides what follows from an input.
	 * @param state the state
	 * @param input what happened
	 * @param now the time of the ticker, in nanoseconds; not before the state was entered
	 * @param random provides a number from 0 (inclusive) to 1 (exclusive); called only if
	 * a delay is decided
	 * @return the next state and its effects
	 */
	public Step<T> step(State<T> state, Input<T> input, long now, DoubleSupplier random) {
		if (input instanceof Signal<T> signal) {
			boolean stale = state instanceof Closed || signal.generation() != state.progress().generation();
			return stale ? stale(state, signal, now) : signal(state, signal, now, random);
		}
		if (input instanceof CloseCalled<T> called) {
			return called(state, state.progress().calls().closeCalled(called.generation(), now), now);
		}
		if (input instanceof CloseReturned<T> returned) {
			return called(state, state.progress().calls().closeReturned(returned.generation()), now);
		}
		if (input instanceof AbandonRequested<T> requested) {
			return called(state, state.progress().calls().abandonRequested(requested.generation()), now);
		}
		if (input instanceof AbandonReturned<T> returned) {
			return called(state, state.progress().calls().abandonReturned(returned.generation()), now);
		}
		if (input instanceof Start) {
			return start(state, now);
		}
		if (input instanceof Stop) {
			return stop(state, now);
		}
		if (input instanceof Reconnect) {
			return reconnect(state, now);
		}
		if (input instanceof Close) {
			return close(state, now);
		}
		return claim(state, input, now);
	}

	private Step<T> claim(State<T> state, Input<T> input, long now) {
		ClaimTransitions<T> claims = new ClaimTransitions<>(this.transitions);
		if (input instanceof Granted<T> granted) {
			return claims.granted(state, granted.token(), now);
		}
		if (input instanceof HandOver<T> handOver) {
			return claims.handOver(state, handOver.token(), now);
		}
		return claims.leaseLost(state, (LeaseLost<T>) input, now);
	}

	private Step<T> signal(State<T> state, Signal<T> signal, long now, DoubleSupplier random) {
		if (signal instanceof PermitGranted) {
			return permitGranted(state);
		}
		if (signal instanceof OpenCalled) {
			return openCalled(state, now);
		}
		if (signal instanceof Ready) {
			return ready(state, now);
		}
		if (signal instanceof Returned<T> returned) {
			return returned(state, returned, now);
		}
		if (signal instanceof Failed<T> failed) {
			return failed(state, failed, now, random);
		}
		if (signal instanceof Lost<T> lost) {
			return lost(state, lost.failure(), now, random);
		}
		if (signal instanceof TimedOut<T> timedOut) {
			return timedOut(state, timedOut.failure(), now, random);
		}
		if (signal instanceof RetryDue) {
			return retryDue(state, now);
		}
		if (signal instanceof StableReached) {
			return stableReached(state, now);
		}
		if (signal instanceof CloseGraceOver) {
			return (state instanceof AwaitingClose<T> awaiting) ? this.transitions.requestPermit(awaiting)
					: Step.stay(state);
		}
		return drained(state, now, random);
	}

	// Commands of users

	private Step<T> start(State<T> state, long now) {
		if (state instanceof Stopped || state instanceof Suspended) {
			return this.transitions.attempt(state, state.progress().resumed(), List.of(), now);
		}
		if (state instanceof Stopping<T> stopping && stopping.next() == Next.STOP) {
			return Step.stay(stopping.then(Next.START, stopping.since()));
		}
		return Step.stay(state);
	}

	private Step<T> stop(State<T> state, long now) {
		if (state instanceof Stopped || state instanceof Closed) {
			return new Step<>(state, List.of(new CompleteStops<>()));
		}
		if (state instanceof Stopping<T> stopping) {
			return (stopping.next() == Next.CLOSE) ? Step.stay(stopping)
					: this.transitions.giveUp(stopping, Next.STOP, null, List.of(), now);
		}
		if (state instanceof Connected<T> connected) {
			return this.transitions.drain(connected, Next.STOP, now);
		}
		State<T> left = this.transitions.leaveOnRequest(state);
		return this.transitions.end(left, new Stopped<>(left.progress().stopped(), now), left.exitEffects(), now);
	}

	private Step<T> reconnect(State<T> state, long now) {
		if (state instanceof Connected<T> connected) {
			return this.transitions.drain(connected,
					this.transitions.isStable(connected, now) ? Next.START : Next.RETRY, now);
		}
		if (state instanceof Waiting<T> waiting) {
			return this.transitions.attempt(waiting, waiting.progress(), waiting.exitEffects(), now);
		}
		if (state instanceof Suspended) {
			return this.transitions.attempt(state, state.progress().resumed(), List.of(), now);
		}
		return Step.stay(state);
	}

	private Step<T> close(State<T> state, long now) {
		if (state instanceof Closed) {
			return new Step<>(state, List.of(new CompleteStops<>()));
		}
		if (state instanceof Stopping<T> stopping) {
			return this.transitions.giveUp(stopping, Next.CLOSE, null, List.of(), now);
		}
		if (state instanceof Connected<T> connected) {
			return this.transitions.drain(connected, Next.CLOSE, now);
		}
		State<T> left = this.transitions.leaveOnRequest(state);
		return this.transitions.end(left, new Closed<>(left.progress().stopped(), now), left.exitEffects(), now);
	}

	// Signals of an attempt

	/**
	 * Handles a signal of an attempt that was left: closes a connection that it brings,
	 * and forgets a call that has returned.
	 */
	private Step<T> stale(State<T> state, Signal<T> signal, long now) {
		if (!(signal instanceof Returned || signal instanceof Failed)) {
			return Step.stay(state);
		}
		OutstandingCalls calls = state.progress().calls().openReturned(signal.generation());
		List<Effect<T>> effects = List.of();
		if (signal instanceof Returned<T> returned) {
			calls = calls.closeRequested(signal.generation());
			effects = List.of(new CloseConnection<>(returned.connection()));
		}
		RetryProgress progress = state.progress().with(calls);
		if (progress == state.progress()) {
			return new Step<>(state, effects);
		}
		return this.transitions.resumeIfPossible(state.with(progress), effects, now);
	}

	private Step<T> permitGranted(State<T> state) {
		if (state instanceof AwaitingPermit) {
			return new Step<>(new AwaitingWorker<>(state.progress(), state.since()),
					List.of(new CallOpen<>(state.progress().generation())));
		}
		return Step.stay(state);
	}

	private Step<T> openCalled(State<T> state, long now) {
		if (state instanceof AwaitingWorker) {
			long timeout = this.transitions.settings().timeout().toNanos();
			Deadline deadline = new Deadline(Purpose.TIMEOUT, now + timeout);
			return new Step<>(new Opening<>(state.progress(), state.since(), now, deadline),
					List.of(new SetTimer<>(deadline, timeout)));
		}
		return Step.stay(state);
	}

	private Step<T> ready(State<T> state, long now) {
		if (state instanceof Opening<T> opening) {
			return Step.stay(new OpeningReady<>(opening.progress(), opening.since(), opening.openCalledAt(),
					opening.deadline()));
		}
		if (state instanceof Opened<T> opened) {
			return this.transitions.connected(opened, opened.connection(), now);
		}
		return Step.stay(state);
	}

	private Step<T> returned(State<T> state, Returned<T> returned, long now) {
		if (state instanceof Opening<T> opening) {
			return Step.stay(new Opened<>(opening.progress(), opening.since(), opening.openCalledAt(),
					opening.deadline(), returned.connection()));
		}
		if (state instanceof OpeningReady<T> opening) {
			return this.transitions.connected(opening, returned.connection(), now);
		}
		return stale(state, returned, now);
	}

	private Step<T> failed(State<T> state, Failed<T> failed, long now, DoubleSupplier random) {
		if (state instanceof Opening || state instanceof OpeningReady) {
			return this.transitions.attemptFailed((Connecting<T>) state, false, failed.failure(), now, random);
		}
		return stale(state, failed, now);
	}

	private Step<T> lost(State<T> state, Failure failure, long now, DoubleSupplier random) {
		if (state instanceof Attempting<T> attempting) {
			return this.transitions.attemptFailed(attempting, attempting.isOpenRunning(), failure, now, random);
		}
		if (state instanceof Connected<T> connected) {
			return this.transitions.connectionLost(connected, failure, now, random);
		}
		if (state instanceof Draining<T> draining) {
			return new Step<>(draining.lost(), List.of(new CloseConnection<>(draining.connection())));
		}
		return Step.stay(state);
	}

	// Timers

	private Step<T> timedOut(State<T> state, Failure failure, long now, DoubleSupplier random) {
		if (state instanceof Attempting<T> attempting) {
			return this.transitions.attemptFailed(attempting, attempting.isOpenRunning(), failure, now, random);
		}
		return Step.stay(state);
	}

	private Step<T> retryDue(State<T> state, long now) {
		if (state instanceof Waiting<T> waiting) {
			return this.transitions.attempt(waiting, waiting.progress(), waiting.exitEffects(), now);
		}
		if (state instanceof AwaitingReturn<T> awaiting) {
			return this.transitions.begin(awaiting, awaiting.progress(), awaiting.exitEffects(), now);
		}
		return Step.stay(state);
	}

	private Step<T> stableReached(State<T> state, long now) {
		if (state instanceof Connected<T> connected && connected.deadline() != null) {
			List<Effect<T>> effects = new ArrayList<>(connected.exitEffects());
			this.transitions.endOutage(connected, now, effects);
			return new Step<>(
					new Connected<>(connected.progress().outageOver(), connected.since(), connected.connection(), null),
					effects);
		}
		return Step.stay(state);
	}

	/** Every subscriber has released the connection, or the time to do so has expired. */
	private Step<T> drained(State<T> state, long now, DoubleSupplier random) {
		if (!(state instanceof Stopping<T> stopping)) {
			return Step.stay(state);
		}
		List<Effect<T>> effects = new ArrayList<>(stopping.exitEffects());
		RetryProgress progress = (stopping instanceof Draining) ? stopping.progress().closing() : stopping.progress();
		return switch (stopping.next()) {
			case CLOSE -> this.transitions.end(stopping, new Closed<>(progress.stopped(), now), effects, now);
			case STOP -> {
				effects.add(new CompleteStops<>());
				yield new Step<>(new Stopped<>(progress.stopped(), stopping.since()), effects);
			}
			case STANDBY -> {
				effects.add(new CompleteStops<>());
				yield new Step<>(new Standby<>(progress.stopped(), stopping.since()), effects);
			}
			case START -> {
				effects.add(new CompleteStops<>());
				yield this.transitions.attempt(stopping, progress, effects, now);
			}
			case RETRY -> {
				effects.add(new CompleteStops<>());
				yield this.transitions.backOff(stopping, progress, null, effects, Optional.empty(), now, random);
			}
		};
	}

	// Calls of the connector

	/**
	 * Handles progress of a call that the next attempt may have to wait for.
	 */
	private Step<T> called(State<T> state, OutstandingCalls calls, long now) {
		return this.transitions.resumeIfPossible(state.with(state.progress().with(calls)), List.of(), now);
	}

}
