package io.connectionmanager.nats;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.connector.ConnectorThreads;

/**
 * The threads of all clients. A client would start executors of its own at each attempt,
 * and not shut all of them down if it is interrupted while it closes. The threads are
 * daemons, and end when they are unused.
 */
final class NatsThreads {

	private static final long KEEP_ALIVE_SECONDS = 1;

	private static final ThreadFactory THREADS = ConnectorThreads.platform("connection-manager-nats-");

	private static final ExecutorService WORKERS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS,
			TimeUnit.SECONDS, new SynchronousQueue<>(), THREADS);

	private static final ScheduledExecutorService TIMER = createTimer();

	private static final ExecutorService CALLER = new CallingThread();

	private NatsThreads() {
	}

	/** Readers, writers, dispatchers, and whatever else may block. */
	static ExecutorService workers() {
		return WORKERS;
	}

	/** The timeouts of requests. */
	static ScheduledExecutorService timer() {
		return TIMER;
	}

	/** Runs each task at once, so that events are seen where and when they happen. */
	static ExecutorService caller() {
		return CALLER;
	}

	private static ScheduledExecutorService createTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, THREADS);
		timer.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	private static final class CallingThread extends AbstractExecutorService {

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		/** Shared: it outlives any client. */
		@Override
		public void shutdown() {
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return false;
		}

	}

}
