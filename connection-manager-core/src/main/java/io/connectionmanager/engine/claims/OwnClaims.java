package io.connectionmanager.engine.claims;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The claims of this replica by the names of their connections. A manager that is built
 * while the claim of one of the same name is still to be released gets the successor of
 * that claim, which waits for its place.
 */
final class OwnClaims {

	private final Map<String, OwnClaim> claims = new LinkedHashMap<>();

	private final Map<String, OwnClaim> successors = new LinkedHashMap<>();

	/** The claims that have their place: a view. */
	Collection<OwnClaim> all() {
		return this.claims.values();
	}

	void add(OwnClaim claim) {
		OwnClaim present = this.claims.get(claim.name);
		OwnClaim latest = this.successors.getOrDefault(claim.name, present);
		if (latest != null && !latest.retired) {
			throw new IllegalArgumentException("Connection '%s' is already in the group".formatted(claim.name));
		}
		((present != null) ? this.successors : this.claims).put(claim.name, claim);
	}

	boolean has(OwnClaim claim) {
		return this.claims.get(claim.name) == claim || this.successors.get(claim.name) == claim;
	}

	/** Whether a claim that waits for its place is wanted. */
	boolean isSuccessorWanted() {
		return this.successors.values().stream().anyMatch((claim) -> claim.use.wanted());
	}

	/**
	 * Removes claims, whose places go to their successors.
	 * @param removable which to remove
	 * @return whether there was a successor
	 */
	boolean remove(Predicate<OwnClaim> removable) {
		this.claims.values().removeIf(removable);
		return this.successors.values().removeIf((claim) -> this.claims.putIfAbsent(claim.name, claim) == null);
	}

}
