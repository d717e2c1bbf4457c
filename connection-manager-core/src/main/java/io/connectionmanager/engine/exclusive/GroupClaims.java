package io.connectionmanager.engine.exclusive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.claims.Instruction;
import io.connectionmanager.engine.claims.OwnClaim;
import io.connectionmanager.engine.claims.Replica;

/**
 * The claims of a member of a group. Guarded by the lock of the group.
 */
final class GroupClaims {

	private final Replica replica;

	/** By the name of the connection. */
	private final Map<String, GroupClaim> claims = new HashMap<>();

	GroupClaims(Replica replica) {
		this.replica = replica;
	}

	void add(GroupClaim claim) {
		this.claims.put(claim.own().name(), claim);
	}

	@Nullable GroupClaim get(String connection) {
		return this.claims.get(connection);
	}

	@Nullable GroupClaim get(OwnClaim own) {
		GroupClaim claim = this.claims.get(own.name());
		return (claim != null && claim.own() == own) ? claim : null;
	}

	List<GroupClaim> all() {
		return List.copyOf(this.claims.values());
	}

	/** Reports to the replica what the managers do with their claims. */
	void reportUse() {
		this.claims.values().forEach((claim) -> this.replica.use(claim.own(), claim.use()));
	}

	/** Shows the managers what the replica has decided. */
	void publish(List<Instruction> instructions) {
		for (Instruction instruction : instructions) {
			if (instruction instanceof Instruction.Notify notify) {
				GroupClaim claim = get(notify.claim());
				if (claim != null) {
					claim.publish();
				}
			}
		}
	}

	/** Drops the claims that the replica has removed. */
	void forgetRemoved() {
		this.claims.values().removeIf((claim) -> !this.replica.has(claim.own()));
	}

}
