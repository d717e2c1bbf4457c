package io.connectionmanager.engine.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.FailureKind;
import io.connectionmanager.RetryAfterException;
import io.connectionmanager.engine.machine.Deadline.Purpose;
import io.connectionmanager.engine.machine.Effect.Announce;
import io.connectionmanager.engine.machine.Effect.CancelTimer;
import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.CompleteStops;
import io.connectionmanager.engine.machine.Effect.EndAttempt;
import io.connectionmanager.engine.machine.Effect.EndOutage;
import io.connectionmanager.engine.machine.Effect.NotifySubscribers;
import io.connectionmanager.engine.machine.Effect.ReleaseConnection;
import io.connectionmanager.engine.machine.Effect.RequestPermit;
import io.connectionmanager.engine.machine.Effect.Retire;
import io.connectionmanager.engine.machine.Effect.SetTimer;
import io.connectionmanager.engine.machine.Effect.WarnOfHangingCalls;
import io.connectionmanager.engine.machine.State.Attempting;
import io.connectionmanager.engine.machine.State.AwaitingClose;
import io.connectionmanager.engine.machine.State.AwaitingPermit;
import io.connectionmanager.engine.machine.State.AwaitingRetry;
import io.connectionmanager.engine.machine.State.AwaitingReturn;
import io.connectionmanager.engine.machine.State.Closed;
import io.connectionmanager.engine.machine.State.Connected;
import io.connectionmanager.engine.machine.State.Connecting;
import io.connectionmanager.engine.machine.State.Draining;
import io.connectionmanager.engine.machine.State.Opened;
import io.connectionmanager.engine.machine.State.Standby;
import io.connectionmanager.engine.machine.State.Stopping;
import io.connectionmanager.engine.machine.State.Suspended;
import io.connectionmanager.engine.machine.State.Waiting;

/**
 * The transitions of the {@link Machine} from one state to another, with their effects.
 *
 * @param settings the settings of the manager
 * @param policy the order of its endpoints
 * @param exclusive whether its connection is exclusive
 * @param <T> what stands for a connection
 */
record Transitions<T>(ConnectionSettings settings, EndpointPolicy policy, boolean exclusive) {

	/**
	 * The maximum time that too many abandoned calls delay the next attempt, in
	 * nanoseconds.
	 */
	private static final long RETURN_PATIENCE = 3_600_000_000_000L;

	/** Continues with whatever waited for a call that has returned. */
	Step<T> resumeIfPossible(State<T> state, List<Effect<T>> before, long now) {
		OutstandingCalls calls = state.progress().calls();
		if (state instanceof AwaitingReturn<T> awaiting && !calls.tooMany(now)) {
			return begin(awaiting, awaiting.progress(), concat(before, awaiting.exitEffects()), now);
		}
		if (state instanceof AwaitingClose<T> awaiting) {
			if (calls.closingsAllow(now)) {
				Step<T> step = requestPermit(awaiting);
				return new Step<>(step.next(), concat(before, step.effects()));
			}
			List<Effect<T>> effects = new ArrayList<>(before);
			effects.addAll(awaiting.exitEffects());
			return new Step<>(awaitClose(awaiting.progress(), awaiting.since(), effects, now), effects);
		}
		return new Step<>(state, before);
	}

	private State<T> awaitClose(RetryProgress progress, long since, List<Effect<T>> effects, long now) {
		if (progress.calls().closeIsUncalled()) {
			return new AwaitingClose<>(progress, since, null);
		}
		Deadline deadline = new Deadline(Purpose.CLOSE_GRACE, progress.calls().closeGraceEnds(now));
		effects.add(new SetTimer<>(deadline, deadline.at() - now));
		return new AwaitingClose<>(progress, since, deadline);
	}

	Step<T> requestPermit(AwaitingClose<T> state) {
		RetryProgress progress = state.progress();
		List<Effect<T>> effects = new ArrayList<>(state.exitEffects());
		effects.add(new RequestPermit<>());
		return new Step<>(new AwaitingPermit<>(progress, state.since()), effects);
	}

	// Transitions

	Step<T> attempt(State<T> from, RetryProgress progress, List<Effect<T>> before, long now) {
		if (this.exclusive && progress.token() == null) {
			return standBy(from, progress, null, before, now);
		}
		if (progress.calls().tooMany(now)) {
			List<Effect<T>> effects = new ArrayList<>(before);
			long patience = RETURN_PATIENCE;
			Deadline deadline = new Deadline(Purpose.RETRY, now + patience);
			State<T> next = new AwaitingReturn<>(progress, (from instanceof AwaitingRetry) ? from.since() : now,
					deadline);
			effects.add(new SetTimer<>(deadline, patience));
			effects.add(new WarnOfHangingCalls<>());
			if (from.publicState() != next.publicState()) {
				effects.add(announce(from, next, null, Optional.empty(), Optional.empty(), now));
			}
			return new Step<>(next, effects);
		}
		return begin(from, progress, before, now);
	}

