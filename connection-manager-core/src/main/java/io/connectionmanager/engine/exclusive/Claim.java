package io.connectionmanager.engine.exclusive;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ExclusiveGroup;

/**
 * The claim of this replica to an exclusive connection, as its manager sees it. Every
 * method may be called from any thread, and none blocks.
 */
public interface Claim {

	/**
	 * Returns the group.
	 * @return the group
	 */
	ExclusiveGroup group();

	/**
	 * Returns what the group has decided. Costs a volatile read.
	 * @return the decision
	 */
	Decision decision();

	/**
	 * Returns whether a connection may be used now under a token: it was granted, and the
	 * lease has not expired by the clocks of this replica. Reads both clocks.
	 * @param token the token that the manager has accepted
	 * @return whether it is valid
	 */
	boolean isValid(long token);

	/**
	 * Makes the group notice at once that its lease has expired, before its timer does.
	 */
	void checkDeadline();

	/**
	 * Notifies the group that the manager was started: it is not about to leave, or no
	 * longer.
	 */
	void started();

	/**
	 * Notifies the group that {@link ClaimOwner#use()} may have changed.
	 */
	void ownerChanged();

	/**
	 * Ends the claim: the manager is closed for good. What it holds is released when
	 * nothing may be open any more.
	 */
	void retire();

	/**
	 * Returns who holds the connection.
	 * @return the holder, or empty if there is none, or it is unknown
	 */
	Optional<ClaimHolder> holder();

	/**
	 * Hands the claim over to another member.
	 * @return completes with whether it was done
	 */
	CompletionStage<Boolean> handOver();

	/**
	 * A decision of the group.
	 *
	 * @param phase what the manager may do
	 * @param token the token to which it applies; 0 if the phase is {@code NONE}
	 */
	record Decision(Phase phase, long token) {

		/** Nothing is granted. */
		public static final Decision NONE = new Decision(Phase.NONE, 0);

	}

	/**
	 * What a manager may do.
	 */
	enum Phase {

		/** Nothing: it stands by. */
		NONE,

		/** Open the connection and keep it. */
		HOLD,

		/** Notify subscribers, close the connection, and then stand by. */
		HAND_OVER,

		/** Close the connection at once. */
		LOST

	}

}
