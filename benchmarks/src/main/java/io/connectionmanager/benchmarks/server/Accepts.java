package io.connectionmanager.benchmarks.server;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * When connections were accepted.
 */
final class Accepts {

	private long[] moments = new long[1024];

	private int count;

	synchronized void add(long moment) {
		if (this.count == this.moments.length) {
			this.moments = Arrays.copyOf(this.moments, 2 * this.count);
		}
		this.moments[this.count++] = moment;
	}

	synchronized void clear() {
		this.count = 0;
	}

	/** Most of them in a window of that length, wherever it begins. */
	private int worst(long window) {
		int worst = 0;
		int first = 0;
		for (int last = 0; last < this.count; last++) {
			while (this.moments[last] - this.moments[first] >= window) {
				first++;
			}
			worst = Math.max(worst, last - first + 1);
		}
		return worst;
	}

	@Override
	public synchronized String toString() {
		return this.count + " " + worst(TimeUnit.SECONDS.toNanos(1)) + " " + worst(TimeUnit.MILLISECONDS.toNanos(100));
	}

}
