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

/**
 * Time that moves only when told, and the {@link ConnectionRuntime} that lives in it.
 * <pre class="code">
 * try (VirtualTime time = new VirtualTime()) {
 *     ConnectionManager&lt;Feed&gt; manager = ConnectionManager.builder("prices", connector)
 *         .runtime(time.runtime())
 *         .start();
 *     time.settle();                            // all that can happen now has happened
 *     time.advance(Duration.ofSeconds(2));      // and now all of the next two seconds
 *     assertThat(manager.isConnected()).isTrue();
 *     manager.close();
 * }                                             // fails if a timer or a task was left behind
 * </pre>
 * <p>
 * Workers are real threads, but only one of them runs at a time, in the order in which
 * tasks came, so that a test has the same result each time. A task that is to block does
 * so on a {@link Gate} or in {@link #sleep(Duration)}, and steps aside for the others; an
 * interrupt ends that. Delays come without jitter unless {@link #randomness(double)} says
 * otherwise. Safe for use by many threads.
 */
public final class VirtualTime implements AutoCloseable {

	private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

	/** How long to wait, in real time, for a task that does not come to an end. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/** So many alarms at one moment, and time is not going to move on. */
	private static final int TOO_MANY_AT_ONCE = 100_000;

	private final DeterministicExecutor executor;

	// All that follows is guarded by this.

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
	 * Returns a runtime in this time, without a connect limit to speak of.
	 * @return a new runtime
	 */
	public ConnectionRuntime runtime() {
		return runtimeBuilder().connectLimit(Integer.MAX_VALUE).build();
	}

	/**
	 * Returns a builder of a runtime in this time, to set a connect limit.
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
	 * Returns the workers of this time, for whoever is to be called on them.
	 * @return the executor
	 */
	public Executor worker() {
		return this.executor::execute;
	}

	/**
	 * Returns the present moment.
	 * @return the moment
	 */
	public Instant now() {
		return BEGINNING.plusNanos(nanos());
	}

	/**
	 * Sets the random number that stretches delays.
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
	 * Lets time pass, and all happen that is due, each at its moment.
	 * @param span how long
	 * @throws IllegalArgumentException if it is negative
	 */
	public void advance(Duration span) {
		if (span.isNegative()) {
			throw new IllegalArgumentException("Time cannot go back: span must not be negative, but is " + span);
		}
		settle();
		long target = after(span.toNanos());
		int atThisMoment = 0;
		long moment = nanos();
		for (Alarm alarm = next(target); alarm != null; alarm = next(target)) {
			atThisMoment = (alarm.due > moment) ? 0 : atThisMoment + 1;
			moment = nanos();
			if (atThisMoment > TOO_MANY_AT_ONCE) {
				throw new AssertionError("Time does not move on: is something repeated without a delay?");
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
	 * Waits until all has happened that can happen at this moment: no task is left that
	 * runs or could run.
	 * @throws AssertionError if a task does not come to an end in real time
	 */
	public void settle() {
		this.executor.settle();
	}

	/**
	 * Does something during which no task runs.
	 * @param action what to do, on this thread
	 */
	public void atOnce(Runnable action) {
		this.executor.runAlone(action);
	}

	/**
	 * Returns how many timers are set, not counting the housekeeping of runtimes.
	 * @return the number
	 */
	public synchronized int pendingTimers() {
		return (int) this.alarms.stream().filter((alarm) -> !(alarm.task instanceof Housekeeping)).count();
	}

	/**
	 * Returns how many tasks are blocked at a gate or asleep.
	 * @return the number
	 */
	public int blockedTasks() {
		return this.executor.paused();
	}

	/**
	 * Returns something to block at.
	 * @return a closed gate
	 */
	public Gate gate() {
		return new Gate();
	}

	/**
	 * Blocks the current thread until time has moved on.
	 * @param span how long; returns at once unless it is positive
	 * @throws InterruptedException if the thread was interrupted meanwhile
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
	 * @throws AssertionError if a timer is still set or a task still blocked
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
	 * Where threads block until it is opened.
	 */
	public final class Gate {

		/** Guarded by the executor. */
		boolean isOpen;

		private Gate() {
		}

		/**
		 * Blocks the current thread until this gate is opened.
		 * @throws InterruptedException if the thread was interrupted meanwhile
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
