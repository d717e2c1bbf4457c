package io.connectionmanager.stress;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;

/**
 * A manager on the calling threads alone, and a connector that counts. Nothing is due
 * before its time has come, which it never does.
 */
final class Connections implements Connector<Object> {

	private static final ConnectionRuntime RUNTIME = ConnectionRuntime.builder()
		.worker(Runnable::run)
		.timer((task, delay) -> () -> {
		})
		.connectLimit(Integer.MAX_VALUE)
		.build();

	final AtomicInteger opened = new AtomicInteger();

	final AtomicInteger closed = new AtomicInteger();

	final ConnectionManager<Object> manager = ConnectionManager.builder("stress", this)
		.settings(ConnectionSettings.defaults())
		.runtime(RUNTIME)
		.build();

	@Override
	public Object open(ConnectionAttempt attempt) {
		this.opened.incrementAndGet();
		attempt.connected();
		return new Object();
	}

	@Override
	public void close(Object connection) {
		this.closed.incrementAndGet();
	}

	/**
	 * Starts the manager.
	 * @return its connection. The thread of another state may grant the permit, so there
	 * may be a moment to wait
	 */
	Object start() {
		this.manager.start();
		try {
			return this.manager.awaitConnection(Duration.ofSeconds(10));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Which have been opened and not closed. */
	int left() {
		return this.opened.get() - this.closed.get();
	}

}
