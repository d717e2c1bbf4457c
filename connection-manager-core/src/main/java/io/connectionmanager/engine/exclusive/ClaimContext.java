package io.connectionmanager.engine.exclusive;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.engine.claims.Lease;
import io.connectionmanager.engine.claims.OwnClaim;

/**
 * A group as its claims see it.
 */
interface ClaimContext {

	/** The lease of this replica. Costs a volatile read. */
	Lease lease();

	/** Notices the end of the lease at once, if it has ended. */
	void checkDeadline();

	/**
	 * Takes back that this replica is about to leave, unless it is being closed.
	 * @param claim the claim of the manager that was started
	 */
	void started(OwnClaim claim);

	/** Notices soon what a manager does with its claim. */
	void requestPass();

	void retire(OwnClaim claim);

	Optional<ClaimHolder> holder(OwnClaim claim);

	CompletionStage<Boolean> handOver(OwnClaim claim);

}
