package io.connectionmanager.engine;

import java.util.Comparator;
import java.util.PriorityQueue;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * A timer and a clock that move when told, on the telling thread.
 */
final class ManualTimer implements Timer {

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::due));

	private long now;

	@Override
	public synchronized Runnable schedule(Runnable task, long delayNanos) {
		Alarm alarm = new Alarm(this.now + delayNanos, task);
		this.alarms.add(alarm);
		return () -> cancel(alarm);
	}

	private synchronized void cancel(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	synchronized long now() {
		return this.now;
	}

	synchronized int pending() {
		return this.alarms.size();
	}

	/**
	 * Runs what is due, each at its moment, until there is nothing more in the span.
	 * @param nanos the span
	 */
	void advance(long nanos) {
		long target = now() + nanos;
		for (Alarm alarm = next(target); alarm != null; alarm = next(target)) {
			alarm.task().run();
		}
		synchronized (this) {
			this.now = target;
		}
	}

	/**
	 * Lets time pass, in which the timer does not get round to anything; then it does.
	 * @param nanos the span
	 */
	void stall(long nanos) {
		synchronized (this) {
			this.now += nanos;
		}
		advance(0);
	}

	/**
	 * Runs the next alarm.
	 * @return whether there was one
	 */
	boolean fireNext() {
		Alarm alarm = next(Long.MAX_VALUE);
		if (alarm == null) {
			return false;
		}
		alarm.task().run();
		return true;
	}

	private synchronized Alarm next(long target) {
		Alarm alarm = this.alarms.peek();
		if (alarm == null || alarm.due() > target) {
			return null;
		}
		this.now = Math.max(this.now, alarm.due());
		return this.alarms.poll();
	}

	private record Alarm(long due, Runnable task) {
	}

}
