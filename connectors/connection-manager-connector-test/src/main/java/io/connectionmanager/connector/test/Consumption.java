package io.connectionmanager.connector.test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The consumer of the messages that arrive, which may be made slow. Thread-safe.
 */
final class Consumption {

	private static final long LONGEST_SECONDS = 30;

	private final AtomicLong received = new AtomicLong();

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

	void reset() {
		release();
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
