package io.connectionmanager.engine.runtime;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;

/**
 * The runtime as the engine uses it. A part that the application supplied may fail: a
 * task is then rejected or never runs, and the {@link Sweep} recovers it.
 */
public final class EngineRuntime implements ConnectionRuntime {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final Runnable NOTHING = () -> {
	};

	private final Workers workers;

	private final Timer timer;

	private final SuppliedTime time;

	private final Clock clock;

	private final ConnectLimit limit;

	private final Sweep sweep;

	private final ThreadFactory extraThreads;

	/** Whether {@code close()} does anything: a runtime that is shared by all stays. */
	private final boolean closeable;

	EngineRuntime(Workers workers, Timer timer, SuppliedTime time, Clock clock, int permits, double perSecond,
			String threadNamePrefix, boolean closeable) {
		this.workers = workers;
		this.timer = timer;
		this.time = time;
		this.clock = clock;
		this.closeable = closeable;
		this.extraThreads = Threads.daemon(threadNamePrefix + "extra-");
		this.limit = new ConnectLimit(permits, perSecond, this::schedule, workers.handOver(), time::nanos);
		this.sweep = new Sweep(this::lookAfterOverdue, timer, time::nanos,
				() -> new TimerExecutor(Threads.daemon(threadNamePrefix + "timer-")));
	}

	/**
	 * Casts a runtime to the engine's own type.
	 * @param runtime a runtime
	 * @return the runtime
	 * @throws IllegalArgumentException if it has another type
	 */
	public static EngineRuntime of(ConnectionRuntime runtime) {
		if (runtime instanceof EngineRuntime engineRuntime) {
			return engineRuntime;
		}
		throw new IllegalArgumentException("runtime must come from ConnectionRuntime.builder() or shared(), but is "
				+ runtime.getClass().getName());
	}

	/**
	 * Submits a task to a worker.
	 * @param work the kind of work
	 * @param task the task
	 * @return whether it was accepted; a rejection may be temporary
	 */
	public boolean tryExecute(Work work, Runnable task) {
		return tryExecute(this.workers.of(work), task);
	}

	/**
	 * Submits a task to a worker, also from the timer's thread, on which a supplied
	 * worker may not run it at once.
	 * @param work the kind of work
	 * @param task the task
	 * @return whether it was accepted; it may still be rejected by a supplied worker
	 */
	public boolean tryExecuteFromAnyThread(Work work, Runnable task) {
		return mustHandOver(false) ? tryHandOver(() -> tryExecute(work, task)) : tryExecute(work, task);
	}

	/**
	 * Returns the executor of a kind of work.
	 * @param work the work
	 * @return the executor
	 */
	public Executor executor(Work work) {
		return this.workers.of(work);
	}

	/**
	 * Submits a task to an executor.
	 * @param executor the executor
	 * @param task the task
	 * @return whether it was accepted; a rejection may be temporary
	 */
	public boolean tryExecute(Executor executor, Runnable task) {
		try {
			executor.execute(task);
			return true;
		}
		catch (Throwable ex) {
			UncaughtFailures.catchAll(() -> logger.debug("No worker for {} now", task, ex));
			return false;
		}
	}

	/**
	 * Returns whether the current thread must not call executors of the application: it
	 * is the timer's, and what they run at once would hold up everybody's timers.
	 * @param ownExecutors whether there are executors other than the workers to be called
	 * @return whether {@link #tryHandOver} is to be called
	 */
	public boolean mustHandOver(boolean ownExecutors) {
		return (ownExecutors || this.workers.areSupplied()) && this.timer instanceof TimerExecutor own
				&& own.isCurrentThread();
	}

	/**
	 * Has another thread do something that may call executors of the application.
	 * @param action what is to be done
	 * @return whether it will
	 */
	public boolean tryHandOver(Runnable action) {
		return tryExecute(this.workers.handOver(), action);
	}

	/**
	 * Notes that an abandoned call of {@code open} holds a worker, or that it has
	 * returned.
	 * @param held whether it holds a worker
	 */
	public void openingIsAbandoned(boolean held) {
		this.workers.exemptOpening(held);
	}

	/**
	 * Schedules a task. If the timer fails, the task never runs, and the sweep recovers
	 * what is overdue.
	 * @param task the task
	 * @param delayNanos the delay in nanoseconds
	 * @return cancels the task; may throw if the timer was supplied
	 */
	public Runnable schedule(Runnable task, long delayNanos) {
		try {
			return this.timer.schedule(task, delayNanos);
		}
		catch (Throwable ex) {
			UncaughtFailures.log("the timer", ex);
			return NOTHING;
		}
	}

	/**
	 * Runs a task on a new thread, for use when no worker is available.
	 * @param task the task
	 */
	public void runOnNewThread(Runnable task) {
		this.extraThreads.newThread(task).start();
	}

	/**
	 * Returns the time of the ticker.
	 * @return the time in nanoseconds
	 */
	public long nanos() {
		return this.time.nanos();
	}

	/**
	 * Returns the time of the wall clock.
	 * @return the time
	 */
	public Instant instant() {
		return this.time.instant();
	}

	/**
	 * Returns a random number.
	 * @return a number from 0 (inclusive) to 1 (exclusive)
	 */
	public double random() {
		return this.time.random();
	}

	/**
	 * Returns the connect limit.
	 * @return the limit
	 */
	public ConnectLimit limit() {
		return this.limit;
	}

	/**
	 * Returns the sweep, which recovers overdue work.
	 * @return the sweep
	 */
	public Sweep sweep() {
		return this.sweep;
	}

	private void lookAfterOverdue() {
		this.workers.lookAfterWaiting();
		this.limit.lookAfterOverdue();
	}

	@Override
	public Clock clock() {
		return this.clock;
	}

	@Override
	public LongSupplier ticker() {
		return this.time::nanos;
	}

	@Override
	public Timer timer() {
		return this::schedule;
	}

	@Override
	public boolean isInCallbackOf(ConnectionManager<?> manager) {
		return CallbackScope.isInside(manager);
	}

	@Override
	public void close() {
		if (this.closeable) {
			this.sweep.close();
			this.workers.end();
			if (this.timer instanceof TimerExecutor own) {
				own.close();
			}
		}
	}

}
