package io.connectionmanager.engine;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.engine.machine.Deadline;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.machine.Machine;
import io.connectionmanager.engine.machine.State;
import io.connectionmanager.engine.machine.State.Attempting;
import io.connectionmanager.engine.machine.State.Stopping;
import io.connectionmanager.engine.machine.Step;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialQueue;
import io.connectionmanager.engine.runtime.Sweep;

/**
 * The shell around the {@link Machine}.
 * <ul>
 * <li><b>Deciding</b> is optimistic. A thread lets the machine decide on the published
 * state, and publishes the next state if no other thread was faster; otherwise it decides
 * again. A caller therefore sees the effect of its own call, no lock is held during a
 * decision, and an input that meets an error has changed nothing.</li>
 * <li><b>Effects</b> are queued in the same step as the state that they belong to, and
 * carried out in order by one thread at a time. User code (connector, subscriber,
 * listener, executor) never runs inside the queue; it is deferred until the thread has
 * left.</li>
 * <li><b>Recovery.</b> The {@link #sweep()} finds whatever an error prevented in
 * between.</li>
 * </ul>
 *
 * @param <C> the type of the connection
 */
abstract class DecisionLoop<C> extends Sweep.Member implements ManagerContext<C> {

	private final ConnectionSettings settings;

	private final EngineRuntime runtime;

	/**
	 * Its monitor is held while a decision is published, and for nothing that takes
	 * longer.
	 */
	final SerialQueue<EffectBatch<C>> queue = new SerialQueue<>();

	/** Touched only inside the queue. */
	private final EffectHandler<C> effects;

	private volatile PublishedState<C> published;

	/** Whether the sweep may have something to recover. Written inside the queue. */
	private volatile boolean unsettled;

	/** What is to be fed again. Written with the monitor of the queue held. */
	private volatile @Nullable Unfed unfed;

	DecisionLoop(ConnectionSettings settings, EngineRuntime runtime, List<ConnectionListener> listeners) {
		this.settings = settings;
		this.runtime = runtime;
		this.published = PublishedState.initial(Machine.initial(runtime.nanos()), runtime.instant());
		this.effects = new EffectHandler<>(this, listeners);
	}

	final PublishedState<C> published() {
		return this.published;
	}

	/**
	 * Returns the published state, after having decided what the expired lease of an
	 * exclusive connection leads to. So nothing is decided, and no connection handed out,
	 * past the deadline, also by a thread that was paused.
	 */
	final PublishedState<C> upToDate() {
		return isExclusive() ? upToDate(exclusivity()) : this.published;
	}

	/**
	 * Whether there is an exclusivity. Not asked by its type: where no manager is
	 * exclusive, that class is not loaded, and the compiler inlines no method that has it
	 * in its signature.
	 */
	abstract boolean isExclusive();

	private PublishedState<C> upToDate(@Nullable Exclusivity<C> exclusivity) {
		PublishedState<C> now = this.published;
		while (exclusivity != null && exclusivity.hasExpired(now.state())) {
			exclusivity.expire(now.state());
			now = this.published;
		}
		return now;
	}

	/** Only the manager of an exclusive connection has one. */
	abstract @Nullable Exclusivity<C> exclusivity();

	@Override
	public final ConnectionSettings settings() {
		return this.settings;
	}

	@Override
	public final EngineRuntime runtime() {
		return this.runtime;
	}

	/** Cancels the subscriptions of subscribers that have been collected. */
	abstract void purge();

	/**
	 * Feeds the machine that an attempt has timed out.
	 * @param state the attempt
	 * @param overdue for how long, in nanoseconds
	 * @param reported whether somebody else may be about to
	 */
	abstract void timedOut(Attempting<ConnectionHandle<C>> state, long overdue, boolean reported);

	abstract EndpointPolicy endpointPolicy();

	/** Does something that may ask a classifier of the application. */
	abstract void classifying(Runnable action);

	// Deciding

	@Override
	public final boolean feed(Input<ConnectionHandle<C>> input) {
		return feed(input, null);
	}

