package io.connectionmanager.engine.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.NotifySubscribers;
import io.connectionmanager.engine.machine.Input.LeaseLost;
import io.connectionmanager.engine.machine.State.Connected;
import io.connectionmanager.engine.machine.State.Draining;
import io.connectionmanager.engine.machine.State.Standby;
import io.connectionmanager.engine.machine.State.Stopping;

/**
 * The transitions of the {@link Machine} when the right to an exclusive connection comes
 * and goes. A token is accepted only while standing by, and whatever applies to another
 * token is ignored.
 *
 * @param transitions the other transitions
 * @param <T> what stands for a connection
 */
record ClaimTransitions<T>(Transitions<T> transitions) {

	Step<T> granted(State<T> state, long token, long now) {
		if (state instanceof Standby) {
			return this.transitions.attempt(state, state.progress().withToken(token), List.of(), now);
		}
		return Step.stay(state);
	}

	/** Gives the connection up as a stop does, and then stands by. */
	Step<T> handOver(State<T> state, long token, long now) {
		if (!isHeld(state, token)) {
			return Step.stay(state);
		}
		if (state instanceof Connected<T> connected) {
			return this.transitions.drain(connected, Next.STANDBY, now);
		}
		if (state instanceof Stopping<T> stopping) {
			return isToReturn(stopping) ? this.transitions.giveUp(stopping, Next.STANDBY, null, List.of(), now)
					: Step.stay(state);
		}
		State<T> left = this.transitions.leaveOnRequest(state);
		return this.transitions.standBy(left, left.progress(), null, left.exitEffects(), now);
	}

	/** Closes the connection at once, and abandons an attempt. */
	Step<T> leaseLost(State<T> state, LeaseLost<T> lost, long now) {
		Failure failure = lost.failure();
		if (!isHeld(state, lost.token())) {
			return Step.stay(state);
		}
		if (state instanceof Connected<T> connected) {
			return connectionLost(connected, failure, now);
		}
		if (state instanceof Stopping<T> stopping) {
			return stoppingLost(stopping, failure, now);
		}
		State<T> left = this.transitions.leaveOnRequest(state);
		return this.transitions.standBy(left, left.progress().leaseLost(failure), failure, left.exitEffects(), now);
	}

	private Step<T> connectionLost(Connected<T> from, Failure failure, long now) {
		List<Effect<T>> effects = new ArrayList<>(from.exitEffects());
		RetryProgress progress = this.transitions.leave(from, now, effects).closing().leaseLost(failure);
		effects.add(new CloseConnection<>(from.connection()));
		effects.add(new NotifySubscribers<>());
		State<T> next = new Standby<>(progress.stopped(), now);
		effects.add(this.transitions.announce(from, next, failure, Optional.of(failure.kind()),
				Optional.of(from.connection()), now));
		this.transitions.endOutage(progress, from, now, effects);
		return new Step<>(next, effects);
	}

	private Step<T> stoppingLost(Stopping<T> from, Failure failure, long now) {
		List<Effect<T>> effects = List.of();
		Stopping<T> left = from;
		if (from instanceof Draining<T> draining) {
			effects = List.of(new CloseConnection<>(draining.connection()));
			left = draining.lost();
		}
		if (isToReturn(from)) {
			return this.transitions.giveUp(left.with(left.progress().leaseLost(failure)), Next.STANDBY, failure,
					effects, now);
		}
		return new Step<>(left.with(left.progress().withToken(null)), effects);
	}

	private static boolean isToReturn(Stopping<?> state) {
		return state.next() == Next.START || state.next() == Next.RETRY;
	}

	private static boolean isHeld(State<?> state, long token) {
		Long held = state.progress().token();
		return held != null && held == token;
	}

}
