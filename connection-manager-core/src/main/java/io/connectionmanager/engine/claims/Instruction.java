package io.connectionmanager.engine.claims;

import java.util.List;
import java.util.Optional;

import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.ExclusiveListener.Reason;
import io.connectionmanager.coordination.Change;

/**
 * What is to be done next. Each call of the store is answered with the method of
 * {@link Replica} that is named here.
 */
public sealed interface Instruction {

	/**
	 * Renew the lease, or join the group.
	 *
	 * @param change the change of the member's own entry
	 * @see Replica#renewed
	 */
	record Renew(Change change) implements Instruction {
	}

	/**
	 * List entries.
	 *
	 * @param all whether all entries of the group are needed, and not only its members
	 * @see Replica#looked
	 */
	record Look(boolean all) implements Instruction {
	}

	/**
	 * Change claims and delete members.
	 *
	 * @param changes the changes
	 * @see Replica#applied
	 */
	record Apply(List<Change> changes) implements Instruction {
	}

	/**
	 * Decide again at a point in time, at the latest.
	 *
	 * @param at the time of the ticker, in nanoseconds
	 */
	record Wake(long at) implements Instruction {
	}

	/**
	 * Notify a manager that the decision about its claim has changed.
	 *
	 * @param claim the claim
	 */
	record Notify(OwnClaim claim) implements Instruction {
	}

	/**
	 * A connection was granted.
	 *
	 * @param connection the name of the connection
	 * @param token the fencing token
	 * @param previous the name of the previous holder
	 * @param reason why it could be claimed
	 */
	record Granted(String connection, long token, Optional<String> previous, Reason reason) implements Instruction {
	}

	/**
	 * A connection is no longer held.
	 *
	 * @param connection the name of the connection
	 * @param token the fencing token
	 * @param cause why
	 */
	record Lost(String connection, long token, Cause cause) implements Instruction {
	}

	/**
	 * A connection that may be open was given up too late.
	 *
	 * @param connection the name of the connection
	 * @param nanos how much too late
	 * @param beyondMargin whether another member may have taken over before
	 */
	record Overrun(String connection, long nanos, boolean beyondMargin) implements Instruction {
	}

	/**
	 * Another member that is up has the name of this one.
	 *
	 * @param own the incarnation of this member
	 * @param other that of the other member
	 */
	record Namesake(String own, String other) implements Instruction {
	}

	/**
	 * A request to hand over has ended.
	 *
	 * @param claim the claim
	 * @param done whether the connection was released
	 */
	record HandedOver(OwnClaim claim, boolean done) implements Instruction {
	}

}
