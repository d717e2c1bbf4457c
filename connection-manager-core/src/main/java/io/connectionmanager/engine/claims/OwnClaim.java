package io.connectionmanager.engine.claims;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ExclusiveListener.Cause;

/**
 * The claim of this replica to one connection. Changed by {@link Replica} only.
 */
public final class OwnClaim {

	/** After how many times as long an outage to yield what nobody else wanted. */
	private static final int OFFERED_AGAIN = 10;

	final String name;

	final String key;

	/** After what length of an outage to yield, in nanoseconds; 0 for never. */
	final long yieldAfter;

	/**
	 * The rendezvous score: claims with a high one are claimed first and kept longest.
	 */
	final long score;

	Use use = Use.NONE;

	Phase phase = Phase.NONE;

	/** The phase that the manager can see. */
	private Phase published = Phase.NONE;

	/** Whether the manager was able to accept the token after its use was read. */
	private boolean acceptable;

	long token;

	/** The lease under which the token was granted. */
	long term;

	/** Whether the manager has been seen with the token. */
	boolean accepted;

	/** Why the claim is being let go. */
	Cause cause = Cause.STOPPED;

	boolean handOverRequested;

	/** A change that has not been answered. */
	boolean pending;

	/**
	 * When a change conflicted or its answer was lost, in the order of the view; 0 if a
	 * look has shown since then what happened.
	 */
	long unknownSince;

	/** Until when others go first, by the ticker, or {@code null}. */
	@Nullable Long standBackUntil;

	/**
	 * Since when it could be claimed, but for the cap; by the ticker, or {@code null}.
	 */
	@Nullable Long availableSince;

	/** Since when its holder is known not to exist; by the ticker, or {@code null}. */
	@Nullable Long orphanSince;

	/**
	 * When the members had last changed when nobody else wanted it; by the ticker, or
	 * {@code null}. It is not moved before they change again.
	 */
	@Nullable Long unwantedSince;

	/**
	 * When the members had last changed when another one gave it to this replica; by the
	 * ticker, or {@code null}. It does not count as excess before they change again.
	 */
	@Nullable Long givenSince;

	/** When it was granted, by the ticker. */
	private long grantedAt;

	boolean retired;

	OwnClaim(String name, String key, long yieldAfter, long score) {
		this.name = name;
		this.key = key;
		this.yieldAfter = yieldAfter;
		this.score = score;
	}

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns what the manager may do.
	 * @return the phase
	 */
	public Phase phase() {
		return this.phase;
	}

	/**
	 * Returns the token to which the phase applies.
	 * @return the token; 0 if nothing is granted
	 */
	public long token() {
		return (this.phase != Phase.NONE) ? this.token : 0;
	}

	/**
	 * Returns the lease under which the token was granted.
	 * @return the {@link Lease#term()}
	 */
	public long term() {
		return this.term;
	}

	/** Whether this replica has the connection, or is about to give it back. */
	boolean isHeld() {
		return this.phase == Phase.HELD || this.phase == Phase.LETTING_GO;
	}

	/** Whether its share of the group counts this claim. */
	boolean countsAsHeld() {
		return this.phase == Phase.HELD || this.pending && this.phase == Phase.NONE && this.use.wanted();
	}

	void grant(long token, long term, long now) {
		this.phase = Phase.HELD;
		this.grantedAt = now;
		this.token = token;
		this.term = term;
		this.accepted = false;
		this.standBackUntil = null;
		this.availableSince = null;
		this.orphanSince = null;
	}

	void letGo(Cause cause) {
		this.phase = Phase.LETTING_GO;
		this.cause = cause;
	}

	void use(Use use) {
		this.use = use;
		this.acceptable = this.published == Phase.HELD;
	}

	/** The manager sees the phase before its use is read again. */
	void publish() {
		this.published = this.phase;
	}

	/** Whether nothing is open, and nothing can be opened any more. */
	boolean isOver() {
		return this.use.isOver() && !this.acceptable;
	}

	/** Whether the manager has given back what it was granted, or will never take it. */
	boolean isDropped() {
		this.accepted |= this.use.token() == this.token;
		return this.accepted ? this.use.token() != this.token : !this.use.wanted();
	}

	boolean standsBack(long now) {
		return this.standBackUntil != null && now - this.standBackUntil < 0;
	}

	/** Since when this replica fails to connect, or {@code null}. */
	@Nullable Long yieldsFrom() {
		return (this.phase == Phase.HELD && this.yieldAfter > 0 && this.use.outage())
				? Long.valueOf(Times.later(this.use.outageSince(), this.grantedAt)) : null;
	}

	/**
	 * Whether to hand it over because this replica cannot connect. What nobody else
	 * wanted is offered again, but rarely: somebody may want it by now.
	 */
	boolean mustYield(long now, boolean unwanted) {
		Long from = yieldsFrom();
		return from != null && (now - from) / (unwanted ? OFFERED_AGAIN : 1) >= this.yieldAfter;
	}

	@Override
	public String toString() {
		return "%s %s %d".formatted(this.name, this.phase, this.token);
	}

	/**
	 * What the manager may do.
	 */
	public enum Phase {

		/** Nothing is granted. */
		NONE,

		/** The connection is granted. */
		HELD,

		/** The connection is to be closed, and then released. */
		LETTING_GO,

		/** The lease has lapsed: the connection is to be closed at once. */
		LOST

	}

}
