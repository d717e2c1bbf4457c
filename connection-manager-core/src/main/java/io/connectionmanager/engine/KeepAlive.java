package io.connectionmanager.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.FailureKind;
import io.connectionmanager.KeepAliveProbe;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Failures;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * The watch of one connection: a part beside the machine, which it feeds a loss. As a
 * task, it is the call of the probe.
 * <ul>
 * <li>A sign of life writes one timestamp and nothing else. The timer is set once for
 * each interval, and finds out when the latest sign came.</li>
 * <li>After an interval of silence, a worker calls the probe. The time to answer begins
 * when the probe was <em>due</em>, so a worker that is not free, or a probe that hangs,
 * cannot postpone a loss.</li>
 * <li>A probe that is still running when the watch ends is interrupted, and counts among
 * the abandoned calls until it returns.</li>
 * </ul>
 *
 * @param <C> the type of the connection
 */
final class KeepAlive<C> extends SerialTask implements AttemptExtras.Watch {

	private static final VarHandle LAST_SIGN;

	static {
		try {
			LAST_SIGN = MethodHandles.lookup().findVarHandle(KeepAlive.class, "lastSign", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private enum Phase {

		NEW, WATCHING, ENDED

	}

	private final ManagerContext<C> context;

	private final OpenConnections<C> connections;

	private final long generation;

	private final int attempt;

	/** When the latest sign of life came, by the ticker; never goes back. */
	private volatile long lastSign;

	/** Dropped at the end: it probably holds the connection. */
	private volatile @Nullable KeepAliveProbe probe;

	// Written inside the queue of the manager only.

	private volatile Phase phase = Phase.NEW;

	/** When the timer is due, by the ticker: the sweep does what a timer fails to do. */
	private volatile long wakeAt;

	private @Nullable Runnable timerCancellation;

	private boolean awaitsAnswer;

	/** When the probe that awaits its answer was due. */
	private long probeDue;

	// Belongs to the running thread.

	private boolean called;

	private @Nullable Throwable failure;

	// Guarded by this, like all that follows.

	/** The thread that is in the probe. */
	private @Nullable Thread prober;

	private boolean abandoned;

	/** Whether the machine counts the probe among the abandoned calls. */
	private boolean counted;

	private boolean returned;

	KeepAlive(ManagerContext<C> context, OpenConnections<C> connections, long generation, int attempt) {
		super(false);
		this.context = context;
		this.connections = connections;
		this.generation = generation;
		this.attempt = attempt;
		this.lastSign = context.runtime().nanos();
	}

	private ConnectionSettings.KeepAlive settings() {
		return this.context.settings().keepAlive();
	}

	/**
	 * Sets how to provoke a sign of life.
	 * @param probe the probe
	 */
	void probe(KeepAliveProbe probe) {
		if (this.phase != Phase.ENDED) {
			this.probe = probe;
		}
	}

	/** A sign of life. Neither locks nor allocates. */
	void alive() {
		long now = this.context.runtime().nanos();
		long last = this.lastSign;
		// A thread that was held up since it read the time must not turn it back.
		while (now - last > 0 && !LAST_SIGN.compareAndSet(this, last, now)) {
			last = this.lastSign;
		}
	}

	/** Begins the watch if the connection is ready, unless it has begun. */
	void beginIfReady() {
		if (this.phase == Phase.NEW && isCurrent()) {
			this.context.inQueue(this::begin);
		}
	}

	private boolean isCurrent() {
		ConnectionHandle<C> current = this.context.current();
		return current != null && current.generation() == this.generation;
	}

	private void begin(DeferredActions deferred) {
		if (this.phase == Phase.NEW) {
			alive();
			this.wakeAt = this.lastSign;
			this.phase = Phase.WATCHING;
			look(deferred);
		}
	}

	/** The attempt has ended before its connection was ready. */
	void discard() {
		this.phase = Phase.ENDED;
		this.probe = null;
	}

	// Inside the queue

	@Override
	public void end(DeferredActions deferred) {
		if (this.phase != Phase.ENDED) {
			deferred.addAction(this::abandonProbe);
			this.phase = Phase.ENDED;
			this.probe = null;
			cancelTimer();
		}
	}

	/**
	 * Sees what the time requires: nothing yet, a probe, or giving the connection up.
	 */
	private void look(DeferredActions deferred) {
		if (this.phase != Phase.WATCHING) {
			return;
		}
		if (!isCurrent()) {
			end(deferred);
			return;
		}
		if (isLost()) {
			deferred.add(this);
		}
		long interval = settings().interval().toNanos();
		long timeout = settings().timeout().toNanos();
		long now = this.context.runtime().nanos();
		long lastSign = this.lastSign;
		this.awaitsAnswer &= lastSign - this.probeDue < 0;
		if (!this.awaitsAnswer) {
			long due = lastSign + interval;
			if (now - due < 0) {
				wakeAt(due, now);
				return;
			}
			// A timer that is so late must not leave the peer without any time at all.
			this.probeDue = (now - due < timeout) ? due : now;
			this.awaitsAnswer = true;
			// One that hangs is not called a second time.
			if (isIdle() && request()) {
				deferred.add(this);
			}
		}
		long deadline = this.probeDue + timeout;
		if (now - deadline < 0) {
			// Before that, a sign may have come after which another probe is due.
			wakeAt((deadline - now < interval) ? deadline : now + interval, now);
		}
		else {
			deferred.addAction(() -> lose(now - lastSign));
		}
	}

	private void wakeAt(long at, long now) {
		EngineRuntime runtime = this.context.runtime();
		this.wakeAt = at;
		cancelTimer();
		this.timerCancellation = runtime.schedule(() -> this.context.inQueue(this::look), Math.max(at - now, 0));
		runtime.sweep().watch(isQueued() ? now : at);
	}

	private void cancelTimer() {
		Runnable cancellation = this.timerCancellation;
		this.timerCancellation = null;
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
	}

	// Outside the queue

	@Override
	public void lookAfterOverdue() {
		beginIfReady();
		if (this.phase == Phase.WATCHING) {
			EngineRuntime runtime = this.context.runtime();
			if (isQueued() || runtime.nanos() - this.wakeAt >= 0) {
				this.context.inQueue(this::look);
			}
			else {
				runtime.sweep().watch(this.wakeAt);
			}
		}
	}

	/**
	 * The kind needs no classifier, which could hold the timer up. The loss comes before
	 * the interrupt of the probe, which may end the connection and report another loss.
	 */
	private void lose(long silence) {
		try {
			Throwable cause = Failures.keepAliveTimeout(this.context.name(), this.attempt, silence, settings());
			this.context.feed(new Input.Lost<>(this.generation, new Failure(cause, FailureKind.LIVENESS)));
		}
		finally {
			abandonProbe();
		}
	}

	/**
	 * Interrupts the probe if it is running: nobody waits for it any more.
	 */
	private void abandonProbe() {
		AbandonedCalls calls = this.connections.abandonedCalls();
		long now = this.context.runtime().nanos();
		synchronized (this) {
			if (this.prober == null || this.abandoned) {
				return;
			}
			calls.add(this);
			calls.hangs(this, this.prober, now);
			this.abandoned = true;
			this.prober.interrupt();
		}
		boolean fed = false;
		try {
			this.context.feed(new Input.AbandonRequested<>(this.generation));
			fed = true;
		}
		finally {
			if (!fed) {
				calls.remove(this);
			}
		}
		boolean over;
		synchronized (this) {
			this.counted = true;
			over = this.returned;
		}
		if (over) {
			hasReturned();
		}
	}

	// The probe, on a worker

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.PROBE, this);
	}

	@Override
	protected void perform() {
		if (!this.called) {
			call();
		}
		if (this.failure != null && this.phase == Phase.WATCHING) {
			lost(this.failure);
		}
		this.failure = null;
		hasReturned();
		this.called = false;
	}

	private void call() {
		KeepAliveProbe probe = this.probe;
		if (probe == null) {
			return;
		}
		// Entered before it counts as called: there may be no memory for the scope.
		CallbackScope scope = CallbackScope.enter(this.context);
		try {
			if (enter()) {
				this.called = true;
				probe.probe();
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			try {
				scope.exit();
			}
			finally {
				leave();
			}
		}
	}

	private synchronized boolean enter() {
		if (this.phase == Phase.ENDED) {
			return false;
		}
		this.prober = Thread.currentThread();
		return true;
	}

	/**
	 * Records that the probe has returned. An interrupt that was meant for it must not
	 * reach whatever the thread does next.
	 */
	private void leave() {
		synchronized (this) {
			this.prober = null;
			if (!this.abandoned) {
				return;
			}
			Thread.interrupted();
			this.returned = true;
			// It was interrupted, and says so.
			this.failure = null;
		}
		this.connections.abandonedCalls().returned(this);
	}

	private void lost(Throwable cause) {
		Failure failure = this.context.classify(this.generation, cause);
		if (failure != null) {
			boolean vague = failure.kind() == FailureKind.OTHER || failure.kind() == FailureKind.REQUESTED;
			this.context
				.feed(new Input.Lost<>(this.generation, vague ? new Failure(cause, FailureKind.LIVENESS) : failure));
		}
	}

	/** An abandoned probe counts until it has returned, and not before it counts. */
	private void hasReturned() {
		synchronized (this) {
			if (!this.counted || !this.returned) {
				return;
			}
		}
		AbandonedCalls calls = this.connections.abandonedCalls();
		if (calls.contains(this)) {
			this.context.feed(new Input.AbandonReturned<>(this.generation));
			calls.remove(this);
		}
	}

	@Override
	public String toString() {
		return "keep-alive probe of connection '%s'".formatted(this.context.name());
	}

}
