package io.connectionmanager.benchmarks.faults;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.connectionmanager.connector.test.FaultProxy;

/**
 * Breaks the connection of one approach in several ways, and says what became of it. Each
 * fault has a new proxy and a new start.
 */
final class Faults {

	/** After this, what has not happened never will. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration OUTAGE = Duration.ofSeconds(5);

	private static final Duration STORM = Duration.ofSeconds(10);

	/** In this time, a pool has opened its connections. */
	private static final Duration SETTLED = Duration.ofSeconds(5);

	private static final Duration PAUSE = Duration.ofMillis(50);

	/** A call that blocks does so on a thread of its own. */
	private static final Executor threads = (task) -> {
		Thread thread = new Thread(task, "fault");
		thread.setDaemon(true);
		thread.start();
	};

	private final Approach approach;

	private final AtomicLong received = new AtomicLong();

	Faults(Approach approach) {
		this.approach = approach;
	}

	/** Returns a cell for each of {@link #COLUMNS}. */
	Object[] measure() throws Exception {
		return new Object[] { this.approach.name(), refusedAtStart(), cut(), down(), silent(), dropped(), stopped() };
	}

	static final String[] COLUMNS = { "", "server is down at the start", "connection reset", "server down for 5 s",
			"server silent", "dropped on accept, for 10 s", "stopped while connecting" };

	private String refusedAtStart() throws Exception {
		try (FaultProxy proxy = proxy()) {
			proxy.refuse();
			CompletableFuture<AutoCloseable> starting = start(proxy);
			pause(OUTAGE);
			proxy.pass();
			String outcome = awaitMessage();
			stop(starting);
			return starting.isCompletedExceptionally() ? "does not start" : outcome;
		}
	}

	private String cut() throws Exception {
		try (FaultProxy proxy = proxy()) {
			CompletableFuture<AutoCloseable> started = startAndReceive(proxy);
			proxy.cut();
			String outcome = awaitMessage();
			stop(started);
			return outcome;
		}
	}

	private String down() throws Exception {
		try (FaultProxy proxy = proxy()) {
			CompletableFuture<AutoCloseable> started = startAndReceive(proxy);
			proxy.refuse();
			proxy.cut();
			pause(OUTAGE);
			proxy.pass();
			String outcome = awaitMessage();
			stop(started);
			return outcome;
		}
	}

	private String silent() throws Exception {
		try (FaultProxy proxy = proxy()) {
			CompletableFuture<AutoCloseable> started = startAndReceive(proxy);
			pause(SETTLED);
			long opened = proxy.opened();
			long begin = System.nanoTime();
			proxy.silence();
			boolean noticed = await(() -> proxy.opened() > opened);
			String outcome = noticed ? "noticed after " + since(begin) : "not noticed";
			proxy.pass();
			stop(started);
			return outcome;
		}
	}

	private String dropped() throws Exception {
		try (FaultProxy proxy = proxy()) {
			proxy.drop();
			CompletableFuture<AutoCloseable> starting = start(proxy);
			pause(STORM);
			String attempts = (proxy.opened() == 1) ? "1 attempt" : proxy.opened() + " attempts";
			if (starting.isCompletedExceptionally()) {
				return "does not start, " + attempts;
			}
			stop(starting);
			return attempts;
		}
	}

	private String stopped() throws Exception {
		try (FaultProxy proxy = proxy()) {
			CompletableFuture<AutoCloseable> started = startAndReceive(proxy);
			proxy.stall();
			proxy.cut();
			long opened = proxy.opened();
			if (!await(() -> proxy.opened() > opened)) {
				return "–";
			}
			CompletableFuture<?> stopped = CompletableFuture.runAsync(() -> stop(started), threads);
			pause(PAUSE);
			proxy.pass();
			boolean closed = await(() -> stopped.isDone() && proxy.open() == 0);
			return closed ? "closed" : "left open";
		}
	}

	private FaultProxy proxy() {
		return FaultProxy.to(this.approach.service().address());
	}

	private CompletableFuture<AutoCloseable> start(FaultProxy proxy) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return this.approach.receiver().start(proxy.address(), this.received::incrementAndGet);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}, threads);
	}

	private CompletableFuture<AutoCloseable> startAndReceive(FaultProxy proxy) throws Exception {
		CompletableFuture<AutoCloseable> started = start(proxy);
		awaitMessage();
		return started;
	}

	private static void stop(CompletableFuture<AutoCloseable> started) {
		started.thenAccept((it) -> {
			try {
				it.close();
			}
			catch (Exception ex) {
				// It is stopped as well as it can be.
			}
		});
	}

	/** Makes the server send until a message arrives. */
	private String awaitMessage() throws Exception {
		long before = this.received.get();
		long begin = System.nanoTime();
		while (this.received.get() == before) {
			if (System.nanoTime() - begin > PATIENCE.toNanos()) {
				return "never again";
			}
			this.approach.service().send();
			pause(PAUSE);
		}
		return "back after " + since(begin);
	}

	private static boolean await(BooleanSupplier condition) {
		long begin = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - begin > PATIENCE.toNanos()) {
				return false;
			}
			pause(PAUSE);
		}
		return true;
	}

	private static String since(long begin) {
		return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
	}

	private static void pause(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