	/**
	 * Feeds the machine.
	 * @param input what happened
	 * @param stop the request whose stage completes with the stop, or {@code null}
	 * @return whether the input made a difference
	 */
	final boolean feed(Input<ConnectionHandle<C>> input, @Nullable StopRequest stop) {
		purge();
		Exclusivity<C> exclusivity = exclusivity();
		if (exclusivity != null && input instanceof Input.OpenCalled) {
			// The group may have changed its mind just before the token was accepted.
			exclusivity.claimChanged();
		}
		while (true) {
			PublishedState<C> before = (input instanceof Input.LeaseLost) ? this.published : upToDate();
			Step<ConnectionHandle<C>> step = machine().step(before.state(), input, now(before.state()),
					this.runtime::random);
			boolean changed = step.next() != before.state();
			if (!changed && step.effects().isEmpty() && stop == null) {
				return false;
			}
			PublishedState<C> after = changed ? before.next(step.next(), this.runtime) : before;
			EffectBatch<C> batch = (step.effects().isEmpty() && stop == null) ? null : EffectBatch
				.of((stop != null) ? (deferred) -> this.effects.addStop(stop) : null, step.effects(), after);
			if (publish(before, after, batch)) {
				if (batch != null) {
					drain();
				}
				else {
					// What it waited for was the last thing, and had no effects.
					leaveSweepIfAtRest();
				}
				if (exclusivity != null) {
					exclusivity.decided(before.state(), after.state());
				}
				return changed;
			}
		}
	}

	/**
	 * Returns the time of the ticker, but not earlier than a state was entered: another
	 * thread may have read a later time and used it first.
	 */
	final long now(State<?> state) {
		long now = this.runtime.nanos();
		return (now - state.since() < 0) ? state.since() : now;
	}

	private boolean publish(PublishedState<C> before, PublishedState<C> after, @Nullable EffectBatch<C> batch) {
		ConnectionHandle<C> gone = (before.ready() != null && after.ready() == null) ? before.ready() : null;
		Failure failure = (after.state() instanceof Stopping) ? null : after.state().progress().lastFailure();
		synchronized (this.queue) {
			if (this.published != before) {
				return false;
			}
			if (gone != null) {
				gone.endedBy((failure != null) ? failure.cause() : null);
			}
			if (batch != null) {
				this.queue.add(batch);
			}
			// This write makes the decision. Nothing that could fail may follow it.
			this.published = after;
			return true;
		}
	}

	// It has no state, so it need not be kept.
	private Machine<ConnectionHandle<C>> machine() {
		return new Machine<>(this.settings, endpointPolicy(), exclusivity() != null);
	}

	@Override
	public final void deadlineReached() {
		deadlineReached(false);
	}

	private void deadlineReached(boolean again) {
		State<ConnectionHandle<C>> state = this.published.state();
		Deadline deadline = state.deadline();
		if (deadline == null) {
			return;
		}
		long overdue = this.runtime.nanos() - deadline.at();
		if (overdue < 0) {
			// A timer that keeps another time, or one of a state that was left.
			post((effects, deferred) -> setTimerAgain(deadline, effects));
			return;
		}
		if (state instanceof Attempting<ConnectionHandle<C>> attempting) {
			timedOut(attempting, overdue, again);
			return;
		}
		long generation = state.progress().generation();
		feed(switch (deadline.purpose()) {
			case TIMEOUT -> throw new AssertionError(state);
			case RETRY -> new Input.RetryDue<>(generation);
			case DRAIN -> new Input.DrainExpired<>(generation);
			case STABLE -> new Input.StableReached<>(generation);
			case CLOSE_GRACE -> new Input.CloseGraceOver<>(generation);
		});
	}

	private void setTimerAgain(Deadline deadline, EffectHandler<C> effects) {
		if (this.published.state().deadline() == deadline) {
			effects.setTimer(Math.max(deadline.at() - this.runtime.nanos(), 0));
		}
	}

