package io.connectionmanager;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/**
 * All that a runtime can be supplied with (a worker, a timer, a ticker, a clock and a
 * source of randomness), of which one call fails. Time stands still and tasks wait until
 * {@link #advance(Duration)} runs them, each at its moment, on the calling thread. Safe
 * for use by many threads, of which one may advance at a time.
 */
final class FaultyEnvironment {

	private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

	/** More tasks at one moment mean that something repeats itself without a delay. */
	private static final int TOO_MANY_AT_ONCE = 100_000;

	private final Fault fault;

	private final int call;

	// All that follows is guarded by this.

	private final Map<Part, Integer> calls = new EnumMap<>(Part.class);

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();

	private long now = Duration.ofHours(1).toNanos();

	private long alarmsSet;

	/**
	 * Creates an environment.
	 * @param fault what fails
	 * @param call which call of it does, counted from 1; 0 for none
	 */
	FaultyEnvironment(Fault fault, int call) {
		this.fault = fault;
		this.call = call;
	}

	ConnectionRuntime runtime() {
		return ConnectionRuntime.builder()
			.worker(this::execute)
			.timer(this::schedule)
			.ticker(this::nanos)
			.clock(new WallClock())
			.random(this::random)
			.build();
	}

	/**
	 * Returns how often the part that fails was called.
	 */
	synchronized int calls() {
		return this.calls.getOrDefault(this.fault.part, 0);
	}

	synchronized int pendingTimers() {
		return this.alarms.size();
	}

	/**
	 * Lets time pass, and runs all that is due.
	 */
	void advance(Duration span) {
		long target;
		synchronized (this) {
			target = this.now + span.toNanos();
		}
		int atOnce = 0;
		for (Runnable due = next(target); due != null; due = next(target)) {
			atOnce++;
			if (atOnce > TOO_MANY_AT_ONCE) {
				throw new AssertionError("Something is repeated for ever within " + span);
			}
			try {
				due.run();
			}
			catch (Throwable ex) {
				// As a pool or a ScheduledThreadPoolExecutor would: on to the next.
			}
		}
	}

	private synchronized Runnable next(long target) {
		Runnable task = this.tasks.poll();
		if (task != null) {
			return task;
		}
		Alarm alarm = this.alarms.peek();
		if (alarm == null || alarm.due > target) {
			this.now = target;
			return null;
		}
		this.now = Math.max(this.now, alarm.due);
		return this.alarms.remove().task;
	}

	private synchronized void execute(Runnable task) {
		if (!isDropped(Part.WORKER)) {
			this.tasks.add(task);
		}
	}

	private synchronized Runnable schedule(Runnable task, long delayNanos) {
		if (isDropped(Part.TIMER)) {
			return () -> {
			};
		}
		long due = this.now + Math.min(delayNanos, Duration.ofDays(1000).toNanos());
		Alarm alarm = new Alarm(due, this.alarmsSet++, task);
		this.alarms.add(alarm);
		return () -> cancel(alarm);
	}

	private synchronized void cancel(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	private synchronized long nanos() {
		isDropped(Part.TICKER);
		return this.now;
	}

	private synchronized double random() {
		isDropped(Part.RANDOM);
		return 0.5;
	}

	private synchronized Instant instant() {
		isDropped(Part.CLOCK);
		return BEGINNING.plusNanos(this.now);
	}

	/**
	 * Counts a call, and makes it fail if it is the one that does.
	 * @return whether what the call brings is to be dropped
	 */
	private boolean isDropped(Part part) {
		int number = this.calls.merge(part, 1, Integer::sum);
		if (part != this.fault.part || number != this.call) {
			return false;
		}
		switch (this.fault) {
			case WORKER_DROPS_A_TASK, TIMER_DROPS_A_TASK -> {
				return true;
			}
			case WORKER_REJECTS, TIMER_REJECTS -> throw new RejectedExecutionException("played");
			case WORKER_HAS_NO_THREAD -> throw new OutOfMemoryError("unable to create native thread, played");
			default -> throw new IllegalStateException("played");
		}
	}

	private enum Part {

		WORKER, TIMER, TICKER, CLOCK, RANDOM

	}

	/**
	 * What can go wrong.
	 */
	enum Fault {

		WORKER_REJECTS(Part.WORKER), WORKER_HAS_NO_THREAD(Part.WORKER), WORKER_DROPS_A_TASK(Part.WORKER),
		TIMER_REJECTS(Part.TIMER), TIMER_DROPS_A_TASK(Part.TIMER), TICKER_THROWS(Part.TICKER), CLOCK_THROWS(Part.CLOCK),
		RANDOM_THROWS(Part.RANDOM);

		private final Part part;

		Fault(Part part) {
			this.part = part;
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
			return FaultyEnvironment.this.instant();
		}

	}

}
