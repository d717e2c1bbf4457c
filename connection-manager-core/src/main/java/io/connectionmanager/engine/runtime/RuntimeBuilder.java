package io.connectionmanager.engine.runtime;

import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * Builds runtimes.
 */
public final class RuntimeBuilder implements ConnectionRuntime.Builder {

	private boolean virtualThreads = Threads.virtualByDefault();

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
		return build(true);
	}

	/**
	 * Builds a runtime that {@code close()} does nothing to.
	 * @return the runtime
	 */
	public ConnectionRuntime shared() {
		return build(false);
	}

	private EngineRuntime build(boolean closeable) {
		TimerExecutor ownTimer = (this.timer == null)
				? new TimerExecutor(Threads.daemon(this.threadNamePrefix + "timer-")) : null;
		Timer timer = (ownTimer != null) ? ownTimer : new SuppliedTimer(Objects.requireNonNull(this.timer));
		SuppliedTime time = new SuppliedTime(this.ticker, this.clock, this.random);
		return new EngineRuntime(workers(timer, ownTimer), timer, time, this.clock, this.permits, this.perSecond,
				this.threadNamePrefix, closeable);
	}

	private Workers workers(Timer timer, @Nullable TimerExecutor ownTimer) {
		if (this.worker != null) {
			return Workers.supplied(this.worker, this.threadNamePrefix, ownTimer);
		}
		return this.virtualThreads ? Workers.virtual(this.threadNamePrefix)
				: Workers.platform(this.threadNamePrefix, this.maxThreads, timer);
	}

}
