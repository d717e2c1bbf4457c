package io.connectionmanager.engine.runtime;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * A pool of platform threads for work that may block: few threads as long as the work
 * does not block, more when it does. If tasks wait and none of them starts for
 * {@link #PATIENCE}, threads are added, up to a limit. Idle threads end.
 * <p>
 * Calls that do not return must not exhaust the limit. Calls of an <em>elastic</em> pool
 * are expected to be short: if all threads are held up for {@link #STALLED}, the pool
 * grows beyond the limit. In other pools, such calls are {@link #exempt exempted} one by
 * one.
 */
final class WorkerPool extends ThreadPoolExecutor {

	private static final long PATIENCE = 5_000_000;

	private static final long STALLED = 100_000_000;

	private static final long IDLE_SECONDS = 10;

	private final Timer timer;

	private final int fewest;

	private final int most;

	private final boolean elastic;

	/** Whether a check of waiting tasks is running or scheduled. */
	private final AtomicBoolean watched = new AtomicBoolean();

	private final AtomicInteger busy = new AtomicInteger();

	/** The number of threads held by calls that nothing waits for any more. */
	private final AtomicInteger exempted = new AtomicInteger();

	WorkerPool(int most, boolean elastic, ThreadFactory threads, Timer timer) {
		this(Math.min(most, 2 * Runtime.getRuntime().availableProcessors()), most, elastic, threads, timer);
	}

	private WorkerPool(int fewest, int most, boolean elastic, ThreadFactory threads, Timer timer) {
		super(fewest, fewest, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		allowCoreThreadTimeOut(true);
		this.fewest = fewest;
		this.most = most;
		this.elastic = elastic;
		this.timer = timer;
	}

	@Override
	public void execute(Runnable task) {
		StackReserve.require();
		try {
			super.execute(task);
		}
		catch (OutOfMemoryError ex) {
			// No further thread can be started. One of the existing threads will run it.
			if (getPoolSize() == 0 || !getQueue().offer(task)) {
				throw ex;
			}
		}
		lookAfterWaiting();
	}

	@Override
	protected void beforeExecute(Thread thread, Runnable task) {
		this.busy.incrementAndGet();
		lookAfterWaiting();
	}

	@Override
	protected void afterExecute(Runnable task, @Nullable Throwable failure) {
		this.busy.decrementAndGet();
	}

	/**
	 * Records that nothing waits any more for the current task, which holds a thread, or
	 * that such a task has returned.
	 * @param exempt whether it holds a thread
	 */
	void exempt(boolean exempt) {
		StackReserve.require();
		this.exempted.addAndGet(exempt ? 1 : -1);
		lookAfterWaiting();
	}

	/** Has threads end as soon as they are idle. */
	void keepNoThread() {
		setKeepAliveTime(1, TimeUnit.MILLISECONDS);
	}

	/**
	 * Checks whether tasks are waiting for a thread. Called whenever a task is added,
	 * whenever a thread becomes busy (a thread that has taken a task and has not counted
	 * itself yet will call this itself), and periodically, in case a check has failed.
	 */
	void lookAfterWaiting() {
		int waiting = getQueue().size();
		if (waiting > 0 && this.busy.get() + waiting > getCorePoolSize() && this.watched.compareAndSet(false, true)) {
			// The task is queued and will run, whether or not it can be watched.
			UncaughtFailures.catchAll(() -> watch(null));
		}
	}

	/**
	 * Checks again after a while.
	 * @param first the task that was first in the queue at the last check
	 */
	private void watch(@Nullable Runnable first) {
		boolean scheduled = false;
		try {
			Runnable now = getQueue().peek();
			if (now == null) {
				resize(getActiveCount() + this.fewest);
				return;
			}
			if (now == first) {
				grow();
			}
			this.timer.schedule(() -> watch(now), isAtBound() ? STALLED : PATIENCE);
			scheduled = true;
		}
		finally {
			if (!scheduled) {
				this.watched.set(false);
			}
		}
		if (!scheduled) {
			lookAfterWaiting();
		}
	}

	private boolean isAtBound() {
		return getCorePoolSize() >= bound();
	}

	private int bound() {
		return this.most + this.exempted.get();
	}

	private void grow() {
		try {
			resize(2 * getCorePoolSize());
		}
		catch (OutOfMemoryError ex) {
			// Some threads may have been started; the next check may start more.
		}
	}

	private void resize(int threads) {
		int size = Math.max(this.fewest, this.elastic && isAtBound() ? threads : Math.min(threads, bound()));
		// Neither limit may exceed the other.
		if (size > getMaximumPoolSize()) {
			setMaximumPoolSize(size);
			setCorePoolSize(size);
		}
		else {
			setCorePoolSize(size);
			setMaximumPoolSize(size);
		}
	}

}
