package io.connectionmanager.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * Builds runtimes.
 */
final class RuntimeBuilder implements ConnectionRuntime.Builder {

	private boolean virtualThreads = Threads.virtualAvailable();

	private int maxThreads = 256;

	private String threadNamePrefix = "connection-manager-";

	private @Nullable Executor worker;

	private @Nullable Timer timer;

	private LongSupplier ticker = System::nanoTime;

	private Clock clock = Clock.systemUTC();

	private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

	private int permits = 64;

	private double perSecond = Double.POSITIVE_INFINITY;

	@Override
	public ConnectionRuntime.Builder virtualThreads(boolean virtualThreads) {
		if (virtualThreads && !Threads.virtualAvailable()) {
			throw new UnsupportedOperationException(
					"No virtual threads on Java %s: they need 21 or later".formatted(Runtime.version().feature()));
		}
		this.virtualThreads = virtualThreads;
		return this;
	}

	@Override
	public ConnectionRuntime.Builder maxThreads(int maxThreads) {
		if (maxThreads < 1) {
			throw new IllegalArgumentException("maxThreads must be at least 1, but is " + maxThreads);
		}
		this.maxThreads = maxThreads;
		return this;
	}

	@Override
	public ConnectionRuntime.Builder threadNamePrefix(String prefix) {
		this.threadNamePrefix = Objects.requireNonNull(prefix, "prefix");
		return this;
	}

	@Override
	public ConnectionRuntime.Builder worker(Executor worker) {
		this.worker = Objects.requireNonNull(worker, "worker");
		return this;
	}

	@Override
	public ConnectionRuntime.Builder timer(Timer timer) {
		this.timer = Objects.requireNonNull(timer, "timer");
		return this;
	}

	@Override
	public ConnectionRuntime.Builder ticker(LongSupplier ticker) {
		this.ticker = Objects.requireNonNull(ticker, "ticker");
		return this;
	}

	@Override
	public ConnectionRuntime.Builder clock(Clock clock) {
		this.clock = Objects.requireNonNull(clock, "clock");
		return this;
	}

	@Override
	public ConnectionRuntime.Builder random(DoubleSupplier random) {
		this.random = Objects.requireNonNull(random, "random");
		return this;
	}

	@Override
	public ConnectionRuntime.Builder connectLimit(int permits) {
		if (permits < 1) {
			throw new IllegalArgumentException("connectLimit must be at least 1, but is " + permits);
		}
		this.permits = permits;
		return this;
	}

	@Override
	public ConnectionRuntime.Builder connectRate(double perSecond) {
		if (!(perSecond > 0)) {
			throw new IllegalArgumentException("connectRate must be more than zero, but is " + perSecond);
		}
		this.perSecond = perSecond;
		return this;
	}

	@Override
	public EngineRuntime build() {
		List<Runnable> owned = new ArrayList<>();
		Timer timer = (this.timer != null) ? this.timer : timerThread(owned);
		Executor worker = (this.worker != null) ? this.worker : workers(timer, owned);
		ConnectLimit limit = new ConnectLimit(this.permits, this.perSecond, timer, this.ticker);
		return new EngineRuntime(worker, timer, this.ticker, this.clock, this.random, limit, List.copyOf(owned));
	}

	/**
	 * Builds a runtime that {@code close()} does nothing to.
	 * @return the runtime
	 */
	ConnectionRuntime shared() {
		return build().withoutOwned();
	}

	private Timer timerThread(List<Runnable> owned) {
		TimerThread thread = new TimerThread(Threads.daemon(this.threadNamePrefix + "timer-"), System::nanoTime);
		owned.add(thread::close);
		return thread;
	}

	private Executor workers(Timer timer, List<Runnable> owned) {
		String prefix = this.threadNamePrefix + "worker-";
		ExecutorService workers = this.virtualThreads ? Threads.virtual(prefix)
				: new WorkerPool(this.maxThreads, Threads.daemon(prefix), timer);
		owned.add(workers::shutdown);
		return workers;
	}

}
