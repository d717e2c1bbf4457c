package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.engine.claims.GroupView.Known;
import io.connectionmanager.engine.claims.GroupView.Member;
import io.connectionmanager.engine.claims.Instruction.Notify;
import io.connectionmanager.engine.claims.OwnClaim.Phase;

/**
 * The share of this replica in the connections of the group.
 */
final class Spread {

	private final ExclusiveSettings settings;

	private final Membership membership;

	private final GroupView view;

	private final Collection<OwnClaim> claims;

	private final Consumer<Instruction> out;

	Spread(ExclusiveSettings settings, Membership membership, GroupView view, Collection<OwnClaim> claims,
			Consumer<Instruction> out) {
		this.settings = settings;
		this.membership = membership;
		this.view = view;
		this.claims = claims;
		this.out = out;
	}

	/** Hands over what is too much, if the members have been the same for a while. */
	void moveExcess(long now) {
		if (this.membership.isLeaving() || !this.view.isComplete() || now - settledAt() < 0) {
			return;
		}
		int cap = cap();
		int held = held() - exempt();
		if (!Shares.isOver(held, cap)) {
			return;
		}
		List<OwnClaim> movable = new ArrayList<>();
		for (OwnClaim claim : this.claims) {
			if (claim.phase == Phase.LETTING_GO && claim.cause == Cause.MOVED) {
				return;
			}
			if (claim.phase == Phase.HELD && !isExempt(claim)) {
				movable.add(claim);
			}
		}
		movable.sort(Comparator.comparingLong((claim) -> claim.score));
		int moves = Math.min(Math.min(held - cap, this.settings.spread().maxMoves()), movable.size());
		for (OwnClaim claim : movable.subList(0, moves)) {
			claim.letGo(Cause.MOVED);
			this.out.accept(new Notify(claim));
		}
	}

	long settledAt() {
		return this.view.membersChangedAt() + this.settings.spread().settleTime().toNanos();
	}

	int room() {
		return Math.max(cap() - held(), 0);
	}

	private int held() {
		int held = 0;
		for (OwnClaim claim : this.claims) {
			held += claim.countsAsHeld() ? 1 : 0;
		}
		return held;
	}

	/** How many connections are held that do not count as excess. */
	private int exempt() {
		int exempt = 0;
		for (OwnClaim claim : this.claims) {
			exempt += (claim.phase == Phase.HELD && isExempt(claim)) ? 1 : 0;
		}
		return exempt;
	}

	private boolean isExempt(OwnClaim claim) {
		return isUnwanted(claim) || isGiven(claim);
	}

	/** Whether nobody else wants it, as far as is known. */
	boolean isUnwanted(OwnClaim claim) {
		return claim.unwantedSince != null && claim.unwantedSince == this.view.membersChangedAt();
	}

	/** Whether another member has given it to this replica, and none has come since. */
	private boolean isGiven(OwnClaim claim) {
		return claim.givenSince != null && claim.givenSince == this.view.membersChangedAt();
	}

	/** How many connections this replica may hold. */
	private int cap() {
		return caps().applyAsInt(this.membership.entry());
	}

	/**
	 * How many connections each member may hold: what all have in common is added up
	 * once.
	 */
	ToIntFunction<MemberEntry> caps() {
		int total = this.view.held();
		for (OwnClaim claim : this.claims) {
			total += (claim.use.wanted() && !this.view.isHeld(claim.key)) ? 1 : 0;
		}
		int connections = total;
		long weights = weights();
		return (member) -> member.leaving() ? 0 : Shares.cap(connections, member.weight(), weights);
	}

	private long weights() {
		long sum = this.membership.isLeaving() ? 0 : this.settings.spread().weight();
		for (Member member : this.view.members().values()) {
			sum += member.entry().leaving() ? 0 : member.entry().weight();
		}
		return sum;
	}

	/**
	 * Returns what to claim although this replica holds its share: what another member
	 * has given back while all others hold theirs. These are few, so that a group stays
	 * as balanced as it has to be.
	 * @param available what could be claimed, the preferred ones first
	 * @return the claims
	 */
	Set<OwnClaim> beyondShare(List<OwnClaim> available) {
		ToIntFunction<MemberEntry> caps = caps();
		int cap = caps.applyAsInt(this.membership.entry());
		int few = cap + Math.max(1, cap / 20) - held();
		Set<OwnClaim> beyond = new HashSet<>();
		if (few > 0) {
			Set<String> withRoom = membersWithRoom(caps);
			for (OwnClaim claim : available) {
				Known known = this.view.claims().get(claim.key);
				if (beyond.size() < few && known != null && isGivenBack(known)
						&& withRoom.stream().allMatch((holder) -> holder.equals(known.entry().holder()))) {
					beyond.add(claim);
				}
			}
		}
		return beyond;
	}

	/** Whether another member has given it back. */
	private boolean isGivenBack(Known known) {
		return !known.entry().held() && !known.entry().holder().equals(this.membership.holder());
	}

	private Set<String> membersWithRoom(ToIntFunction<MemberEntry> caps) {
		Map<String, Integer> held = this.view.heldByMember();
		Set<String> withRoom = new HashSet<>();
		this.view.members().forEach((holder, member) -> {
			if (held.getOrDefault(holder, 0) < caps.applyAsInt(member.entry())) {
				withRoom.add(holder);
			}
		});
		return withRoom;
	}

}
