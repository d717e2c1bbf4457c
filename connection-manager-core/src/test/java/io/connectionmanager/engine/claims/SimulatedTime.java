package io.connectionmanager.engine.claims;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The true time, which no replica knows, and what happens in it.
 */
final class SimulatedTime {

	static final long SECOND = 1_000_000_000;

	static final long MILLI = 1_000_000;

	private static final int TOO_MANY_AT_ONCE = 100_000;

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

	private long now;

	private long number;

	private int atOnce;

	private record Event(long at, long number, Runnable action) {
	}

	long now() {
		return this.now;
	}

	void after(long nanos, Runnable action) {
		this.number++;
		this.events.add(new Event(this.now + Math.max(nanos, 0), this.number, action));
	}

	void runUntil(long end) {
		while (!this.events.isEmpty() && this.events.peek().at() <= end) {
			Event event = this.events.remove();
			this.atOnce = (event.at() == this.now) ? this.atOnce + 1 : 0;
			if (this.atOnce > TOO_MANY_AT_ONCE) {
				throw new IllegalStateException("Time does not pass at " + this.now);
			}
			this.now = event.at();
			event.action().run();
		}
		this.now = end;
	}

}
