package io.connectionmanager.engine;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A queue of what is due, the next first: a binary heap in which each alarm knows its
 * place, so that one that is cancelled is taken out at once. Most alarms are: the timeout
 * of every attempt that succeeds. Not safe for use by several threads.
 */
final class Alarms {

	private @Nullable Alarm[] heap = new @Nullable Alarm[16];

	private int size;

	/**
	 * Returns the alarm that is due next.
	 * @return the alarm, or {@code null} if there is none
	 */
	@Nullable Alarm first() {
		return this.heap[0];
	}

	/**
	 * Adds an alarm.
	 * @param alarm the alarm, which is in no queue
	 */
	void add(Alarm alarm) {
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, 2 * this.size);
		}
		siftUp(this.size++, alarm);
	}

	/**
	 * Removes an alarm, if it is here.
	 * @param alarm the alarm
	 * @return whether it was
	 */
	boolean remove(Alarm alarm) {
		int place = alarm.place;
		if (place < 0) {
			return false;
		}
		alarm.place = -1;
		Alarm last = this.heap[--this.size];
		this.heap[this.size] = null;
		if (last != null && last != alarm) {
			siftDown(place, last);
			if (last.place == place) {
				siftUp(place, last);
			}
		}
		return true;
	}

	void clear() {
		while (this.heap[0] != null) {
			remove(this.heap[0]);
		}
	}

	private void siftUp(int from, Alarm alarm) {
		int place = from;
		while (place > 0) {
			int above = (place - 1) >>> 1;
			Alarm parent = this.heap[above];
			if (parent == null || !alarm.isBefore(parent)) {
				break;
			}
			put(place, parent);
			place = above;
		}
		put(place, alarm);
	}

	private void siftDown(int from, Alarm alarm) {
		int place = from;
		while (2 * place + 1 < this.size) {
			int below = 2 * place + 1;
			Alarm child = this.heap[below];
			Alarm right = this.heap[below + 1 < this.size ? below + 1 : below];
			if (child == null || right == null) {
				break;
			}
			if (right != child && right.isBefore(child)) {
				below++;
				child = right;
			}
			if (!child.isBefore(alarm)) {
				break;
			}
			put(place, child);
			place = below;
		}
		put(place, alarm);
	}

	private void put(int place, Alarm alarm) {
		this.heap[place] = alarm;
		alarm.place = place;
	}

	/**
	 * What is to be done when. Running it cancels it.
	 */
	abstract static class Alarm implements Runnable {

		private final long due;

		private int place = -1;

		/**
		 * Creates an alarm.
		 * @param due when, in nanoseconds of a clock that may overflow
		 */
		Alarm(long due) {
			this.due = due;
		}

		final long due() {
			return this.due;
		}

		private boolean isBefore(Alarm other) {
			return this.due - other.due < 0;
		}

	}

}
