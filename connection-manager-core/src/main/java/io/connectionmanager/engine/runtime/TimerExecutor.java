package io.connectionmanager.engine.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * A timer with one thread. The thread ends when there has been nothing to wait for in a
 * while, unless it is {@link #keepThread kept}: when a thread is needed most, it may be
 * impossible to start one.
 */
final class TimerExecutor implements Timer, AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	/** The maximum delay: times further apart could not be compared. */
	private static final long FARTHEST = Long.MAX_VALUE >> 1;

	private final ScheduledThreadPoolExecutor executor;

	private volatile boolean closed;

	/** The thread that runs tasks now. */
	private volatile @Nullable Thread thread;

	/** What is repeated now. */
	private volatile @Nullable Repetition repetition;

	TimerExecutor(ThreadFactory threads) {
		this.executor = new ScheduledThreadPoolExecutor(1,
				(task) -> threads.newThread(() -> runOrLeaveSuccessor(task)));
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Runs the loop of the thread. If it fails because there is no memory for waiting, or
	 * for queueing the next run of the repetition, the thread stays until another one
	 * runs and the repetition continues.
	 */
	private void runOrLeaveSuccessor(Runnable loop) {
		this.thread = Thread.currentThread();
		try {
			loop.run();
		}
		catch (Throwable ex) {
			while (!hasSuccessor() || !repeatsAgain()) {
				pause();
			}
		}
	}

	private boolean hasSuccessor() {
		try {
			return this.closed || this.executor.prestartCoreThread() || this.executor.getPoolSize() > 0;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	/**
	 * Repeats the task again: the failed run may have been the last of its repetition.
	 */
	private boolean repeatsAgain() {
		try {
			Repetition lost = this.repetition;
			if (lost != null) {
				repeat(lost, new Repetition(lost.task, lost.periodNanos));
			}
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	private synchronized void pause() {
		try {
			wait(50);
		}
		catch (Throwable ex) {
			// It then tries again at once.
		}
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		StackReserve.require();
		ScheduledFuture<?> future = this.executor.schedule(task, Math.min(delayNanos, FARTHEST), TimeUnit.NANOSECONDS);
		return () -> {
			StackReserve.require();
			future.cancel(false);
		};
	}

	/**
	 * Runs a task periodically, whatever it throws. There is one such task at a time.
	 * @param task the task
	 * @param periodNanos the time between two runs
	 * @return cancels the task
	 */
	Runnable scheduleRepeatedly(Runnable task, long periodNanos) {
		repeat(null, new Repetition(task, periodNanos));
		return this::endRepetition;
	}

	private synchronized void repeat(@Nullable Repetition before, Repetition next) {
		if (this.repetition != before || this.closed) {
			return;
		}
		boolean scheduled = false;
		this.repetition = next;
		try {
			next.future = this.executor.scheduleWithFixedDelay(next, next.periodNanos, next.periodNanos,
					TimeUnit.NANOSECONDS);
			scheduled = true;
		}
		finally {
			if (!scheduled) {
				// If it is in the queue nevertheless, it ends there on its own.
				this.repetition = before;
			}
		}
	}

	private synchronized void endRepetition() {
		Repetition ended = this.repetition;
		this.repetition = null;
		if (ended != null && ended.future != null) {
			ended.future.cancel(false);
		}
	}

	/**
	 * Starts the thread and keeps it, or lets it end when it is idle.
	 * @param keep whether to keep the thread
	 */
	void keepThread(boolean keep) {
		StackReserve.require();
		if (this.closed) {
			return;
		}
		this.executor.allowCoreThreadTimeOut(!keep);
		if (keep) {
			this.executor.prestartCoreThread();
		}
	}

	/**
	 * Returns whether the current thread is that of the timer, which must not run code of
	 * the application.
	 * @return whether it is
	 */
	boolean isCurrentThread() {
		return this.thread == Thread.currentThread();
	}

	/**
	 * Drops what is scheduled, and has the thread end. What is scheduled later, so that a
	 * stop comes to an end, gets a thread for as long as that takes.
	 */
	@Override
	public void close() {
		this.closed = true;
		endRepetition();
		this.executor.getQueue().clear();
		this.executor.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/** A repetition, which ends when another one replaces it. */
	private final class Repetition implements Runnable {

		private final Runnable task;

		private final long periodNanos;

		private @Nullable Future<?> future;

		private Repetition(Runnable task, long periodNanos) {
			this.task = task;
			this.periodNanos = periodNanos;
		}

		@Override
		public void run() {
			if (TimerExecutor.this.repetition != this) {
				throw new CancellationException();
			}
			UncaughtFailures.catchAll(this.task);
		}

	}

}
