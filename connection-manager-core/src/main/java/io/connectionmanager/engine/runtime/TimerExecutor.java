package io.connectionmanager.engine.runtime;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

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

	private static final Runnable NOTHING = () -> {
	};

	private final ScheduledThreadPoolExecutor executor;

	TimerExecutor(ThreadFactory threads) {
		this.executor = new ScheduledThreadPoolExecutor(1,
				(task) -> threads.newThread(() -> runOrLeaveSuccessor(task)));
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Runs the loop of the thread. If it fails because there is no memory for waiting,
	 * the thread stays until another one runs.
	 */
	private void runOrLeaveSuccessor(Runnable loop) {
		try {
			loop.run();
		}
		catch (Throwable ex) {
			while (!hasSuccessor()) {
				pause();
			}
		}
	}

	private boolean hasSuccessor() {
		try {
			return this.executor.isShutdown() || this.executor.prestartCoreThread() || this.executor.getPoolSize() > 0;
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
		try {
			ScheduledFuture<?> future = this.executor.schedule(task, Math.min(delayNanos, FARTHEST),
					TimeUnit.NANOSECONDS);
			return () -> {
				StackReserve.require();
				future.cancel(false);
			};
		}
		catch (RejectedExecutionException ex) {
			// Closed: nothing is due any more.
			return NOTHING;
		}
	}

	/**
	 * Runs a task periodically.
	 * @param task the task, which does not throw
	 * @param periodNanos the time between two runs
	 * @return cancels the task
	 */
	Runnable scheduleRepeatedly(Runnable task, long periodNanos) {
		try {
			ScheduledFuture<?> future = this.executor.scheduleWithFixedDelay(task, periodNanos, periodNanos,
					TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			return NOTHING;
		}
	}

	/**
	 * Starts the thread and keeps it, or lets it end when it is idle.
	 * @param keep whether to keep the thread
	 */
	void keepThread(boolean keep) {
		StackReserve.require();
		this.executor.allowCoreThreadTimeOut(!keep);
		if (keep && !this.executor.isShutdown()) {
			this.executor.prestartCoreThread();
		}
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}
