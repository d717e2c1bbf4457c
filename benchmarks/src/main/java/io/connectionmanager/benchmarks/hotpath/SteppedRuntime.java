package io.connectionmanager.benchmarks.hotpath;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;

/**
 * A runtime on the caller's thread alone: workers are a queue, time is a number, and
 * nothing runs until {@link #settle()} or {@link #toNextAlarm()}. So a benchmark measures
 * the engine, and neither threads nor waiting. Not safe for use by several threads.
 */
public final class SteppedRuntime {

	private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(
			Comparator.comparingLong((Alarm alarm) -> alarm.due));

	private long now;

	/**
	 * Returns the runtime.
	 * @return a new runtime, without a connect limit to speak of
	 */
	public ConnectionRuntime runtime() {
		return ConnectionRuntime.builder()
			.worker(this.tasks::add)
			.timer(this::schedule)
			.ticker(() -> this.now)
			.clock(new SteppedClock())
			.random(() -> 0)
			.connectLimit(Integer.MAX_VALUE)
			.build();
	}

	/**
	 * Returns the workers.
	 * @return an executor whose tasks {@link #settle()} runs
	 */
	public Executor worker() {
		return this.tasks::add;
	}

	/**
	 * Runs tasks until there are no more.
	 */
	public void settle() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	/**
	 * Moves time to the next alarm, and does all that happens then.
	 */
	public void toNextAlarm() {
		Alarm next = this.alarms.poll();
		if (next != null) {
			this.now = next.due;
			next.task.run();
			settle();
		}
	}

	/**
	 * Returns how many alarms are set.
	 * @return the number
	 */
	public int alarms() {
		return this.alarms.size();
	}

	private Runnable schedule(Runnable task, long delayNanos) {
		if (task instanceof ConnectionRuntime.Housekeeping) {
			// Nothing is lost here that would have to be looked for.
			return () -> {
			};
		}
		Alarm alarm = new Alarm(task, this.now + delayNanos);
		this.alarms.add(alarm);
		return () -> this.alarms.remove(alarm);
	}

	private record Alarm(Runnable task, long due) {

		// Two alarms for the same time are two.
		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

	private final class SteppedClock extends Clock {

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
			return Instant.ofEpochSecond(0, SteppedRuntime.this.now);
		}

	}

}
