package io.connectionmanager.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * The threads that wait for the connection. A thread that is woken checks for itself,
 * because what was true when it was woken need not be true any more. Thread-safe.
 */
final class Waiters {

	/** The maximum time that a waiting thread relies on being woken. */
	private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Empty most of the time. */
	private List<CompletableFuture<Void>> waiters = List.of();

	/**
	 * Waits for a result.
	 * @param <T> the type of the result
	 * @param look called by the waiting thread; returns {@code null} if there is no
	 * result yet
	 * @param patience the maximum time to wait, by the ticker of the runtime, in
	 * nanoseconds
	 * @param runtime the runtime
	 * @return the result, or {@code null} if there was none in time
	 * @throws InterruptedException if the thread was interrupted
	 */
	<T> @Nullable T await(Supplier<@Nullable T> look, long patience, EngineRuntime runtime)
			throws InterruptedException {
		long begun = runtime.nanos();
		Runnable alarm = runtime.schedule(this::wakeAll, patience);
		try {
			long left = patience;
			while (left > 0) {
				CompletableFuture<Void> waiter = add();
				try {
					T seen = look.get();
					if (seen != null) {
						return seen;
					}
					await(waiter, Math.min(left, LOOK_NANOS));
				}
				finally {
					remove(waiter);
				}
				left = patience - (runtime.nanos() - begun);
			}
			return look.get();
		}
		finally {
			UncaughtFailures.catchAll(alarm);
		}
	}

	/**
	 * A duration in nanoseconds; one that is too long to count is the longest there is.
	 */
	static long nanos(Duration duration) {
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	private static void await(CompletableFuture<Void> waiter, long nanos) throws InterruptedException {
		try {
			waiter.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// The caller then checks for itself.
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private synchronized CompletableFuture<Void> add() {
		CompletableFuture<Void> waiter = new CompletableFuture<>();
		List<CompletableFuture<Void>> longer = new ArrayList<>(this.waiters);
		longer.add(waiter);
		this.waiters = longer;
		return waiter;
	}

	private synchronized void remove(CompletableFuture<Void> waiter) {
		List<CompletableFuture<Void>> shorter = new ArrayList<>(this.waiters);
		shorter.remove(waiter);
		this.waiters = shorter.isEmpty() ? List.of() : shorter;
	}

	synchronized boolean isEmpty() {
		return this.waiters.isEmpty();
	}

	/** Wakes all threads. Only those threads depend on it. */
	void wakeAll() {
		List<CompletableFuture<Void>> woken;
		synchronized (this) {
			woken = this.waiters;
		}
		for (CompletableFuture<Void> waiter : woken) {
			waiter.complete(null);
		}
	}

}
