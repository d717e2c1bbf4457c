package io.connectionmanager.engine.claims;

import org.jspecify.annotations.Nullable;

/**
 * The lease of this replica, which covers all its connections. It lasts from before the
 * renewal was <em>sent</em>, so that a slow answer makes it shorter and never longer.
 *
 * @param term the number of the lease; grows whenever a lease has lapsed, so that what
 * was granted under an earlier one is not valid again
 * @param sent when the last renewal that was confirmed was sent, or {@code null} if there
 * is none in this term
 * @param lifetime how long the lease lasts from then, in nanoseconds
 */
public record Lease(long term, @Nullable Moment sent, long lifetime) {

	static final Lease NONE = new Lease(0, null, 0);

	/**
	 * Returns whether connections may be held.
	 * @param now the current time
	 * @return whether the lease has not expired
	 */
	public boolean isValid(Moment now) {
		return this.sent != null && now.since(this.sent) < this.lifetime;
	}

	/**
	 * Returns how long connections may be held without another renewal.
	 * @param now the current time
	 * @return the time in nanoseconds; zero or less if the lease has expired
	 */
	public long remaining(Moment now) {
		return (this.sent != null) ? this.lifetime - now.since(this.sent) : 0;
	}

	boolean exists() {
		return this.sent != null;
	}

	Lease renewed(Moment sent, long lifetime) {
		boolean older = this.sent != null && sent.ticker() - this.sent.ticker() < 0;
		return older ? this : new Lease(this.term, sent, lifetime);
	}

	Lease lapsed() {
		return new Lease(this.term + 1, null, 0);
	}

}
