package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a member knows about its {@link ExclusiveGroup}, at one point in time. Immutable.
 *
 * @param group the name of the group
 * @param memberId the name of the member
 * @param store a description of the store
 * @param joined whether the member has a valid lease
 * @param leaving whether the member is about to leave
 * @param lastContact when the store last answered, by the wall clock
 * @param storeFailure why the store did not answer last, masked; empty if it did
 * @param validFor how long the member may hold connections without another renewal; empty
 * if its lease is not valid
 * @param claims the number of connections of the group that are known
 * @param members the members that are up or leaving, by name
 */
public record GroupSnapshot(String group, String memberId, String store, boolean joined, boolean leaving,
		Optional<Instant> lastContact, Optional<String> storeFailure, Optional<Duration> validFor, int claims,
		List<Member> members) {

	public GroupSnapshot {
		members = List.copyOf(members);
	}

	/**
	 * A member of the group.
	 *
	 * @param memberId the name of the member
	 * @param incarnation identifies the process among those with the same name
	 * @param weight its share in relation to the others
	 * @param leaving whether it is about to leave
	 * @param self whether it is this member
	 * @param held the number of connections it holds
	 * @param cap the number of connections it may hold; 0 if it is leaving
	 */
	public record Member(String memberId, String incarnation, int weight, boolean leaving, boolean self, int held,
			int cap) {

	}

}
