package io.connectionmanager.benchmarks.hotpath;

import java.io.EOFException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSubscriber;

/**
 * One manager whose life can be turned by hand: loss, wait, connect.
 */
public final class Cycle {

	private static final Throwable CAUSE = new EOFException("lost");

	private final SteppedRuntime time = new SteppedRuntime();

	private final NoOpConnector connector = new NoOpConnector();

	private final ConnectionManager<Object> manager = ConnectionManager.builder("cycle", this.connector)
		.runtime(this.time.runtime())
		.build();

	/**
	 * Creates a manager that is connected.
	 */
	public Cycle() {
		this.manager.start();
		this.time.settle();
	}

	/**
	 * Returns the manager.
	 * @return the manager
	 */
	public ConnectionManager<Object> manager() {
		return this.manager;
	}

	/**
	 * Subscribes many.
	 * @param subscribers how many
	 * @param subscriber makes each of them
	 * @param executor where they are called, or {@code null} for the workers
	 */
	public void subscribe(int subscribers, Supplier<ConnectionSubscriber<Object>> subscriber,
			@Nullable Executor executor) {
		for (int i = 0; i < subscribers; i++) {
			if (executor != null) {
				this.manager.subscribe(subscriber.get(), executor);
			}
			else {
				this.manager.subscribe(subscriber.get());
			}
		}
		this.time.settle();
	}

	/**
	 * Turns the manager's life once around, from connected to connected.
	 */
	public void turn() {
		turn(CAUSE);
	}

	/**
	 * Turns the manager's life once around, where nobody knows why the connection was
	 * lost: the engine makes an exception that says so.
	 */
	public void turnWithoutCause() {
		turn(null);
	}

	private void turn(@Nullable Throwable cause) {
		this.connector.lose(cause);
		this.time.settle();
		this.time.toNextAlarm();
		// At most one: when the connection will have been up for long enough.
		if (!this.manager.isConnected() || this.time.alarms() > 1) {
			throw new IllegalStateException("Not once around: " + this.manager);
		}
	}

}
