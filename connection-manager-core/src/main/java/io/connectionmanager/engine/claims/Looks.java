package io.connectionmanager.engine.claims;

import java.util.Optional;

/**
 * When to look at the store: once in a poll interval while nothing happens, and at most
 * ten times a second.
 */
final class Looks {

	static final long SHORTEST_INTERVAL = 100_000_000;

	/** A look in so many lists the claims even though the store notifies of changes. */
	private static final int ALL_EVERY = 10;

	private static final long RETRY = 1_000_000_000;

	private final long poll;

	/** Whether the store notifies of changes of claims. */
	private boolean watching;

	/** Whether the claims may have changed. */
	private boolean claimsWanted = true;

	private boolean membersWanted = true;

	private boolean pending;

	private boolean pendingAll;

	/** When the last look began, in the order of the view. */
	private long began;

	/** When the next look is possible at the earliest, by the ticker. */
	private long possibleAt;

	/** When the next look is due if nothing happens, by the ticker. */
	private long pollAt;

	private int untilAll;

	Looks(long poll, long now) {
		this.poll = Math.max(poll, SHORTEST_INTERVAL);
		this.possibleAt = now;
		this.pollAt = now;
	}

	/** How often to look if nothing happens, in nanoseconds. */
	long poll() {
		return this.poll;
	}

	void watching(boolean watching) {
		this.watching = watching;
		this.claimsWanted = true;
	}

	/**
	 * Has the claims be looked at.
	 * @return whether that is news
	 */
	boolean hint() {
		boolean news = !this.claimsWanted;
		this.claimsWanted = true;
		return news;
	}

	void wantMembers() {
		this.membersWanted = true;
	}

	/**
	 * Returns whether to look now.
	 * @param active whether there is anything to look for
	 * @param now the time of the ticker
	 * @return whether to list claims as well; empty to not look
	 */
	Optional<Boolean> next(boolean active, long now) {
		if (this.pending || !active || now - dueAt() < 0) {
			return Optional.empty();
		}
		return Optional.of(this.claimsWanted || !this.watching || this.untilAll <= 0);
	}

	long dueAt() {
		boolean urgent = this.claimsWanted || this.membersWanted;
		return (urgent || this.pollAt - this.possibleAt < 0) ? this.possibleAt : this.pollAt;
	}

	boolean isPending() {
		return this.pending;
	}

	void begins(long order, boolean all, long now) {
		this.pending = true;
		this.pendingAll = all;
		this.began = order;
		this.membersWanted = false;
		if (all) {
			this.claimsWanted = false;
			this.untilAll = ALL_EVERY;
		}
		this.untilAll--;
		this.possibleAt = now + SHORTEST_INTERVAL;
		this.pollAt = now + this.poll;
	}

	/**
	 * Notes that the look has ended.
	 * @param answered whether there was an answer
	 * @param now the time of the ticker
	 * @return whether it listed claims as well
	 */
	boolean ended(boolean answered, long now) {
		this.pending = false;
		if (!answered) {
			this.claimsWanted |= this.pendingAll;
			this.membersWanted = true;
			this.possibleAt = now + Math.min(this.poll, RETRY);
		}
		return this.pendingAll;
	}

	/** When the last look began, in the order of the view. */
	long began() {
		return this.began;
	}

}
