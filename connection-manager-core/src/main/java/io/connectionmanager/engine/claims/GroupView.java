package io.connectionmanager.engine.claims;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.coordination.Entry;

/**
 * What this replica knows of the store. Looks and changes overlap, and a look is no
 * snapshot: what was learned last is found out by the versions of entries and by the
 * order in which looks began and ended.
 */
final class GroupView {

	private final GroupKeys keys;

	private final long ownLeaseMillis;

	/** The other members, by the name under which claims refer to them. */
	private Map<String, Member> members = Map.of();

	private Map<String, Known> claims = new HashMap<>();

	/** Members that this replica has deleted since the last look began, and when. */
	private final Map<String, Long> deleted = new HashMap<>();

	/** Counts everything that is learned, and every look that begins. */
	private long order;

	/** When the look under way began. */
	private long lookBegan;

	/** When the last look that has ended began. */
	private long listedFrom;

	private boolean membersListed;

	private boolean claimsListed;

	/** When the set of members last changed, by the ticker. */
	private long membersChangedAt;

	GroupView(GroupKeys keys, long ownLeaseMillis, long now) {
		this.keys = keys;
		this.ownLeaseMillis = ownLeaseMillis;
		this.membersChangedAt = now;
	}

	/**
	 * Another member.
	 *
	 * @param version the version of its entry
	 * @param entry its entry
	 * @param seenAt when this replica first saw that version, by the ticker
	 */
	record Member(long version, MemberEntry entry, long seenAt) {

		/** Whether the entry has not changed for as long as its lease lasts. */
		boolean isDead(long now) {
			return now - diesAt() >= 0;
		}

		long diesAt() {
			return this.seenAt + this.entry.leaseNanos();
		}

		/** Whether it would have renewed its lease by now if all was well. */
		boolean isOverdue(long now) {
			return now - this.seenAt >= this.entry.leaseNanos() / 2;
		}

	}

	/**
	 * A claim.
	 *
	 * @param version the version of its entry
	 * @param entry its entry
	 * @param learned when this replica learned of that version
	 */
	record Known(long version, ClaimEntry entry, long learned) {

	}

	// Looking

	long lookBegins() {
		this.order++;
		this.lookBegan = this.order;
		return this.lookBegan;
	}

	/**
	 * Takes over what the look under way has found.
	 * @param entries the entries
	 * @param all whether the claims were listed as well
	 * @param own the key of this replica's own entry
	 * @param now the time of the ticker after the look
	 */
	void listed(Map<String, Entry> entries, boolean all, String own, long now) {
		this.order++;
		Map<String, Member> members = new HashMap<>();
		Map<String, Known> claims = new HashMap<>();
		boolean changed = false;
		for (Entry entry : entries.values()) {
			if (entry.key().startsWith(this.keys.members()) && !entry.key().equals(own)) {
				String holder = entry.key().substring(this.keys.members().length());
				Member before = this.members.get(holder);
				// An earlier version is that of a store that was restored from a backup.
				Member member = (before != null && before.version() == entry.version()) ? before
						: new Member(entry.version(), MemberEntry.parse(entry.value(), this.ownLeaseMillis), now);
				if (this.deleted.getOrDefault(holder, -1L) < this.lookBegan) {
					members.put(holder, member);
					changed |= before == null || before.entry().leaving() != member.entry().leaving()
							|| before.entry().weight() != member.entry().weight();
				}
			}
			else if (all && entry.key().startsWith(this.keys.claims())) {
				claims.put(entry.key(), newer(this.claims.get(entry.key()), entry));
			}
		}
		if (changed || members.size() != this.members.size()) {
			this.membersChangedAt = now;
		}
		this.members = members;
		if (all) {
			this.claims.forEach((key, known) -> {
				if (known.learned() > this.lookBegan) {
					claims.putIfAbsent(key, known);
				}
			});
			this.claims = claims;
			this.claimsListed = true;
		}
		this.deleted.values().removeIf((when) -> when < this.lookBegan);
		this.listedFrom = this.lookBegan;
		this.membersListed = true;
	}

	private Known newer(@Nullable Known before, Entry entry) {
		if (before != null && before.version() == entry.version()) {
			return before;
		}
		// An earlier version than one that was known before the look began is that of a
		// store that was restored from a backup.
		if (before != null && before.version() > entry.version() && before.learned() > this.lookBegan) {
			return before;
		}
		return new Known(entry.version(), ClaimEntry.parse(entry.value()), this.order);
	}

	/** This replica has changed a claim. */
	void learned(String key, long version, ClaimEntry entry) {
		this.order++;
		Known before = this.claims.get(key);
		if (before == null || before.version() < version) {
			this.claims.put(key, new Known(version, entry, this.order));
		}
	}

	/** This replica has deleted a member. */
	void deleted(String holder, long now) {
		this.order++;
		this.deleted.put(holder, this.order);
		if (this.members.containsKey(holder)) {
			this.members = new HashMap<>(this.members);
			this.members.remove(holder);
			this.membersChangedAt = now;
		}
	}

	/** The entry of a member is no longer as it was seen, or is gone. */
	void changed(String holder, long now) {
		Member member = this.members.get(holder);
		if (member != null) {
			this.members = new HashMap<>(this.members);
			this.members.put(holder, new Member(member.version(), member.entry(), now));
		}
	}

	// Asking

	Map<String, Member> members() {
		return this.members;
	}

	boolean isAnotherUp() {
		return this.members.values().stream().anyMatch((member) -> !member.entry().leaving());
	}

	Map<String, Known> claims() {
		return this.claims;
	}

	boolean isComplete() {
		return this.membersListed && this.claimsListed;
	}

	long membersChangedAt() {
		return this.membersChangedAt;
	}

	/** Returns how many connections each member holds. */
	Map<String, Integer> heldByMember() {
		Map<String, Integer> held = new HashMap<>();
		for (Known claim : this.claims.values()) {
			if (claim.entry().held()) {
				held.merge(claim.entry().holder(), 1, Integer::sum);
			}
		}
		return held;
	}

	/** Returns how many connections other members hold. */
	int held() {
		int held = 0;
		for (Known claim : this.claims.values()) {
			held += isHeld(claim) ? 1 : 0;
		}
		return held;
	}

	/**
	 * Returns whether another member holds a connection.
	 * @param key the key of the claim
	 * @return whether one that is known does
	 */
	boolean isHeld(String key) {
		Known claim = this.claims.get(key);
		return claim != null && isHeld(claim);
	}

	private boolean isHeld(Known claim) {
		return claim.entry().held() && this.members.containsKey(claim.entry().holder());
	}

	/** The current position in the order of what happened. */
	long order() {
		return this.order;
	}

	/**
	 * Returns whether the holder of a claim no longer exists. A member joins before it
	 * claims; so if it is missing in a look that began after the claim was known, it was
	 * deleted.
	 */
	boolean isOrphan(Known claim) {
		String holder = claim.entry().holder();
		return this.deleted.containsKey(holder)
				|| !this.members.containsKey(holder) && claim.learned() < this.listedFrom;
	}

}
