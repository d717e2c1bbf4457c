package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What this replica knows about a group of replicas that share exclusive connections.
 *
 * @param group the name of the group
 * @param memberId the name of this replica
 * @param store the store on which the replicas agree
 * @param joined whether this replica has a valid lease
 * @param lastContact when the store last answered; absent if it never did
 * @param storeFailure why the store did not answer last
 * @param validFor how long connections may be held without another renewal of the lease
 * @param claims the number of exclusive connections that are known
 * @param members the replicas
 */
public record ExclusiveGroupDescriptor(String group, String memberId, String store, boolean joined,
		@Nullable Instant lastContact, @Nullable String storeFailure, @Nullable Duration validFor, int claims,
		List<Member> members) {

	/**
	 * A replica.
	 *
	 * @param memberId its name
	 * @param incarnation identifies the process among those with the same name
	 * @param self true for this replica, otherwise absent
	 * @param leaving true if it is about to leave, otherwise absent
	 * @param weight its share in relation to the others
	 * @param held the number of connections that it holds
	 * @param cap the number of connections that it may hold
	 */
	public record Member(String memberId, String incarnation, @Nullable Boolean self, @Nullable Boolean leaving,
			int weight, int held, int cap) {

	}

}
