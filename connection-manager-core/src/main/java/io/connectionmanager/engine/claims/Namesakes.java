package io.connectionmanager.engine.claims;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds other members with the name of this one. They do no harm, but people cannot tell
 * them apart.
 */
final class Namesakes {

	/**
	 * How many renewals must be seen. The entry of an earlier process of this name has
	 * none, and of one that is about to end it may have one.
	 */
	private static final int RENEWALS = 2;

	private final Membership membership;

	private final Consumer<Instruction> out;

	private final Map<String, Seen> seen = new HashMap<>();

	Namesakes(Membership membership, Consumer<Instruction> out) {
		this.membership = membership;
		this.out = out;
	}

	private record Seen(long version, int renewals) {

	}

	/** Reports each one once. */
	void look(Map<String, GroupView.Member> members) {
		this.seen.keySet().retainAll(members.keySet());
		String name = GroupKeys.holder(this.membership.memberId(), "");
		members.forEach((holder, member) -> {
			if (holder.startsWith(name) && !member.entry().leaving()) {
				Seen before = this.seen.getOrDefault(holder, new Seen(member.version(), 0));
				int renewals = before.renewals() + ((before.version() != member.version()) ? 1 : 0);
				this.seen.put(holder, new Seen(member.version(), Math.min(renewals, RENEWALS)));
				if (renewals == RENEWALS && before.renewals() < RENEWALS) {
					this.out.accept(
							new Instruction.Namesake(this.membership.incarnation(), GroupKeys.incarnationOf(holder)));
				}
			}
		});
	}

}
