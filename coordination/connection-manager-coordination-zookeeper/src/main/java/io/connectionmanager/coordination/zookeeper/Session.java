package io.connectionmanager.coordination.zookeeper;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.zookeeper.KeeperException;

import io.connectionmanager.DurationText;
import io.connectionmanager.connector.ConnectorThreads;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;

/**
 * The client of a store, which connects when it is used.
 */
final class Session implements AutoCloseable {

	private final CuratorFramework client;

	private final String description;

	private final Duration timeout;

	private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	Session(CuratorFramework client, String description, Duration timeout) {
		this.client = client;
		this.description = description;
		this.timeout = timeout;
	}

	/** Starts to connect, unless it was done before. */
	synchronized CuratorFramework start() {
		if (this.closed) {
			throw new StoreException("The store in %s is closed".formatted(this.description), null);
		}
		if (this.client.getState() == CuratorFrameworkState.LATENT) {
			this.client.start();
		}
		return this.client;
	}

	/**
	 * Makes requests, and waits for their answers.
	 * @param <T> the type of the result
	 * @param work makes the requests
	 * @return the result
	 * @throws StoreException if there is no result within the timeout
	 */
	<T> T call(Work<T> work) {
		CompletableFuture<T> call = new CompletableFuture<>();
		this.calls.add(call);
		try {
			long remaining = connect();
			work.with(new Requests(this.client.getZookeeperClient().getZooKeeper()), call::isDone)
				.whenComplete((result, failure) -> {
					if (failure != null) {
						call.completeExceptionally(Requests.cause(failure));
					}
					else {
						call.complete(result);
					}
				});
			if (this.closed) {
				call.cancel(false);
			}
			return call.get(remaining, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw translate((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			throw new StoreException(
					"No answer from %s within %s".formatted(this.description, DurationText.format(this.timeout)), null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreException("Interrupted while waiting for " + this.description, null);
		}
		catch (CancellationException ex) {
			throw new StoreException("The store in %s is closed".formatted(this.description), null);
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw translate(ex);
		}
		finally {
			this.calls.remove(call);
			call.cancel(false);
		}
	}

	/** Returns the milliseconds that remain for the answers. */
	private long connect() throws InterruptedException, TimeoutException {
		long millis = this.timeout.toMillis();
		if (start().getZookeeperClient().isConnected()) {
			return millis;
		}
		long half = Math.max(1, millis / 2);
		if (!this.client.blockUntilConnected((int) Math.min(half, Integer.MAX_VALUE), TimeUnit.MILLISECONDS)) {
			throw new StoreException("%s cannot be reached".formatted(this.description), null);
		}
		return half;
	}

	private StoreException translate(Throwable failure) {
		if (failure instanceof KeeperException.NoAuthException
				|| failure instanceof KeeperException.AuthFailedException) {
			return new StoreRejectedException(
					"%s denies access: grant the right to create, read, write and delete nodes to the user of the store"
						.formatted(this.description),
					failure);
		}
		return new StoreException("%s failed: %s".formatted(this.description, failure.getMessage()), failure);
	}

	/** Does not wait for calls under way, which fail, nor for the server. */
	@Override
	public void close() {
		boolean started;
		synchronized (this) {
			started = !this.closed && this.client.getState() == CuratorFrameworkState.STARTED;
			this.closed = true;
		}
		this.calls.forEach((call) -> call.cancel(false));
		if (started) {
			ConnectorThreads.platform("connection-manager-store-close-").newThread(this.client::close).start();
		}
	}

	/**
	 * Makes requests.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Work<T> {

		CompletableFuture<T> with(Requests requests, BooleanSupplier abandoned);

	}

}
