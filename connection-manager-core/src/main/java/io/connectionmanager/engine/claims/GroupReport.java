package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot.WaitsFor;
import io.connectionmanager.GroupSnapshot;
import io.connectionmanager.engine.claims.GroupView.Known;
import io.connectionmanager.engine.claims.GroupView.Member;
import io.connectionmanager.engine.claims.OwnClaim.Phase;

/**
 * What people want to know about a group.
 */
public final class GroupReport {

	private final String memberId;

	private final Membership membership;

	private final GroupView view;

	private final Spread spread;

	GroupReport(String memberId, Membership membership, GroupView view, Spread spread) {
		this.memberId = memberId;
		this.membership = membership;
		this.view = view;
		this.spread = spread;
	}

	/**
	 * Returns who holds a connection.
	 * @param claim the claim of this replica
	 * @return the holder, or empty if there is none, or it is unknown
	 */
	public Optional<ClaimHolder> holder(OwnClaim claim) {
		if (claim.isHeld()) {
			return Optional.of(new ClaimHolder(this.memberId, this.membership.incarnation(), claim.token, true));
		}
		Known known = this.view.claims().get(claim.key);
		if (known == null || !known.entry().held() || !this.view.members().containsKey(known.entry().holder())) {
			return Optional.empty();
		}
		String holder = known.entry().holder();
		return Optional.of(new ClaimHolder(GroupKeys.memberIdOf(holder), GroupKeys.incarnationOf(holder),
				known.entry().epoch(), false));
	}

	/**
	 * Returns what a claim waits for.
	 * @param claim the claim of this replica
	 * @param now the current time
	 * @return what it waits for, or empty if it is held or not wanted
	 */
	public Optional<WaitsFor> waitsFor(OwnClaim claim, Moment now) {
		if (!claim.use.wanted() || claim.phase == Phase.HELD) {
			return Optional.empty();
		}
		if (!this.membership.lease().isValid(now) || !this.view.isComplete()) {
			return Optional.of(WaitsFor.STORE);
		}
		Known known = this.view.claims().get(claim.key);
		if (known != null && known.entry().held() && !known.entry().holder().equals(this.membership.holder())) {
			Member holder = this.view.members().get(known.entry().holder());
			return Optional.of((holder != null && !holder.isOverdue(now.ticker())) ? WaitsFor.HOLDER : WaitsFor.EXPIRY);
		}
		// Held by this replica: what is being released, or was granted too late.
		boolean held = known != null && known.entry().held();
		boolean underWay = claim.pending || claim.unknownSince > 0 || claim.isHeld() || held;
		return Optional.of(underWay ? WaitsFor.STORE : WaitsFor.CAP);
	}

	/**
	 * Returns how many connections of the group are known.
	 * @return the number
	 */
	public int claims() {
		return this.view.claims().size();
	}

	/**
	 * Returns the members, by name.
	 * @return the members; without this replica if it has not joined
	 */
	public List<GroupSnapshot.Member> members() {
		Map<String, Integer> held = this.view.heldByMember();
		ToIntFunction<MemberEntry> caps = this.spread.caps();
		List<GroupSnapshot.Member> members = new ArrayList<>();
		if (this.membership.isJoined()) {
			members.add(member(this.membership.holder(), this.membership.entry(), true, held, caps));
		}
		this.view.members().forEach((holder, member) -> members.add(member(holder, member.entry(), false, held, caps)));
		members.sort(
				Comparator.comparing(GroupSnapshot.Member::memberId).thenComparing(GroupSnapshot.Member::incarnation));
		return members;
	}

	private GroupSnapshot.Member member(String holder, MemberEntry entry, boolean self, Map<String, Integer> held,
			ToIntFunction<MemberEntry> caps) {
		return new GroupSnapshot.Member(GroupKeys.memberIdOf(holder), GroupKeys.incarnationOf(holder), entry.weight(),
				entry.leaving(), self, held.getOrDefault(holder, 0), caps.applyAsInt(entry));
	}

}
