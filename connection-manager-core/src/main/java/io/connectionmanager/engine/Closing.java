package io.connectionmanager.engine;

import java.util.concurrent.CompletableFuture;

/**
 * The closing of one connection, on a worker.
 *
 * @param <C> the type of the connection
 */
final class Closing<C> implements Runnable, Outbox.Delivery {

	private final ManagedConnection<C> manager;

	private final Held<C> held;

	private final CompletableFuture<Void> begun = new CompletableFuture<>();

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	Closing(ManagedConnection<C> manager, Held<C> held) {
		this.manager = manager;
		this.held = held;
	}

	/**
	 * Returns what completes when the connector is about to be called. What depends on it
	 * must not run on the completing thread, or it would come before the call.
	 * @return the beginning
	 */
	CompletableFuture<Void> begun() {
		return this.begun;
	}

	/**
	 * Returns what completes when the connector has returned.
	 * @return the end
	 */
	CompletableFuture<Void> done() {
		return this.done;
	}

	@Override
	public void deliver() {
		this.manager.runtime().execute(this);
	}

	@Override
	public void run() {
		this.begun.complete(null);
		Object outer = Callbacks.enter(this.manager);
		try {
			this.manager.connector().close(this.held.connection());
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			Unfailing.run(() -> ManagedConnection.logger.warn("Connection '{}': closing failed", this.manager.name(),
					this.manager.masking().mask(ex)));
		}
		finally {
			Callbacks.exit(outer);
			this.done.complete(null);
			this.manager.forget(this);
		}
	}

}
