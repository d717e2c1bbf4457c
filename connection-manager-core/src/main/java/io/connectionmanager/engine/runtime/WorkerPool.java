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
 * Platform threads for work that may block: few as long as the work does not block, more
 * when it does. While tasks wait and none of them is taken for {@link #PATIENCE}, threads
 * are added, up to a bound; idle threads end.
 * <p>
 * Calls that do not return must not use up the bound. Those of an <em>elastic</em> pool
 * are expected to be short: where all threads are held up for {@link #STALLED}, it grows
 * beyond the bound. The others are {@link #exempt exempted} one by one.
 */
final class WorkerPool extends ThreadPoolExecutor {

	private static final long PATIENCE = 5_000_000;

	private static final long STALLED = 100_000_000;

	private static final long IDLE_SECONDS = 10;

	private final Timer timer;

	private final int fewest;

	private final int most;

	private final boolean elastic;

	/** Whether somebody looks after waiting tasks, or is about to. */
	private final AtomicBoolean watched = new AtomicBoolean();

	private final AtomicInteger busy = new AtomicInteger();

	/** Threads that are held by calls which nobody waits for any more. */
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
			// No further thread can be started. One of those that there are will do.
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
	 * Notes that the current task holds a thread and that nobody waits for it any more,
	 * or that such a task has returned.
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
	 * Looks after tasks that there is no thread for. Asked whenever there is a task more,
	 * and whenever a thread less (a thread that has taken a task and not yet counted
	 * itself will ask in its turn); and now and then, should a look have failed.
	 */
	void lookAfterWaiting() {
		int waiting = getQueue().size();
		if (waiting > 0 && this.busy.get() + waiting > getCorePoolSize() && this.watched.compareAndSet(false, true)) {
			// The task is queued and will be run, whether or not it can be watched.
			UncaughtFailures.catchAll(() -> watch(null));
		}
	}

	/**
	 * Looks again in a while.
	 * @param first the task that was first in the queue at the last look
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
			// Some threads may have been started; at the next look there may be more.
		}
	}

	private void resize(int threads) {
		int size = Math.max(this.fewest, this.elastic && isAtBound() ? threads : Math.min(threads, bound()));
		// Neither bound may pass the other.
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
