package io.connectionmanager.engine;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * One thread that keeps time, and ends when there is nothing to wait for.
 */
final class TimerThread implements Timer, AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	private final ScheduledThreadPoolExecutor executor;

	TimerThread(ThreadFactory threads) {
		// What comes after the end is not run, and nobody is told off for it.
		this.executor = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		ScheduledFuture<?> scheduled = this.executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}
