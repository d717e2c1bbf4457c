package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectTimeoutException;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.engine.Effect.Announce;
import io.connectionmanager.engine.Effect.CallOpen;
import io.connectionmanager.engine.Effect.CancelTimer;
import io.connectionmanager.engine.Effect.CloseConnection;
import io.connectionmanager.engine.Effect.CompleteStops;
import io.connectionmanager.engine.Effect.EndAttempt;
import io.connectionmanager.engine.Effect.Enlist;
import io.connectionmanager.engine.Effect.Retire;
import io.connectionmanager.engine.Effect.SetTimer;
import io.connectionmanager.engine.Effect.TellSubscribers;
import io.connectionmanager.engine.Input.Admitted;
import io.connectionmanager.engine.Input.DrainExpired;
import io.connectionmanager.engine.Input.Failed;
import io.connectionmanager.engine.Input.Lost;
import io.connectionmanager.engine.Input.OpenCalled;
import io.connectionmanager.engine.Input.Ready;
import io.connectionmanager.engine.Input.Reconnect;
import io.connectionmanager.engine.Input.RetryDue;
import io.connectionmanager.engine.Input.Returned;
import io.connectionmanager.engine.Input.Signal;
import io.connectionmanager.engine.Input.Start;
import io.connectionmanager.engine.Input.Stop;
import io.connectionmanager.engine.Input.TimedOut;
import io.connectionmanager.engine.State.Afterwards;
import io.connectionmanager.engine.State.Closed;
import io.connectionmanager.engine.State.Connected;
import io.connectionmanager.engine.State.Connecting;
import io.connectionmanager.engine.State.Draining;
import io.connectionmanager.engine.State.DrainingLost;
import io.connectionmanager.engine.State.Leaving;
import io.connectionmanager.engine.State.Opened;
import io.connectionmanager.engine.State.Opening;
import io.connectionmanager.engine.State.OpeningReady;
import io.connectionmanager.engine.State.Queued;
import io.connectionmanager.engine.State.Stopped;
import io.connectionmanager.engine.State.Suspended;
import io.connectionmanager.engine.State.Underway;
import io.connectionmanager.engine.State.Waiting;

/**
 * Decides what a manager does: a pure function from a state, an input and the time to the
 * next state and effects. It does no I/O, reads no clock, takes no lock and starts no
 * thread, so it can be tabulated (see {@code docs/state-machine.md}) and explored
 * exhaustively.
 * <p>
 * There is a method for each input. What a state does not mention it ignores.
 *
 * @param <T> what stands for a connection
 */
final class Machine<T> {

	static {
		// Loaded in time: an attempt may fail because no file can be opened any more.
		lost("");
		new ConnectTimeoutException("", false);
	}

	private final String name;

	private final ConnectionSettings settings;

	Machine(String name, ConnectionSettings settings) {
		this.name = name;
		this.settings = settings;
	}

	/**
	 * Returns the state of a manager that was just built.
	 * @param now the time of the ticker, in nanoseconds
	 * @return the state
	 */
	State<T> initial(long now) {
		return new Stopped<>(Ledger.EMPTY, now);
	}

