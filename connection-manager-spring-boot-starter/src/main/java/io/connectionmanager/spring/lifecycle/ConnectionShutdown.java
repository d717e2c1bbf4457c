package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Stops and closes all managers of a context concurrently, and then its groups, within
 * one budget of twice the longest drain timeout, counted from the stop. Managers that
 * have not ended by then are abandoned, and what they hold expires with the lease. It
 * never waits for a manager in whose callback the calling thread is, because that manager
 * waits for the caller.
 */
final class ConnectionShutdown {

	private static final Log logger = LogFactory.getLog(ConnectionLifecycle.class);

	/** Minimum time to wait for a close, in nanoseconds. */
	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

	private final ConnectionManagers managers;

	private final Supplier<? extends Collection<ExclusiveGroup>> groups;

	private final ConnectionRuntime runtime;

	private volatile boolean hasBegun;

	private volatile long begun;

	private volatile long budget;

	ConnectionShutdown(ConnectionManagers managers, Supplier<? extends Collection<ExclusiveGroup>> groups,
			ConnectionRuntime runtime) {
		this.managers = managers;
		this.groups = groups;
		this.runtime = runtime;
	}

	/**
	 * Leaves the groups and stops all managers. Does not wait.
	 * @return completes when all have stopped, or the budget is spent
	 */
	CompletableFuture<Void> stop() {
		begin();
		// So that what the managers release does not come back.
		this.groups.get().forEach(ExclusiveGroup::leave);
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
		CompletableFuture<Void> all = allOf(stages);
		if (!all.isDone()) {
			Runnable cancellation = this.runtime.timer().schedule(() -> all.complete(null), left());
			all.whenComplete((nothing, failure) -> cancellation.run());
		}
		return all;
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

	/**
	 * Waits for a stop for the rest of the budget.
	 * @param stopped completes when all have stopped
	 */
	void await(CompletableFuture<Void> stopped) {
		await(stopped, left());
	}

	/**
	 * Closes all managers and then the groups, and waits for the rest of the budget.
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
		await(allOf(closed), left());
		List<CompletableFuture<?>> leaving = new ArrayList<>();
		for (ExclusiveGroup group : this.groups.get()) {
			leaving.add(CompletableFuture.runAsync(() -> close(group), closers));
		}
		closers.shutdown();
		await(allOf(leaving), left());
	}

	private static CompletableFuture<Void> allOf(List<CompletableFuture<?>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
	}

	private static void close(ConnectionManager<?> manager) {
		try {
			manager.close();
		}
		catch (RuntimeException ex) {
			logger.warn("Connection '%s' could not be closed".formatted(manager.name()), ex);
		}
	}

	private static void close(ExclusiveGroup group) {
		try {
			group.close();
		}
		catch (RuntimeException ex) {
			logger.warn("The group '%s' could not be left".formatted(group.name()), ex);
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