	/** Waits for the token without which no attempt at an exclusive connection begins. */
	Step<T> standBy(State<T> from, RetryProgress progress, @Nullable Failure failure, List<Effect<T>> before,
			long now) {
		List<Effect<T>> effects = new ArrayList<>(before);
		State<T> next = new Standby<>(progress.stopped(), now);
		effects.add(announce(from, next, failure, kindOf(failure), Optional.empty(), now));
		progress.outageSince().ifPresent((since) -> effects.add(new EndOutage<>(0, now - since)));
		return new Step<>(next, effects);
	}

	Step<T> begin(State<T> from, RetryProgress progress, List<Effect<T>> before, long now) {
		RetryProgress begun = progress.attemptBegun();
		List<Effect<T>> effects = new ArrayList<>(before);
		State<T> next;
		if (begun.calls().closingsAllow(now)) {
			next = new AwaitingPermit<>(begun, now);
			effects.add(new RequestPermit<>());
		}
		else {
			next = awaitClose(begun, now, effects, now);
		}
		effects.add(announce(from, next, null, Optional.empty(), Optional.empty(), now));
		return new Step<>(next, effects);
	}

	Step<T> connected(Attempting<T> from, T connection, long now) {
		RetryProgress progress = from.progress().connected();
		List<Effect<T>> effects = new ArrayList<>();
		effects.add(new CancelTimer<>());
		effects.add(new EndAttempt<>(progress.generation(), true));
		long stableAfter = this.settings.stableAfter().toNanos();
		Deadline stableAt = null;
		if (progress.outageSince().isPresent() && stableAfter > 0) {
			stableAt = new Deadline(Purpose.STABLE, now + stableAfter);
			effects.add(new SetTimer<>(stableAt, stableAfter));
		}
		Connected<T> next = new Connected<>(progress, now, connection, stableAt);
		effects.add(new NotifySubscribers<>());
		effects.add(announce(from, next, null, Optional.empty(), Optional.of(connection), now));
		if (stableAfter == 0) {
			endOutage(next, now, effects);
			next = new Connected<>(progress.outageOver(), now, connection, null);
		}
		return new Step<>(next, effects);
	}

	Step<T> attemptFailed(Connecting<T> from, boolean openRuns, Failure failure, long now, DoubleSupplier random) {
		State<T> left = openRuns ? abandon(from) : from;
		if (from instanceof Opened) {
			left = from.with(from.progress().closing());
		}
		RetryProgress progress = left.progress().attemptFailed(failure, now);
		boolean usedUp = progress.consecutiveFailures() >= this.settings.maxAttempts();
		return backOffOrSuspend(from, progress, failure, usedUp, from.exitEffects(), Optional.empty(), now, random);
	}

	Step<T> connectionLost(Connected<T> from, Failure failure, long now, DoubleSupplier random) {
		List<Effect<T>> effects = new ArrayList<>(from.exitEffects());
		RetryProgress progress = leave(from, now, effects).closing().lost(failure, now);
		effects.add(new CloseConnection<>(from.connection()));
		effects.add(new NotifySubscribers<>());
		return backOffOrSuspend(from, progress, failure, false, effects, Optional.of(from.connection()), now, random);
	}

	private Step<T> backOffOrSuspend(State<T> from, RetryProgress progress, Failure failure, boolean usedUp,
			List<Effect<T>> before, Optional<T> connection, long now, DoubleSupplier random) {
		if (usedUp || Failures.find(failure.cause(), ConnectionRejectedException.class) != null) {
			List<Effect<T>> effects = new ArrayList<>(before);
			State<T> next = new Suspended<>(progress.withToken(null), now);
			effects.add(announce(from, next, failure, Optional.of(failure.kind()), connection, now));
			return new Step<>(next, effects);
		}
		return backOff(from, progress, failure, before, connection, now, random);
	}

	Step<T> backOff(State<T> from, RetryProgress progress, @Nullable Failure failure, List<Effect<T>> before,
			Optional<T> connection, long now, DoubleSupplier random) {
		List<Effect<T>> effects = new ArrayList<>(before);
		RetryProgress waiting = progress.waiting();
		long delay = delay(waiting.delayNumber(), failure, random);
		Deadline deadline = new Deadline(Purpose.RETRY, now + delay);
		State<T> next = new Waiting<>(waiting, now, deadline);
		effects.add(new SetTimer<>(deadline, delay));
		FailureKind kind = (failure != null) ? failure.kind() : FailureKind.REQUESTED;
		effects.add(announce(from, next, failure, Optional.of(kind), connection, now));
		return new Step<>(next, effects);
	}