	// Effects

	/**
	 * Runs an action inside the queue.
	 * @param action the action
	 */
	final void post(QueueAction<C> action) {
		inQueue((deferred) -> action.run(this.effects, deferred));
	}

	@Override
	public final void inQueue(Consumer<DeferredActions> action) {
		this.queue.add(EffectBatch.of(action));
		drain();
	}

	/**
	 * Carries out the queued effects, unless another thread is doing so. Never throws.
	 */
	private void drain() {
		try {
			DeferredActions deferred = new DeferredActions();
			this.queue.drain((batch) -> {
				this.unsettled |= batch.isDecision();
				batch.carryOut(this.effects, deferred);
			});
			if (!deferred.isEmpty()) {
				deferred.run(this.runtime);
			}
			if (this.unsettled) {
				Deadline deadline = this.published.state().deadline();
				this.runtime.sweep().watch((deadline != null) ? deadline.at() : this.runtime.nanos());
			}
		}
		catch (Throwable ex) {
			// The stack or the heap is exhausted: the sweep continues from here.
		}
	}

	// Recovery

	@Override
	public final void feedLater(Unfed unfed) {
		synchronized (this.queue) {
			Unfed last = null;
			for (Unfed other = this.unfed; other != null; other = other.next) {
				if (other == unfed) {
					return;
				}
				last = other;
			}
			if (last != null) {
				last.next = unfed;
			}
			else {
				this.unfed = unfed;
			}
		}
		this.unsettled = true;
		try {
			this.runtime.sweep().watch(this.runtime.nanos());
		}
		catch (Throwable ex) {
			// The stack or the heap is used up.
		}
	}

	private void feedAgain() {
		Unfed last = null;
		synchronized (this.queue) {
			for (Unfed other = this.unfed; other != null; other = other.next) {
				last = other;
			}
		}
		Unfed unfed = null;
		while (unfed != last) {
			synchronized (this.queue) {
				unfed = this.unfed;
				this.unfed = (unfed != null) ? unfed.next : null;
			}
			if (unfed == null) {
				return;
			}
			unfed.next = null;
			unfed.feedAgain();
		}
	}

	@Override
	public final void settle() {
		sweep();
	}

	@Override
	protected final void sweep() {
		purge();
		if (this.unfed != null) {
			classifying(this::feedAgain);
		}
		if (this.unsettled || this.queue.isStalled()) {
			deadlineReached(true);
			post(this::repeatLost);
		}
		AttemptExtras extras = extras();
		AttemptExtras.Watch watch = (extras != null) ? extras.watch() : null;
		if (watch != null) {
			watch.lookAfterOverdue();
		}
		leaveSweepIfAtRest();
	}

	private void repeatLost(EffectHandler<C> effects, DeferredActions deferred) {
		PublishedState<C> now = this.published;
		this.unsettled = !effects.repeatLost(now, deferred) || now.state().deadline() != null;
		if (isAtRest()) {
			deferred.addAction(this::leaveSweepIfAtRest);
		}
	}

	/**
	 * Removes a stopped manager with nothing to recover from the sweep.
	 */
	final void leaveSweepIfAtRest() {
		if (isAtRest()) {
			this.runtime.sweep().remove(this);
			if (!isAtRest()) {
				this.runtime.sweep().add(this);
			}
		}
	}

	private boolean isAtRest() {
		State<ConnectionHandle<C>> state = this.published.state();
		boolean resting = state.publicState() == ConnectionState.STOPPED
				|| state.publicState() == ConnectionState.CLOSED;
		// An open that has not returned may bring a connection that is to be closed.
		return resting && !this.unsettled && this.unfed == null && !(state instanceof Stopping)
				&& state.progress().calls().abandonedOpens().isEmpty();
	}

	/**
	 * An action that runs inside the queue.
	 *
	 * @param <C> the type of the connection
	 */
	@FunctionalInterface
	interface QueueAction<C> {

		void run(EffectHandler<C> effects, DeferredActions deferred);

	}

}
