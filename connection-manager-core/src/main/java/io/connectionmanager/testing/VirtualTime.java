package io.connectionmanager.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionRuntime.Housekeeping;
import io.connectionmanager.DurationText;

/**
 * A time that advances only when the test says so, and a {@link ConnectionRuntime} that
 * runs in it. <pre class="code">
 * try (VirtualTime time = new VirtualTime()) {
 *     ConnectionManager&lt;Feed&gt; manager = ConnectionManager.builder("prices", connector)
 *         .runtime(time.runtime())
 *         .start();
 *     time.settle();                            // run everything that is due now
 *     time.advance(Duration.ofSeconds(2));      // run everything that is due within two seconds
 *     assertThat(manager.isConnected()).isTrue();
 *     manager.close();
 * }                                             // fails if a timer or a task is left behind
 * </pre>
 * <ul>
 * <li><b>Determinism.</b> Workers are real threads, but only one of them runs at a time,
 * in the order in which tasks were submitted, so that a test has the same result every
 * time.</li>
 * <li><b>Blocking.</b> A task blocks at a {@link Gate} or in {@link #sleep(Duration)}.
 * Meanwhile, other tasks run. An interrupt ends the wait.</li>
 * <li><b>Jitter.</b> Delays have no jitter unless {@link #randomness(double)} is
 * set.</li>
 * <li><b>Threads.</b> Every method may be called from any thread. {@link #settle()},
 * {@link #advance(Duration)} and {@link #close()} must not be called from a task.</li>
 * </ul>
 */
public final class VirtualTime implements AutoCloseable {

	private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

	/** The maximum real time to wait for a task that does not end. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * The number of alarms at one point in time after which time is assumed to be stuck.
	 */
	private static final int TOO_MANY_AT_ONCE = 100_000;

	private final DeterministicExecutor executor;

	// Everything below is guarded by this.

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();

	private long now;

	private long alarmsSet;

	private double randomness;

	/**
	 * Creates a time that stands still.
	 */
	public VirtualTime() {
		this(PATIENCE);
	}

	VirtualTime(Duration patience) {
		this.executor = new DeterministicExecutor(patience);
	}

	/**
	 * Returns a runtime in this time, with no effective connect limit.
	 * @return a new runtime
	 */
	public ConnectionRuntime runtime() {
		return runtimeBuilder().connectLimit(Integer.MAX_VALUE).build();
	}

	/**
	 * Returns a builder of a runtime in this time, for setting a connect limit.
	 * @return the builder
	 */
	public ConnectionRuntime.Builder runtimeBuilder() {
		return ConnectionRuntime.builder()
			.worker(worker())
			.timer(this::schedule)
			.ticker(this::nanos)
			.clock(new WallClock())
			.random(this::chance);
	}

	/**
	 * Returns the workers of this time as an executor.
	 * @return the executor
	 */
	public Executor worker() {
		return this.executor::execute;
	}

	/**
	 * Returns the current time.
	 * @return the time
	 */
	public Instant now() {
		return BEGINNING.plusNanos(nanos());
	}

	/**
	 * Sets the random number that extends delays.
	 * @param randomness from 0 (inclusive; no jitter) to 1 (exclusive)
	 */
	public synchronized void randomness(double randomness) {
		this.randomness = randomness;
	}

	private synchronized double chance() {
		return this.randomness;
	}

	private synchronized long nanos() {
		return this.now;
	}

	/**
	 * Advances the time, and runs everything that is due within the span, each at its
	 * time.
	 * @param span the span
	 * @throws IllegalArgumentException if it is negative
	 */
	public void advance(Duration span) {
		if (span.isNegative()) {
			throw new IllegalArgumentException(
					"Time cannot go back: span must not be negative, but is " + DurationText.setting(span));
		}
		settle();
		long target = after(span.toNanos());
		int atThisMoment = 0;
		long moment = nanos();
		for (Alarm alarm = next(target); alarm != null; alarm = next(target)) {
			atThisMoment = (alarm.due > moment) ? 0 : atThisMoment + 1;
			moment = nanos();
			if (atThisMoment > TOO_MANY_AT_ONCE) {
				throw new AssertionError("Time does not advance: is something repeated without a delay?");
			}
			atOnce(alarm.task);
			settle();
		}
		synchronized (this) {
			this.now = target;
		}
	}

