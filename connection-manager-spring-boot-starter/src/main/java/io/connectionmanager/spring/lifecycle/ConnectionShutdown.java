package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Stops and closes all managers of a context concurrently, within one budget of twice the
 * longest drain timeout, counted from the stop. Managers that have not ended by then are
 * abandoned. It never waits for a manager in whose callback the calling thread is,
 * because that manager waits for the caller.
 */
final class ConnectionShutdown {

	private static final Log logger = LogFactory.getLog(ConnectionLifecycle.class);

	/** Minimum time to wait for a close, in nanoseconds. */
	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

	private final ConnectionManagers managers;

	private final ConnectionRuntime runtime;

	private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	private volatile boolean hasBegun;

	private volatile long begun;

	private volatile long budget;

	ConnectionShutdown(ConnectionManagers managers, ConnectionRuntime runtime) {
		this.managers = managers;
		this.runtime = runtime;
	}

	/**
	 * Stops all managers. Does not wait.
	 */
	void stop() {
		begin();
		List<CompletableFuture<?>> stages = new ArrayList<>();
		for (ConnectionManager<?> manager : this.managers.stream().toList()) {
			try {
				CompletableFuture<Void> stage = manager.stop().toCompletableFuture();
				if (!this.runtime.isInCallbackOf(manager)) {
					stages.add(stage);
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Connection '%s' could not be stopped".formatted(manager.name()), ex);
			}
		}
		CompletableFuture<Void> all = CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new));
		if (!all.isDone()) {
			Runnable cancellation = this.runtime.timer().schedule(() -> all.complete(null), left());
			all.whenComplete((nothing, failure) -> cancellation.run());
		}
		this.stopped = all;
	}

	private void begin() {
		long longest = GRACE;
		for (ConnectionManager<?> manager : this.managers.stream().toList()) {
			longest = Math.max(longest, 2 * manager.settings().drainTimeout().toNanos());
		}
		this.begun = this.runtime.ticker().getAsLong();
		this.budget = longest;
		this.hasBegun = true;
	}

	private long left() {
		return Math.max(GRACE, this.budget - (this.runtime.ticker().getAsLong() - this.begun));
	}

	void whenStopped(Runnable callback) {
		this.stopped.whenComplete((nothing, failure) -> callback.run());
	}

	void awaitStop() {
		await(this.stopped, left());
	}

	/**
	 * Closes all managers, and waits for the rest of the budget.
	 */
	void close() {
		// A stop long ago was not part of this shutdown.
		if (!this.hasBegun || this.runtime.ticker().getAsLong() - this.begun > 2 * this.budget) {
			begin();
		}
		List<CompletableFuture<?>> closed = new ArrayList<>();
		ExecutorService closers = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "connection-manager-shutdown");
			thread.setDaemon(true);
			return thread;
		});
		for (ConnectionManager<?> manager : this.managers.stream().toList()) {
			if (this.runtime.isInCallbackOf(manager)) {
				close(manager);
			}
			else if (manager.snapshot().state() != ConnectionState.CLOSED) {
				closed.add(CompletableFuture.runAsync(() -> close(manager), closers));
			}
		}
		closers.shutdown();
		await(CompletableFuture.allOf(closed.toArray(CompletableFuture<?>[]::new)), left());
	}

	private static void close(ConnectionManager<?> manager) {
		try {
			manager.close();
		}
		catch (RuntimeException ex) {
			logger.warn("Connection '%s' could not be closed".formatted(manager.name()), ex);
		}
	}

	private static void await(CompletableFuture<Void> future, long nanos) {
		try {
			future.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// Managers that have not ended by now are abandoned.
		}
	}

}
