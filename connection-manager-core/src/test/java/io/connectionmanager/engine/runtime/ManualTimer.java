package io.connectionmanager.engine.runtime;

import java.util.Comparator;
import java.util.PriorityQueue;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * A timer and a clock that move when a test says so, on the thread of the test.
 */
public final class ManualTimer implements Timer {

	private final PriorityQueue<Scheduled> scheduled = new PriorityQueue<>(Comparator.comparingLong(Scheduled::due));

	private long now;

	@Override
	public synchronized Runnable schedule(Runnable task, long delayNanos) {
		Scheduled entry = new Scheduled(this.now + delayNanos, task);
		this.scheduled.add(entry);
		return () -> cancel(entry);
	}

	private synchronized void cancel(Scheduled entry) {
		this.scheduled.remove(entry);
	}

	public synchronized long now() {
		return this.now;
	}

	public synchronized int pending() {
		return this.scheduled.size();
	}

	/**
	 * Forgets everything that is scheduled.
	 */
	public synchronized void dropAll() {
		this.scheduled.clear();
	}

	/**
	 * Runs what is due, each at its moment, until nothing more is due in the span.
	 * @param nanos the span
	 */
	public void advance(long nanos) {
		long target = now() + nanos;
		for (Scheduled entry = next(target); entry != null; entry = next(target)) {
			entry.task().run();
		}
		synchronized (this) {
			this.now = target;
		}
	}

	/**
	 * Lets time pass in which the timer runs nothing; then it runs what is due.
	 * @param nanos the span
	 */
	public void stall(long nanos) {
		synchronized (this) {
			this.now += nanos;
		}
		advance(0);
	}

	/**
	 * Runs the task that is due next.
	 * @return whether there was one
	 */
	public boolean fireNext() {
		Scheduled entry = next(Long.MAX_VALUE);
		if (entry == null) {
			return false;
		}
		entry.task().run();
		return true;
	}

	private synchronized Scheduled next(long target) {
		Scheduled entry = this.scheduled.peek();
		if (entry == null || entry.due() > target) {
			return null;
		}
		this.now = Math.max(this.now, entry.due());
		return this.scheduled.poll();
	}

	private record Scheduled(long due, Runnable task) {
	}

}
