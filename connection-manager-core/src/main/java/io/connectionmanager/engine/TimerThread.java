package io.connectionmanager.engine;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.connectionmanager.ConnectionRuntime.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that keeps time, and ends when there has been nothing to wait for in a
 * while.
 * <p>
 * The JDK's own, a {@code ScheduledThreadPoolExecutor}, takes three times the memory for
 * each task, which is what a manager that waits is mostly made of.
 */
final class TimerThread implements Timer, AutoCloseable {

	private static final long IDLE = TimeUnit.SECONDS.toNanos(10);

	/** Times further apart could not be compared. */
	private static final long FARTHEST = Long.MAX_VALUE >> 1;

	private final ThreadFactory threads;

	private final LongSupplier ticker;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	// Guarded by the lock, like all that follows.
	private final Alarms alarms = new Alarms();

	private @Nullable Thread thread;

	/** When the thread looks next, whatever happens. */
	private long looksAt;

	private boolean closed;

	/**
	 * Creates a timer without a thread yet.
	 * @param threads makes the thread
	 * @param ticker the monotonic clock that threads wait by, in nanoseconds
	 */
	TimerThread(ThreadFactory threads, LongSupplier ticker) {
		this.threads = threads;
		this.ticker = ticker;
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		Scheduled scheduled = new Scheduled(this, task, this.ticker.getAsLong() + Math.min(delayNanos, FARTHEST));
		this.lock.lock();
		try {
			if (!this.closed) {
				this.alarms.add(scheduled);
				if (this.thread == null) {
					// If there is no thread to be had now, the next task brings one.
					Unfailing.run(this::startThread);
				}
				else if (scheduled.due() - this.looksAt < 0) {
					this.changed.signal();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		return scheduled;
	}

	private void startThread() {
		this.looksAt = this.ticker.getAsLong();
		Thread thread = this.threads.newThread(this::keepTime);
		thread.start();
		this.thread = thread;
	}

	private void cancel(Scheduled scheduled) {
		this.lock.lock();
		try {
			this.alarms.remove(scheduled);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void keepTime() {
		while (runNext()) {
			// On to the next one.
		}
	}

	// A method of its own, so that nothing holds the task while the next one is awaited.
	private boolean runNext() {
		Scheduled due = awaitNext();
		if (due != null) {
			Unfailing.run(due.task);
		}
		return due != null;
	}

	/**
	 * Waits for what is due next.
	 * @return what is due, or {@code null} if there is nothing more to wait for
	 */
	private @Nullable Scheduled awaitNext() {
		this.lock.lock();
		try {
			long idleUntil = this.ticker.getAsLong() + IDLE;
			while (!this.closed) {
				Alarms.Alarm first = this.alarms.first();
				long due = (first != null) ? first.due() : idleUntil;
				long wait = due - this.ticker.getAsLong();
				if (wait > 0) {
					this.looksAt = due;
					await(wait);
				}
				else if (first != null) {
					this.alarms.remove(first);
					return (Scheduled) first;
				}
				else {
					break;
				}
			}
			this.thread = null;
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(long nanos) {
		try {
			this.changed.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// Nobody has a right to: time goes on.
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.alarms.clear();
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static final class Scheduled extends Alarms.Alarm {

		private final TimerThread timer;

		private final Runnable task;

		private Scheduled(TimerThread timer, Runnable task, long due) {
			super(due);
			this.timer = timer;
			this.task = task;
		}

		@Override
		public void run() {
			this.timer.cancel(this);
		}

	}

}
