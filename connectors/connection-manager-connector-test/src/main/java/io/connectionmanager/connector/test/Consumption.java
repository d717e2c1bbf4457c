package io.connectionmanager.connector.test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The consumer of the messages that arrive, which may be made slow. Thread-safe.
 */
final class Consumption {

	private static final long LONGEST_SECONDS = 30;

	private final AtomicLong received = new AtomicLong();

	private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition released = this.lock.newCondition();

	// Guarded by the lock.
	private boolean blocked;

	private int waiting;

	/** The next message blocks its consumer. */
	void block() {
		set(true);
	}

	void release() {
		set(false);
	}

	/** The next message makes its consumer run an action. */
	void next(Runnable action) {
		this.next.set(action);
	}

	void reset() {
		release();
		this.next.set(null);
		this.received.set(0);
	}

	private void set(boolean blocked) {
		this.lock.lock();
		try {
			this.blocked = blocked;
			this.released.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void received() {
		this.received.incrementAndGet();
		Runnable action = this.next.getAndSet(null);
		if (action != null) {
			action.run();
		}
		this.lock.lock();
		try {
			this.waiting++;
			while (this.blocked) {
				if (!this.released.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.waiting--;
			this.lock.unlock();
		}
	}

	/** Returns the number of messages that have arrived. */
	long count() {
		return this.received.get();
	}

	/** Returns whether a consumer is being held up. */
	boolean isBlocking() {
		this.lock.lock();
		try {
			return this.blocked && this.waiting > 0;
		}
		finally {
			this.lock.unlock();
		}
	}

}
