package io.connectionmanager.connector;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The calls of an application's listener for one connection, which come one after the
 * other. <pre class="code">
 * if (this.calls.begin()) {
 *     try {
 *         this.listener.onMessage(message);
 *     }
 *     finally {
 *         this.calls.finish();
 *     }
 * }
 * </pre>
 * <ul>
 * <li><b>End.</b> A listener that blocks would keep its thread after its connection. When
 * the manager gives a connection up, the call under way has a moment to return, and is
 * then interrupted.</li>
 * <li><b>Interrupts.</b> An interrupt is meant for the call: the thread continues without
 * it.</li>
 * <li><b>Threads.</b> Thread-safe.</li>
 * </ul>
 */
public final class ListenerCalls {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition finished = this.lock.newCondition();

	/** Of the call that is under way. Guarded by the lock, like what follows. */
	private @Nullable Thread thread;

	private boolean ended;

	/**
	 * Creates an object for one connection.
	 */
	public ListenerCalls() {
	}

	/**
	 * Begins a call, which must {@link #finish()} on the same thread.
	 * @return {@code false} if there must be no further call
	 */
	public boolean begin() {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.thread = Thread.currentThread();
			}
			return !this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Finishes a call that has begun.
	 */
	public void finish() {
		this.lock.lock();
		try {
			this.thread = null;
			Thread.interrupted();
			this.finished.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns whether a call is under way.
	 * @return whether it is
	 */
	public boolean isUnderWay() {
		this.lock.lock();
		try {
			return this.thread != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Allows no further call, and waits for the one that is under way. When the time is
	 * over, or the caller is interrupted, it interrupts that call. Neither waits for nor
	 * interrupts the caller itself.
	 * @param grace how long the call may take
	 * @throws InterruptedException if the caller was interrupted
	 */
	public void end(Duration grace) throws InterruptedException {
		this.lock.lock();
		try {
			this.ended = true;
			long nanos = grace.toNanos();
			while (isOthers() && nanos > 0) {
				nanos = this.finished.awaitNanos(nanos);
			}
		}
		finally {
			Thread thread = this.thread;
			if (thread != null && isOthers()) {
				thread.interrupt();
			}
			this.lock.unlock();
		}
	}

	private boolean isOthers() {
		return this.thread != null && this.thread != Thread.currentThread();
	}

}
