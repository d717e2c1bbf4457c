package io.connectionmanager.engine.exclusive;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.engine.claims.Instruction;
import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.claims.OwnClaim;
import io.connectionmanager.engine.claims.Replica;

/**
 * The claims of a member of a group. Guarded by the lock of the group.
 */
final class GroupClaims {

	private final Replica replica;

	private final Map<OwnClaim, GroupClaim> claims = new LinkedHashMap<>();

	/** The latest of each name: the one before may be about to be released. */
	private final Map<String, GroupClaim> latest = new HashMap<>();

	GroupClaims(Replica replica) {
		this.replica = replica;
	}

	void add(GroupClaim claim) {
		this.claims.put(claim.own(), claim);
		this.latest.put(claim.own().name(), claim);
	}

	/**
	 * Returns what is known of a claim.
	 * @param connection the name of the connection
	 * @param now the current time
	 * @return the claim, or empty if there is none
	 */
	Optional<ClaimSnapshot> snapshot(String connection, Moment now) {
		GroupClaim claim = this.latest.get(connection);
		if (claim == null) {
			return Optional.empty();
		}
		this.replica.use(claim.own(), claim.use());
		return Optional.of(claim.snapshot(this.replica.report(), now));
	}

	@Nullable GroupClaim get(OwnClaim own) {
		return this.claims.get(own);
	}

	List<GroupClaim> all() {
		return List.copyOf(this.claims.values());
	}

	/**
	 * Begins a hand-over.
	 * @param own the claim
	 * @param handOver to be completed with the outcome
	 * @return whether it has begun
	 */
	boolean handOver(OwnClaim own, CompletableFuture<Boolean> handOver) {
		GroupClaim claim = get(own);
		if (claim != null) {
			this.replica.use(own, claim.use());
		}
		if (claim == null || !this.replica.handOver(own)) {
			return false;
		}
		claim.await(handOver);
		return true;
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

	/**
	 * Drops the claims that the replica has removed, unless somebody is still to hear the
	 * outcome of a hand-over.
	 */
	void forgetRemoved() {
		this.claims.values().removeIf((claim) -> !this.replica.has(claim.own()) && !claim.isAwaited());
		this.latest.values().removeIf((claim) -> !this.claims.containsKey(claim.own()));
	}

}
