package io.connectionmanager.engine.claims;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

/**
 * The membership of this replica: its entry in the store, and its lease.
 */
final class Membership {

	private final ExclusiveSettings settings;

	private final GroupKeys keys;

	private final String memberId;

	/** Provides an incarnation that no other process has, or had. */
	private final Supplier<String> incarnations;

	private String incarnation;

	/** How claims refer to this replica. */
	private String holder;

	private Lease lease = Lease.NONE;

	/** Whether there is an entry, as far as is known. */
	private boolean joined;

	/** Since when, in the order of the view. */
	private long joinedSince;

	private long version;

	private long renewals;

	/** The change that has not been answered. */
	private @Nullable Change pending;

	/** Whether the version of the entry is unknown, so that a look is needed. */
	private boolean versionUnknown;

	/** When that became unknown, in the order of the view. */
	private long unknownSince;

	/** When the next renewal is due, by the ticker. */
	private long dueAt;

	private boolean leaving;

	private boolean leavingConfirmed;

	/** Whether the change that has not been answered says that this replica leaves. */
	private boolean pendingLeaving;

	private boolean abandoned;

	Membership(ExclusiveSettings settings, GroupKeys keys, String memberId, Supplier<String> incarnations, long now) {
		this.settings = settings;
		this.keys = keys;
		this.memberId = memberId;
		this.incarnations = incarnations;
		this.incarnation = incarnations.get();
		this.holder = GroupKeys.holder(memberId, this.incarnation);
		this.dueAt = now;
	}

	Lease lease() {
		return this.lease;
	}

	String key() {
		return this.keys.member(this.memberId, this.incarnation);
	}

	String memberId() {
		return this.memberId;
	}

	/** How claims refer to this replica. */
	String holder() {
		return this.holder;
	}

	String incarnation() {
		return this.incarnation;
	}

	boolean isLeaving() {
		return this.leaving;
	}

	boolean isLeavingConfirmed() {
		return this.leavingConfirmed;
	}

	boolean isVersionUnknown() {
		return this.versionUnknown;
	}

	boolean isJoined() {
		return this.joined;
	}

	/** Whether there is no entry, for certain, and none will come. */
	boolean isAbsent() {
		return !this.joined && this.pending == null && !this.versionUnknown;
	}

	/** Whether there will soon be an entry, as far as is known. */
	boolean isJoining() {
		return this.pending instanceof Change.Create;
	}

	/** When the next renewal is due, by the ticker, or {@code null} if none is. */
	@Nullable Long dueAt() {
		return isBlocked(true) ? null : this.dueAt;
	}

	private boolean isBlocked(boolean needed) {
		return this.abandoned || this.pending != null || this.versionUnknown
				|| (!this.joined && (!needed || this.leaving));
	}

	/** Ends the lease: what was granted under it is no longer valid. */
	void lapse() {
		this.lease = this.lease.lapsed();
	}

	/** Ends the lease, and changes the entry no more: it expires. */
	void abandon() {
		this.abandoned = true;
		if (this.lease.exists()) {
			lapse();
		}
	}

	void leave(long now) {
		this.leaving = true;
		this.dueAt = now;
	}

	void stay(long now) {
		this.leaving = false;
		this.leavingConfirmed = false;
		this.dueAt = now;
	}

	/** The entry as others see it after the next renewal. */
	MemberEntry entry() {
		return new MemberEntry(this.renewals + 1, this.settings.leaseDuration().toMillis(),
				this.settings.spread().weight(), this.leaving);
	}

	/**
	 * Returns the next change of the own entry.
	 * @param needed whether membership is needed
	 * @param now the time of the ticker
	 * @return the change, or {@code null} if none is due
	 */
	@Nullable Change next(boolean needed, long now) {
		if (isBlocked(needed)) {
			return null;
		}
		if (!needed) {
			this.pending = new Change.Delete(key(), this.version);
		}
		else if (now - this.dueAt < 0) {
			return null;
		}
		else {
			String value = entry().format();
			this.pendingLeaving = this.leaving;
			this.pending = this.joined ? new Change.Replace(key(), this.version, value)
					: new Change.Create(key(), value);
		}
		return this.pending;
	}

	/**
	 * Handles the answer to a change.
	 * @param answered the change
	 * @param result the result, or {@code null} if it is unknown
	 * @param sent when the change was sent
	 * @param now the current time
	 * @param order the current position in the order of the view
	 * @return whether the lease was renewed
	 */
	boolean answered(Change answered, @Nullable Result result, Moment sent, Moment now, long order) {
		if (answered != this.pending || this.abandoned) {
			// Of an earlier incarnation, or too late.
			return false;
		}
		this.pending = null;
		if (answered instanceof Change.Delete) {
			// Whatever the outcome: an entry that is left over expires.
			becomeNew(now.ticker());
			return false;
		}
		if (result instanceof Result.Done done) {
			this.joinedSince = this.joined ? this.joinedSince : order;
			this.joined = true;
			this.version = done.version();
			this.renewals++;
			this.leavingConfirmed = this.pendingLeaving;
			this.dueAt = (this.leaving == this.pendingLeaving) ? sent.ticker() + this.settings.renewInterval().toNanos()
					: now.ticker();
			Lease renewed = this.lease.renewed(sent, lifetime());
			this.lease = renewed.isValid(now) ? renewed : this.lease;
			return true;
		}
		boolean conflict = result != null;
		if (conflict || answered instanceof Change.Create) {
			this.versionUnknown = true;
			this.unknownSince = order;
		}
		this.dueAt = now.ticker() + this.settings.renewInterval().toNanos() / (conflict ? 1 : 3);
		return false;
	}

	private long lifetime() {
		return this.settings.leaseDuration().minus(this.settings.safetyMargin()).toNanos();
	}

	/**
	 * Handles a look.
	 * @param own the own entry, or {@code null} if there is none
	 * @param lookBegan when the look began, in the order of the view
	 * @param now the time of the ticker
	 * @return whether the entry was deleted by somebody else
	 */
	boolean looked(@Nullable Entry own, long lookBegan, long now) {
		if (own != null) {
			if (this.versionUnknown && this.unknownSince < lookBegan) {
				this.joinedSince = this.joined ? this.joinedSince : lookBegan;
				this.joined = true;
				this.version = own.version();
				this.renewals = Math.max(this.renewals, MemberEntry.parse(own.value(), 1).renewals());
				this.versionUnknown = false;
				this.dueAt = now;
			}
			return false;
		}
		if (this.versionUnknown && this.unknownSince < lookBegan && !this.joined) {
			// It was never created.
			this.versionUnknown = false;
			return false;
		}
		if (this.joined && this.joinedSince < lookBegan) {
			becomeNew(now);
			return true;
		}
		return false;
	}

	private void becomeNew(long now) {
		this.joined = false;
		this.versionUnknown = false;
		this.version = 0;
		this.renewals = 0;
		this.leavingConfirmed = this.leaving;
		this.incarnation = this.incarnations.get();
		this.holder = GroupKeys.holder(this.memberId, this.incarnation);
		this.dueAt = now;
		this.pending = null;
		if (this.lease.exists()) {
			lapse();
		}
	}

}