	private long delay(int number, @Nullable Failure failure, DoubleSupplier random) {
		Duration delay = this.settings.backoff().delay(number, random.getAsDouble());
		if (failure != null) {
			if (failure.kind() == FailureKind.AUTHENTICATION) {
				delay = longer(delay, this.settings.authenticationDelay());
			}
			RetryAfterException hint = Failures.find(failure.cause(), RetryAfterException.class);
			Duration retryAfter = (hint != null) ? retryAfter(hint) : null;
			if (retryAfter != null) {
				delay = longer(delay, shorter(retryAfter, this.settings.maxRetryAfter()));
			}
		}
		return delay.toNanos();
	}

	/** The hint of a subclass may be anything. */
	private static @Nullable Duration retryAfter(RetryAfterException hint) {
		try {
			return hint.retryAfter();
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? other : one;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? other : one;
	}

	Step<T> drain(Connected<T> from, Next next, long now) {
		List<Effect<T>> effects = new ArrayList<>(from.exitEffects());
		RetryProgress progress = leave(from, now, effects);
		if (next == Next.RETRY) {
			progress = progress.replaced(now);
		}
		long drainTimeout = this.settings.drainTimeout().toNanos();
		Deadline deadline = new Deadline(Purpose.DRAIN, now + drainTimeout);
		State<T> draining = new Draining<>(progress, now, from.connection(), next, deadline);
		effects.add(new SetTimer<>(deadline, drainTimeout));
		effects.add(new NotifySubscribers<>());
		effects.add(new ReleaseConnection<>(from.connection()));
		effects.add(announce(from, draining, null, Optional.of(FailureKind.REQUESTED), Optional.of(from.connection()),
				now));
		if (next != Next.START && next != Next.RETRY) {
			endOutage(progress, from, now, effects);
			draining = draining.with(progress.unwanted());
		}
		return new Step<>(draining, effects);
	}

	/** What was to follow a connection that is being given up is no longer wanted. */
	Step<T> giveUp(Stopping<T> from, Next next, @Nullable Failure failure, List<Effect<T>> before, long now) {
		List<Effect<T>> effects = new ArrayList<>(before);
		Stopping<T> to = from.then(next, from.since());
		if (to.publicState() != from.publicState()) {
			to = from.then(next, now);
			effects.add(announce(from, to, failure, kindOf(failure), Optional.empty(), now));
		}
		from.progress().outageSince().ifPresent((since) -> effects.add(new EndOutage<>(0, now - since)));
		return new Step<>(to.with(from.progress().unwanted()), effects);
	}

	/** The progress after a connection has ended, as stable or as a flap. */
	RetryProgress leave(Connected<T> from, long now, List<Effect<T>> effects) {
		if (!isStable(from, now)) {
			return from.progress().flapped();
		}
		if (from.progress().outageSince().isPresent()) {
			endOutage(from, now, effects);
		}
		return from.progress().stableEnded(this.policy);
	}

	/** Ends an outage that is ongoing although the connection was up. */
	void endOutage(RetryProgress progress, Connected<T> connected, long now, List<Effect<T>> effects) {
		if (progress.outageSince().isPresent()) {
			endOutage(connected, now, effects);
		}
	}

	void endOutage(Connected<T> connected, long now, List<Effect<T>> effects) {
		connected.progress()
			.outageSince()
			.ifPresent((since) -> effects.add(new EndOutage<>(now - connected.since(), connected.since() - since)));
	}

	/** The progress after an attempt was given up on request. */
	State<T> leaveOnRequest(State<T> state) {
		if (state instanceof Opened) {
			return state.with(state.progress().closing());
		}
		return (state instanceof Attempting<T> attempting) ? abandon(attempting) : state;
	}

	private State<T> abandon(State<T> state) {
		RetryProgress progress = state.progress();
		return state.with(progress.with(progress.calls().openAbandoned(progress.generation())));
	}

	Step<T> end(State<T> from, State<T> next, List<Effect<T>> before, long now) {
		List<Effect<T>> effects = new ArrayList<>(before);
		effects.add(announce(from, next, null, Optional.empty(), Optional.empty(), now));
		if (!(from instanceof Stopping)) {
			from.progress().outageSince().ifPresent((since) -> effects.add(new EndOutage<>(0, now - since)));
		}
		effects.add(new CompleteStops<>());
		if (next instanceof Closed) {
			effects.add(new Retire<>());
		}
		return new Step<>(next, effects);
	}

	Effect<T> announce(State<T> from, State<T> to, @Nullable Failure failure, Optional<FailureKind> kind,
			Optional<T> connection, long now) {
		return new Announce<>(from.publicState(), to.publicState(), to.progress().attempt(),
				Optional.ofNullable(failure).map(Failure::cause), kind, connection, now - from.since());
	}

	private static Optional<FailureKind> kindOf(@Nullable Failure failure) {
		return Optional.ofNullable(failure).map(Failure::kind);
	}

	boolean isStable(Connected<T> state, long now) {
		return now - state.since() >= this.settings.stableAfter().toNanos();
	}

	private static <E> List<E> concat(List<E> first, List<E> second) {
		if (first.isEmpty()) {
			return second;
		}
		List<E> both = new ArrayList<>(first);
		both.addAll(second);
		return both;
	}

}
