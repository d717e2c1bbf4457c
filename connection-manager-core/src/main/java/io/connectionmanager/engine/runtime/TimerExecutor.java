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
 * One thread that keeps time. It ends when there has been nothing to wait for in a while,
 * unless it was {@link #keepThread told to stay}: where a thread is needed most there may
 * be none to be had.
 */
final class TimerExecutor implements Timer, AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	/** Times further apart could not be compared. */
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
	 * Runs the thread's loop. If that fails, for want of memory to wait with or to queue
	 * the next run of what is repeated, the thread stays until there is another and the
	 * repetition goes on.
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

	/** The run that failed last may have been the last of its repetition. */
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
			// Then it tries again at once.
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
	 * Runs a task again and again, whatever it throws. There is one such task at a time.
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
				// Should it be in the queue nevertheless, it ends there by itself.
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
	 * Starts the thread and has it stay, or lets it end when it is idle.
	 * @param keep whether the thread is to stay
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

	/** What is repeated, until another takes its place. */
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
