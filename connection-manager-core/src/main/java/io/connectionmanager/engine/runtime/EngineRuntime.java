package io.connectionmanager.engine.runtime;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;

/**
 * What a manager gets of the world. Where an application has supplied a part of it, that
 * part may fail: then a task is refused or never runs, and the {@link Sweep} finds it.
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

	/** Closes what the runtime owns; nothing where the runtime is shared by all. */
	private final Runnable closing;

	EngineRuntime(Workers workers, Timer timer, SuppliedTime time, Clock clock, int permits, double perSecond,
			Runnable closing) {
		this.workers = workers;
		this.timer = timer;
		this.time = time;
		this.clock = clock;
		this.closing = closing;
		this.limit = new ConnectLimit(permits, perSecond, this::schedule, workers.notification(), time::nanos);
		this.sweep = new Sweep(this::lookAfterOverdue, timer, time::nanos);
	}

	/**
	 * Returns a runtime as one that the engine can work with.
	 * @param runtime a runtime
	 * @return the runtime
	 * @throws IllegalArgumentException if it is of another make
	 */
	public static EngineRuntime of(ConnectionRuntime runtime) {
		if (runtime instanceof EngineRuntime engineRuntime) {
			return engineRuntime;
		}
		throw new IllegalArgumentException("runtime must come from ConnectionRuntime.builder() or shared(), but is "
				+ runtime.getClass().getName());
	}

	/**
	 * Hands a task to a worker.
	 * @param work what the task does
	 * @param task the task
	 * @return whether it was accepted; a refusal may be for a moment only
	 */
	public boolean tryExecute(Work work, Runnable task) {
		return tryExecute(this.workers.of(work), task);
	}

	/**
	 * Returns who does a kind of work.
	 * @param work the work
	 * @return the executor
	 */
	public Executor executor(Work work) {
		return this.workers.of(work);
	}

	/**
	 * Hands a task to an executor.
	 * @param executor the executor
	 * @param task the task
	 * @return whether it was accepted; a refusal may be for a moment only
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
	 * Notes that an abandoned call of {@code open} holds a worker, or that it has
	 * returned.
	 * @param held whether it holds a worker
	 */
	public void openingIsAbandoned(boolean held) {
		this.workers.exemptOpening(held);
	}

	/**
	 * Schedules a task. Where the timer fails the task never runs, and the sweep finds
	 * what is overdue.
	 * @param task the task
	 * @param delayNanos the delay in nanoseconds
	 * @return cancels the task; a supplied timer's may throw
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
	 * Runs a task on a thread made for it, where no worker can be had.
	 * @param task the task
	 */
	public void runOnNewThread(Runnable task) {
		Threads.daemon("connection-manager-extra-").newThread(task).start();
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
	 * Returns who looks after what is overdue.
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
	public void close() {
		this.closing.run();
	}

}
