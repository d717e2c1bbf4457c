package io.connectionmanager.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Subscription;
import io.connectionmanager.engine.machine.Effect;
import io.connectionmanager.engine.machine.Effect.Announce;
import io.connectionmanager.engine.machine.Effect.CallOpen;
import io.connectionmanager.engine.machine.Effect.CancelTimer;
import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.CompleteStops;
import io.connectionmanager.engine.machine.Effect.EndAttempt;
import io.connectionmanager.engine.machine.Effect.EndOutage;
import io.connectionmanager.engine.machine.Effect.NotifySubscribers;
import io.connectionmanager.engine.machine.Effect.ReleaseConnection;
import io.connectionmanager.engine.machine.Effect.RequestPermit;
import io.connectionmanager.engine.machine.Effect.SetTimer;
import io.connectionmanager.engine.machine.Effect.WarnOfHangingCalls;
import io.connectionmanager.engine.machine.OutstandingCalls;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.notify.Listeners;
import io.connectionmanager.engine.notify.ManagedSubscription;
import io.connectionmanager.engine.notify.Subscriptions;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * The handler that carries out the effects of the machine. Touched only inside the serial
 * queue of the manager; whatever may run user code is deferred. An effect that throws is
 * carried out again, so each effect does first what may fail, and last what must not be
 * done twice.
 *
 * @param <C> the type of the connection
 */
final class EffectHandler<C> {

	private final ManagerContext<C> context;

	private final Subscriptions<C> subscriptions = new Subscriptions<>();

	private final Listeners listeners;

	private final OpenConnections<C> connections = new OpenConnections<>();

	/** The current attempt, until it ends. */
	private @Nullable Attempt<C> attempt;

	private @Nullable Runnable timerCancellation;

	/** Created for the first pending stop, and dropped after the last. */
	private @Nullable Stops stops;

	EffectHandler(ManagerContext<C> context, List<ConnectionListener> listeners) {
		this.context = context;
		this.listeners = new Listeners(context, listeners);
	}

	void carryOut(Effect<ConnectionHandle<C>> effect, PublishedState<C> state, DeferredActions deferred) {
		if (effect instanceof Announce<ConnectionHandle<C>> announce) {
			announce(announce, state);
		}
		else if (effect instanceof CancelTimer) {
			cancelTimer();
		}
		else if (effect instanceof SetTimer<ConnectionHandle<C>> setTimer) {
			setTimer(setTimer.delayNanos());
		}
		else if (effect instanceof RequestPermit) {
			requestPermit(state, deferred);
		}
		else if (effect instanceof CallOpen) {
			callOpen(deferred);
		}
		else if (effect instanceof EndAttempt<ConnectionHandle<C>> end) {
			endAttempt(end, deferred);
		}
		else if (effect instanceof NotifySubscribers) {
			if (state.ready() == null) {
				endWatch(state, deferred);
			}
			notifySubscribers(deferred);
		}
		else if (effect instanceof ReleaseConnection<ConnectionHandle<C>> release) {
			if (release.connection().release()) {
				deferred.addAction(() -> this.context.released(release.connection()));
			}
		}
		else if (effect instanceof CloseConnection<ConnectionHandle<C>> close) {
			close(close.connection(), deferred);
		}
		else if (effect instanceof EndOutage<ConnectionHandle<C>> endOutage) {
			this.listeners.announceOutageOver(this.context.runtime().instant().minusNanos(endOutage.endedNanosAgo()),
					Duration.ofNanos(endOutage.lengthNanos()));
		}
		else if (effect instanceof WarnOfHangingCalls) {
			warnOfHangingCalls(state, deferred);
		}
		else if (effect instanceof CompleteStops) {
			completeStops(deferred);
		}
		else {
			this.context.wakeWaiters();
		}
	}

	/** The connection is gone, and so is whatever watched it. */
	private void endWatch(PublishedState<C> state, DeferredActions deferred) {
		AttemptExtras extras = this.context.extras();
		if (extras != null && extras.generation() == state.state().progress().generation()) {
			AttemptExtras.Watch watch = extras.watch();
			if (watch != null) {
				watch.end(deferred);
			}
		}
	}

	private void notifySubscribers(DeferredActions deferred) {
		this.subscriptions.forEach((subscription) -> {
			if (subscription.request()) {
				deferred.addSubscription(subscription);
			}
		});
		this.context.wakeWaiters();
	}

	/**
	 * Notifies listeners of announced transitions. This is separate from the effects,
	 * which may be carried out again.
	 * @param deferred collects actions to run outside the queue
	 */
	void notifyListeners(DeferredActions deferred) {
		if (!this.listeners.haveNews()) {
			return;
		}
		if (this.listeners.shouldWarnOfBacklog()) {
			deferred.addAction(this.listeners::warnOfBacklog);
		}
		this.listeners.forEach((listener) -> {
			if (listener.request()) {
				deferred.add(listener);
			}
		});
		this.listeners.haveBeenRequested();
	}

	private void announce(Announce<ConnectionHandle<C>> announce, PublishedState<C> state) {
		ConnectionTransition transition = new ConnectionTransition(this.context.name(), announce.from(), announce.to(),
				announce.attempt(), announce.cause(), state.since(), Duration.ofNanos(announce.inPreviousNanos()),
				state.state().progress().generation(), announce.kind(), Optional.empty());
		this.listeners.announce(transition, announce.connection().map(ConnectionHandle::connection));
	}