	/**
	 * Decides.
	 * @param state the state
	 * @param input what happened
	 * @param now the time of the ticker, in nanoseconds
	 * @param chance a random number from 0 (inclusive) to 1 (exclusive), for the jitter
	 * @return the next state and what is to be done
	 */
	Step<T> step(State<T> state, Input<T> input, long now, double chance) {
		if (input instanceof Signal<T> signal) {
			boolean stale = state instanceof Closed || signal.generation() != state.ledger().generation();
			return stale ? stale(state, signal) : signal(state, signal, now, chance);
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
		return close(state, now);
	}

	private Step<T> signal(State<T> state, Signal<T> signal, long now, double chance) {
		if (signal instanceof Admitted) {
			return admitted(state);
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
			return failed(state, failed, now, chance);
		}
		if (signal instanceof Lost<T> lost) {
			return lost(state, lost, now, chance);
		}
		if (signal instanceof TimedOut) {
			return timedOut(state, now, chance);
		}
		if (signal instanceof RetryDue) {
			return retryDue(state, now);
		}
		return drained(state, now);
	}

	/**
	 * A signal of an attempt that was left: nothing but what it brought is of interest.
	 */
	private Step<T> stale(State<T> state, Signal<T> signal) {
		if (signal instanceof Returned<T> returned) {
			return new Step<>(state, List.of(new CloseConnection<>(returned.connection())));
		}
		return Step.stay(state);
	}

	// What users ask for

	private Step<T> start(State<T> state, long now) {
		if (state instanceof Stopped || state instanceof Suspended) {
			return attempt(state, state.ledger().resumed(), List.of(), now);
		}
		if (state instanceof Leaving<T> leaving && leaving.afterwards() == Afterwards.STOP) {
			return Step.stay(leaving.then(Afterwards.START));
		}
		return Step.stay(state);
	}

	private Step<T> stop(State<T> state, long now) {
		if (state instanceof Stopped || state instanceof Closed) {
			return new Step<>(state, List.of(new CompleteStops<>()));
		}
		if (state instanceof Leaving<T> leaving) {
			return Step.stay((leaving.afterwards() == Afterwards.START) ? leaving.then(Afterwards.STOP) : leaving);
		}
		if (state instanceof Connected<T> connected) {
			return drain(connected, Afterwards.STOP, now);
		}
		return end(state, new Stopped<>(state.ledger().stopped(), now), state.givingUp(), now);
	}

	private Step<T> reconnect(State<T> state, long now) {
		if (state instanceof Connected<T> connected) {
			return drain(connected, Afterwards.START, now);
		}
		if (state instanceof Waiting || state instanceof Suspended) {
			Ledger ledger = state.ledger();
			return attempt(state, (state instanceof Suspended) ? ledger.resumed() : ledger, state.givingUp(), now);
		}
		return Step.stay(state);
	}

	private Step<T> close(State<T> state, long now) {
		if (state instanceof Closed) {
			return new Step<>(state, List.of(new CompleteStops<>()));
		}
		if (state instanceof Leaving<T> leaving) {
			return Step.stay(leaving.then(Afterwards.CLOSE));
		}
		if (state instanceof Connected<T> connected) {
			return drain(connected, Afterwards.CLOSE, now);
		}
		return end(state, new Closed<>(state.ledger().stopped(), now), state.givingUp(), now);
	}

	// What an attempt signals

	private Step<T> admitted(State<T> state) {
		if (state instanceof Queued) {
			return new Step<>(state, List.of(new CallOpen<>(state.ledger().generation())));
		}
		return Step.stay(state);
	}

	private Step<T> openCalled(State<T> state, long now) {
		if (state instanceof Queued) {
			Ledger ledger = state.ledger();
			return new Step<>(new Opening<>(ledger, state.since(), now),
					List.of(new SetTimer<>(new TimedOut<>(ledger.generation()), this.settings.timeout().toNanos())));
		}
		return Step.stay(state);
	}

	private Step<T> ready(State<T> state, long now) {
		if (state instanceof Opening<T> opening) {
			return Step.stay(new OpeningReady<>(opening.ledger(), opening.since(), opening.openCalledAt()));
		}
		if (state instanceof Opened<T> opened) {
			return connected(opened, opened.connection(), now);
		}
		return Step.stay(state);
	}

	private Step<T> returned(State<T> state, Returned<T> returned, long now) {
		if (state instanceof Opening<T> opening) {
			return Step
				.stay(new Opened<>(opening.ledger(), opening.since(), opening.openCalledAt(), returned.connection()));
		}
		if (state instanceof OpeningReady<T> opening) {
			return connected(opening, returned.connection(), now);
		}
		return stale(state, returned);
	}

	private Step<T> failed(State<T> state, Failed<T> failed, long now, double chance) {
		if (state instanceof Connecting<T> connecting) {
			return attemptFailed(connecting, failed.cause(), now, chance);
		}
		return Step.stay(state);
	}

	private Step<T> lost(State<T> state, Lost<T> lost, long now, double chance) {
		if (state instanceof Connecting<T> connecting) {
			Throwable cause = (lost.cause() != null) ? lost.cause() : lost("Attempt " + connecting.ledger().attempt()
					+ " of connection '" + this.name + "' ended before it was ready, no reason given");
			return attemptFailed(connecting, cause, now, chance);
		}
		if (state instanceof Connected<T> connected) {
			return connectionLost(connected, lost.cause(), now, chance);
		}
		if (state instanceof Draining<T> draining) {
			return new Step<>(new DrainingLost<>(draining.ledger(), draining.since(), draining.afterwards()),
					List.of(new CloseConnection<>(draining.connection())));
		}
		return Step.stay(state);
	}

	// What time brings

	private Step<T> timedOut(State<T> state, long now, double chance) {
		if (state instanceof Underway<T> attempt) {
			return attemptFailed(attempt, timeout(attempt, now), now, chance);
		}
		return Step.stay(state);
	}

	private Step<T> retryDue(State<T> state, long now) {
		if (state instanceof Waiting) {
			return attempt(state, state.ledger(), state.givingUp(), now);
		}
		return Step.stay(state);
	}

	/** All have heard that the connection is gone, or have had their time to. */
	private Step<T> drained(State<T> state, long now) {
		if (!(state instanceof Leaving<T> leaving)) {
			return Step.stay(state);
		}
		List<Effect<T>> effects = new ArrayList<>(leaving.givingUp());
		if (leaving.afterwards() == Afterwards.CLOSE) {
			return end(leaving, new Closed<>(leaving.ledger(), now), effects, now);
		}
		effects.add(new CompleteStops<>());
		if (leaving.afterwards() == Afterwards.START) {
			return attempt(leaving, leaving.ledger(), effects, now);
		}
		return new Step<>(new Stopped<>(leaving.ledger(), leaving.since()), effects);
	}

	// Transitions

	private Step<T> attempt(State<T> from, Ledger ledger, List<Effect<T>> before, long now) {
		Ledger begun = ledger.attemptBegun();
		List<Effect<T>> effects = new ArrayList<>(before);
		State<T> next = new Queued<>(begun, now);
		effects.add(new Enlist<>(begun.generation(), begun.attempt()));
		effects.add(announce(from, next, Optional.empty(), Optional.empty(), now));
		return new Step<>(next, effects);
	}

	private Step<T> connected(Connecting<T> from, T connection, long now) {
		Ledger ledger = from.ledger().connected();
		State<T> next = new Connected<>(ledger, now, connection);
		return new Step<>(next, List.of(new CancelTimer<>(), new EndAttempt<>(ledger.generation()),
				new TellSubscribers<>(), announce(from, next, Optional.empty(), Optional.of(connection), now)));
	}

	private Step<T> attemptFailed(Connecting<T> from, Throwable cause, long now, double chance) {
		Ledger ledger = from.ledger().attemptFailed(cause);
		boolean usedUp = ledger.failedInARow() >= this.settings.maxAttempts();
		return retreat(from, ledger, cause, usedUp, from.givingUp(), Optional.empty(), now, chance);
	}

	private Step<T> connectionLost(Connected<T> from, @Nullable Throwable reason, long now, double chance) {
		Throwable cause = (reason != null) ? reason : lost("Connection '" + this.name + "' was lost after "
				+ Spans.format(now - from.since()) + ", no reason given");
		Ledger ledger = from.ledger().lost(cause, isStable(from, now));
		return retreat(from, ledger, cause, false,
				List.of(new CloseConnection<>(from.connection()), new TellSubscribers<>()),
				Optional.of(from.connection()), now, chance);
	}

	/** Waits for the next attempt, or gives up where there is no point in one. */
	private Step<T> retreat(State<T> from, Ledger ledger, Throwable cause, boolean usedUp, List<Effect<T>> before,
			Optional<T> connection, long now, double chance) {
		List<Effect<T>> effects = new ArrayList<>(before);
		State<T> next;
		if (usedUp || cause instanceof ConnectionRejectedException) {
			next = new Suspended<>(ledger, now);
		}
		else {
			Ledger waiting = ledger.waiting();
			long delay = delay(waiting.delays(), chance);
			next = new Waiting<>(waiting, now, delay);
			effects.add(new SetTimer<>(new RetryDue<>(waiting.generation()), delay));
		}
		effects.add(announce(from, next, Optional.of(cause), connection, now));
		return new Step<>(next, effects);
	}

	private Step<T> drain(Connected<T> from, Afterwards afterwards, long now) {
		Ledger ledger = from.ledger().dropped(isStable(from, now));
		State<T> next = new Draining<>(ledger, now, from.connection(), afterwards);
		return new Step<>(next,
				List.of(new SetTimer<>(new DrainExpired<>(ledger.generation()), this.settings.drainTimeout().toNanos()),
						new TellSubscribers<>(),
						announce(from, next, Optional.empty(), Optional.of(from.connection()), now)));
	}

	private Step<T> end(State<T> from, State<T> next, List<Effect<T>> before, long now) {
		List<Effect<T>> effects = new ArrayList<>(before);
		effects.add(announce(from, next, Optional.empty(), Optional.empty(), now));
		effects.add(new CompleteStops<>());
		if (next instanceof Closed) {
			effects.add(new Retire<>());
		}
		return new Step<>(next, effects);
	}

	private Effect<T> announce(State<T> from, State<T> to, Optional<Throwable> cause, Optional<T> connection,
			long now) {
		return new Announce<>(from.shown(), to.shown(), to.ledger().attempt(), cause, connection, now - from.since());
	}

	private boolean isStable(Connected<T> state, long now) {
		return now - state.since() >= this.settings.stableAfter().toNanos();
	}

	/** The n-th delay of an outage, stretched and never shortened. */
	private long delay(int n, double chance) {
		ConnectionSettings.Backoff backoff = this.settings.backoff();
		double growth = Math.min(Math.pow(backoff.multiplier(), n - 1), Double.MAX_VALUE);
		double base = this.settings.reconnectAfter().toNanos() * growth;
		double capped = Math.min(base, backoff.maxDelay().toNanos());
		return (long) Math.ceil(capped * (1 + backoff.jitter() * chance));
	}

	// Subscribers wait for what is made here. Its stack would lead to a mailbox and not
	// to
	// a reason, and a manager that waits would hold it for as long.

	private static ConnectionLostException lost(String message) {
		return new ConnectionLostException(message, null, false);
	}

	private ConnectTimeoutException timeout(Underway<T> attempt, long now) {
		return new ConnectTimeoutException("Attempt " + attempt.ledger().attempt() + " of connection '" + this.name
				+ "' was not ready after " + Spans.format(now - attempt.openCalledAt()) + " (timeout "
				+ Spans.format(this.settings.timeout()) + "): " + attempt.howFar(), false);
	}

}
