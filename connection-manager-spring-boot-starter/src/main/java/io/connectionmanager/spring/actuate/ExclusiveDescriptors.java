package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.GroupSnapshot;
import io.connectionmanager.Masking;
import org.jspecify.annotations.Nullable;

/**
 * Creates descriptions of exclusive connections and their groups, without secrets.
 */
final class ExclusiveDescriptors {

	private ExclusiveDescriptors() {
	}

	/**
	 * Describes the claim to a connection.
	 * @param manager the manager of the connection
	 * @param inFull whether to describe the group as well
	 * @return the description, or {@code null} if the connection is not exclusive
	 */
	static @Nullable ExclusiveDescriptor describe(ConnectionManager<?> manager, boolean inFull) {
		ExclusiveGroup group = manager.exclusiveGroup().orElse(null);
		ClaimSnapshot claim = (group != null) ? group.claim(manager.name()).orElse(null) : null;
		if (group == null || claim == null) {
			return null;
		}
		GroupSnapshot snapshot = inFull ? group.snapshot() : null;
		boolean holds = claim.role() == ClaimSnapshot.Role.HOLDER;
		return new ExclusiveDescriptor(claim.role().name().toLowerCase(Locale.ROOT), claim.since(),
				claim.token().isPresent() ? claim.token().getAsLong() : null,
				(holds && snapshot != null) ? validFor(snapshot) : null,
				holds ? null : claim.holder().map(ClaimHolder::memberId).orElse(null), claim.waitsFor().orElse(null),
				(snapshot != null) ? store(snapshot) : null, (snapshot != null) ? snapshot.members().size() : null);
	}

	static ExclusiveGroupDescriptor describe(GroupSnapshot group) {
		List<ExclusiveGroupDescriptor.Member> members = new ArrayList<>();
		for (GroupSnapshot.Member member : group.members()) {
			members.add(new ExclusiveGroupDescriptor.Member(member.memberId(), member.incarnation(),
					member.self() ? true : null, member.leaving() ? true : null, member.weight(), member.held(),
					member.cap()));
		}
		return new ExclusiveGroupDescriptor(group.group(), group.memberId(), store(group), group.joined(),
				group.lastContact().orElse(null), storeFailure(group), validFor(group), group.claims(), members);
	}

	static String store(GroupSnapshot group) {
		return Masking.standard().maskLine(group.store());
	}

	static @Nullable String storeFailure(GroupSnapshot group) {
		return group.storeFailure().map(Masking.standard()::maskLine).orElse(null);
	}

	private static @Nullable Duration validFor(GroupSnapshot group) {
		return group.validFor().map((it) -> it.truncatedTo(ChronoUnit.MILLIS)).orElse(null);
	}

}
