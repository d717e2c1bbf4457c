package io.connectionmanager;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where user code blocks and heeds no interrupt, until it is lifted.
 */
final class Blockade implements AutoCloseable {

	private final CountDownLatch lifted = new CountDownLatch(1);

	private final AtomicInteger blocked = new AtomicInteger();

	/**
	 * Blocks the current thread, whatever happens.
	 */
	void pass() {
		this.blocked.incrementAndGet();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					this.lifted.await();
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			this.blocked.decrementAndGet();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	int blocked() {
		return this.blocked.get();
	}

	@Override
	public void close() {
		this.lifted.countDown();
	}

}