	private synchronized long after(long nanos) {
		long sum = this.now + nanos;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	private synchronized @Nullable Alarm next(long target) {
		Alarm alarm = this.alarms.peek();
		if (alarm == null || alarm.due > target) {
			return null;
		}
		this.now = Math.max(this.now, alarm.due);
		return this.alarms.poll();
	}

	/**
	 * Waits until everything that is due now has run: no task is running or able to run.
	 * @throws AssertionError if a task does not end in real time
	 */
	public void settle() {
		this.executor.settle();
	}

	/**
	 * Runs an action on this thread, while no task runs.
	 * @param action the action
	 */
	public void atOnce(Runnable action) {
		this.executor.runAlone(action);
	}

	/**
	 * Returns the number of pending timers, not counting the housekeeping of runtimes.
	 * @return the number
	 */
	public synchronized int pendingTimers() {
		return (int) this.alarms.stream().filter((alarm) -> !(alarm.task instanceof Housekeeping)).count();
	}

	/**
	 * Returns the number of tasks that are blocked at a gate or asleep.
	 * @return the number
	 */
	public int blockedTasks() {
		return this.executor.paused();
	}

	/**
	 * Returns a gate for tasks to block at.
	 * @return a closed gate
	 */
	public Gate gate() {
		return new Gate();
	}

	/**
	 * Blocks the current thread until time has advanced.
	 * @param span the span; returns at once unless it is positive
	 * @throws InterruptedException if the thread is interrupted while waiting
	 */
	public void sleep(Duration span) throws InterruptedException {
		if (span.isNegative() || span.isZero()) {
			return;
		}
		Gate gate = gate();
		Runnable cancellation = schedule(gate::open, span.toNanos());
		try {
			gate.pass();
		}
		finally {
			cancellation.run();
		}
	}

	/**
	 * Ends the worker threads.
	 * @throws AssertionError if a timer is still pending or a task still blocked
	 */
	@Override
	public void close() {
		try {
			settle();
		}
		finally {
			this.executor.close();
		}
		if (pendingTimers() > 0 || blockedTasks() > 0) {
			throw new AssertionError(
					"Left behind: %d timers, %d blocked tasks".formatted(pendingTimers(), blockedTasks()));
		}
	}

	// Timer

	synchronized Runnable schedule(Runnable task, long delayNanos) {
		Alarm alarm = new Alarm(after(delayNanos), this.alarmsSet++, task);
		this.alarms.add(alarm);
		return () -> cancel(alarm);
	}

	private synchronized void cancel(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	/**
	 * A gate, at which threads block until it is opened.
	 */
	public final class Gate {

		/** Guarded by the executor. */
		boolean isOpen;

		private Gate() {
		}

		/**
		 * Blocks the current thread until this gate is opened.
		 * @throws InterruptedException if the thread is interrupted while waiting
		 */
		public void pass() throws InterruptedException {
			VirtualTime.this.executor.pass(this);
		}

		/**
		 * Opens this gate, for good.
		 */
		public void open() {
			VirtualTime.this.executor.open(this);
		}

	}

	private record Alarm(long due, long number, Runnable task) implements Comparable<Alarm> {

		private static final Comparator<Alarm> ORDER = Comparator.comparingLong(Alarm::due)
			.thenComparingLong(Alarm::number);

		@Override
		public int compareTo(Alarm other) {
			return ORDER.compare(this, other);
		}

	}

	private final class WallClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return now();
		}

	}

}
