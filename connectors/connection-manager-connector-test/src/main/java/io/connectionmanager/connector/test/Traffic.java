package io.connectionmanager.connector.test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.connectionmanager.ConnectionManager;

/**
 * A thread that exchanges messages over the current connection, again and again.
 *
 * @param <C> the type of the connection
 */
final class Traffic<C> implements AutoCloseable {

	private static final Duration PAUSE = Duration.ofMillis(5);

	private final ConnectionManager<C> manager;

	private final Exchange<C> exchange;

	private final AtomicLong exchanges = new AtomicLong();

	private final Thread thread;

	private volatile boolean closed;

	Traffic(ConnectionManager<C> manager, Exchange<C> exchange) {
		this.manager = manager;
		this.exchange = exchange;
		this.thread = new Thread(this::run, "contract-traffic");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void run() {
		while (!this.closed) {
			this.manager.connection().filter((it) -> this.manager.isConnected()).ifPresent(this::exchange);
			LockSupport.parkNanos(PAUSE.toNanos());
		}
	}

	private void exchange(C connection) {
		try {
			this.exchange.with(connection);
			this.exchanges.incrementAndGet();
		}
		catch (Exception ex) {
			// The connection was lost; the next one will do.
		}
	}

	/** Returns the number of exchanges that succeeded. */
	long exchanges() {
		return this.exchanges.get();
	}

	/** Ends the traffic. Does not wait for an exchange that hangs. */
	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
	}

	@FunctionalInterface
	interface Exchange<C> {

		void with(C connection) throws Exception;

	}

}
