package io.connectionmanager.engine;

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
 * when it does, and never more than a bound. While tasks wait and none of them is taken
 * for {@link #PATIENCE}, threads are added; what is not needed ends.
 */
final class WorkerPool extends ThreadPoolExecutor {

	private static final long PATIENCE = 5_000_000;

	private static final long IDLE_SECONDS = 10;

	private final Timer timer;

	private final int fewest;

	private final int most;

	private final AtomicBoolean watched = new AtomicBoolean();

	private final AtomicInteger busy = new AtomicInteger();

	WorkerPool(int most, ThreadFactory threads, Timer timer) {
		this(Math.min(most, 2 * Runtime.getRuntime().availableProcessors()), most, threads, timer);
	}

	private WorkerPool(int fewest, int most, ThreadFactory threads, Timer timer) {
		super(fewest, fewest, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		allowCoreThreadTimeOut(true);
		this.fewest = fewest;
		this.most = most;
		this.timer = timer;
	}

	@Override
	public void execute(Runnable task) {
		super.execute(task);
		watchIfShort();
	}

	@Override
	protected void beforeExecute(Thread thread, Runnable task) {
		this.busy.incrementAndGet();
		watchIfShort();
	}

	@Override
	protected void afterExecute(Runnable task, @Nullable Throwable failure) {
		this.busy.decrementAndGet();
	}

	/**
	 * Looks after tasks that there is no thread for. Asked whenever there is a task more,
	 * and whenever a thread less: a thread that has taken a task and not yet counted
	 * itself will ask in its turn.
	 */
	private void watchIfShort() {
		int waiting = getQueue().size();
		if (waiting > 0 && this.busy.get() + waiting > getCorePoolSize() && this.watched.compareAndSet(false, true)) {
			// The task is queued and will be run, whether or not it can be watched.
			Unfailing.run(() -> watch(null));
		}
	}

	/**
	 * Looks again in a while.
	 * @param first the task that was first in the queue at the last look
	 */
	private void watch(@Nullable Runnable first) {
		Runnable now = getQueue().peek();
		if (now == null) {
			resize(getActiveCount() + this.fewest);
			this.watched.set(false);
			if (getQueue().isEmpty() || !this.watched.compareAndSet(false, true)) {
				return;
			}
		}
		else if (now == first) {
			resize(2 * getCorePoolSize());
		}
		this.timer.schedule(() -> watch(now), PATIENCE);
	}

	private void resize(int threads) {
		int size = Math.max(this.fewest, Math.min(threads, this.most));
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