	private void cancelTimer() {
		Runnable cancellation = this.timerCancellation;
		this.timerCancellation = null;
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
	}

	private void requestPermit(PublishedState<C> state, DeferredActions deferred) {
		Attempt<C> attempt = new Attempt<>(this.context, this.connections, state.state().progress());
		deferred.addAction(() -> this.context.runtime().limit().request(attempt.permit()));
		this.attempt = attempt;
	}

	private void callOpen(DeferredActions deferred) {
		Attempt<C> attempt = this.attempt;
		if (attempt != null && attempt.request()) {
			deferred.add(attempt);
		}
	}

	private void endAttempt(EndAttempt<ConnectionHandle<C>> end, DeferredActions deferred) {
		Attempt<C> attempt = this.attempt;
		if (attempt != null) {
			deferred.addAction(() -> attempt.end(end.ready()));
			if (end.ready()) {
				this.connections.forgetWarning();
			}
			this.attempt = null;
		}
	}

	private void warnOfHangingCalls(PublishedState<C> state, DeferredActions deferred) {
		AbandonedCalls calls = this.connections.abandonedCalls();
		if (calls.shouldWarn()) {
			OutstandingCalls outstanding = state.state().progress().calls();
			deferred.addAction(() -> HangingCallsWarning.log(this.context, outstanding, calls.oldest()));
		}
	}

	private void close(ConnectionHandle<C> handle, DeferredActions deferred) {
		CloseTask<C> task = this.connections.close(this.context, handle);
		if (task != null && task.request()) {
			deferred.add(task);
		}
	}

	/**
	 * Completes the stages of stop requests when the connections are closed and the
	 * listeners notified, or when the time for that has expired.
	 */
	private void completeStops(DeferredActions deferred) {
		Stops stops = this.stops;
		if (stops == null || stops.requests().isEmpty()) {
			return;
		}
		if (stops.joinLatest(moment())) {
			return;
		}
		long patience = this.context.settings().drainTimeout().toNanos();
		List<CloseTask<C>> closings = new ArrayList<>();
		this.connections.forEachClosing((task) -> {
			if (!task.isIdle() && !task.hasHungFor(OutstandingCalls.CLOSE_GRACE)) {
				closings.add(task);
			}
		});
		long now = this.context.runtime().nanos();
		StopCompletion completion = new StopCompletion(stops.requests(), closings.size() + 1, now + patience,
				this.context::settle);
		Runnable alarm = this.context.runtime().schedule(completion::expire, patience);
		completion.setTimerCancellation(alarm);
		this.listeners.whenAllHavePassed(completion::countDown);
		stops.await(completion, moment());
		closings.forEach((task) -> deferred.addAction(() -> task.whenReturned(completion::countDown)));
	}

	/** What stops wait for: two moments are equal where there is nothing more. */
	private Object moment() {
		return new Moment(this.listeners.announced(), this.connections.latestClosing());
	}

	private record Moment(int announced, @Nullable Object latestClosing) {
	}

	/**
	 * Adds a stop request, which the next element in the queue decides.
	 * @param stop the request
	 */
	void addStop(StopRequest stop) {
		Stops stops = (this.stops != null) ? this.stops : new Stops();
		stops.add(stop);
		this.stops = stops;
	}

	void join(ManagedSubscription<C> subscription, DeferredActions deferred) {
		if (subscription.isActive()) {
			this.subscriptions.add(subscription);
			if (subscription.requestAfterJoining()) {
				deferred.addSubscription(subscription);
			}
		}
	}

	@SuppressWarnings("unchecked")
	void remove(Subscription subscription) {
		this.subscriptions.remove((ManagedSubscription<C>) subscription);
	}

	/**
	 * Sets the timer again if it has fired too early.
	 * @param delayNanos the delay in nanoseconds
	 */
	void setTimer(long delayNanos) {
		cancelTimer();
		this.timerCancellation = this.context.runtime().schedule(this.context::deadlineReached, delayNanos);
	}

	/**
	 * Recovers what was lost or could not be done.
	 * @param state the published state
	 * @param deferred collects actions to run outside the queue
	 * @return whether nothing is left to recover
	 */
	boolean repeatLost(PublishedState<C> state, DeferredActions deferred) {
		boolean[] nothing = { true };
		Predicate<SerialTask> isLost = (task) -> {
			nothing[0] &= !task.isQueued();
			return task.isLost();
		};
		this.subscriptions.forEach((subscription) -> {
			if (isLost.test(subscription)) {
				deferred.addSubscription(subscription);
			}
		});
		Consumer<SerialTask> repeat = (task) -> {
			if (isLost.test(task)) {
				deferred.add(task);
			}
		};
		this.listeners.forEach(repeat);
		this.connections.forEachClosing(repeat);
		this.connections.forEachAbandonTask(repeat);
		Attempt<C> attempt = this.attempt;
		if (attempt != null) {
			repeat.accept(attempt);
			if (state.isAwaitingPermit()) {
				nothing[0] = false;
				deferred.addAction(() -> this.context.runtime().limit().request(attempt.permit()));
			}
		}
		Stops stops = this.stops;
		if (stops != null) {
			stops.repeatLost(this.context.runtime().nanos(), repeat);
			nothing[0] &= stops.isAtRest();
			this.stops = stops.isEmpty() ? null : stops;
		}
		if (nothing[0] && this.context.isClosed()) {
			this.subscriptions.clear();
		}
		return nothing[0];
	}

}
