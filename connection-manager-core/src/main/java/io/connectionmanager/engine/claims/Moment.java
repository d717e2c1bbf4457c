package io.connectionmanager.engine.claims;

/**
 * A point in time by both clocks of this replica, in nanoseconds.
 *
 * @param ticker the time of the monotonic clock
 * @param wall the time of the wall clock, since the epoch
 */
public record Moment(long ticker, long wall) {

	/**
	 * Returns how much time has passed at most: the monotonic clock stands still while
	 * the machine is suspended, and the wall clock may be set back.
	 * @param earlier the beginning
	 * @return the longer time, in nanoseconds
	 */
	long since(Moment earlier) {
		return Math.max(this.ticker - earlier.ticker, this.wall - earlier.wall);
	}

}
