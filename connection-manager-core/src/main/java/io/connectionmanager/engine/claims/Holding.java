package io.connectionmanager.engine.claims;

import java.util.Collection;
import java.util.function.Consumer;

import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.engine.claims.Instruction.HandedOver;
import io.connectionmanager.engine.claims.Instruction.Lost;
import io.connectionmanager.engine.claims.Instruction.Notify;
import io.connectionmanager.engine.claims.Instruction.Overrun;
import io.connectionmanager.engine.claims.OwnClaim.Phase;

/**
 * How long this replica holds what it was granted.
 */
final class Holding {

	/** An overrun shorter than this is that of a timer. */
	private static final long OVERRUN = 100_000_000;

	private final ExclusiveSettings settings;

	private final Membership membership;

	private final Collection<OwnClaim> claims;

	private final Consumer<Instruction> out;

	Holding(ExclusiveSettings settings, Membership membership, Collection<OwnClaim> claims, Consumer<Instruction> out) {
		this.settings = settings;
		this.membership = membership;
		this.claims = claims;
		this.out = out;
	}

	/** Lets a connection go because somebody asks for it. */
	void handOver(OwnClaim claim) {
		claim.letGo(Cause.HANDED_OVER);
		claim.handOverRequested = true;
		this.out.accept(new Notify(claim));
	}

	/** The lease has ended, or this replica was expelled: everything is to be closed. */
	void lapse(Moment now) {
		long late = -this.membership.lease().remaining(now);
		this.membership.lapse();
		for (OwnClaim claim : this.claims) {
			if (claim.isHeld() && late >= OVERRUN && claim.use.mayBeOpen()) {
				this.out.accept(new Overrun(claim.name, late, late >= this.settings.safetyMargin().toNanos()));
			}
		}
	}

	/** The connection is to be closed at once. */
	void lose(OwnClaim claim) {
		claim.phase = Phase.LOST;
		this.out.accept(new Notify(claim));
		this.out.accept(new Lost(claim.name, claim.token, Cause.LAPSED));
		if (claim.handOverRequested) {
			claim.handOverRequested = false;
			this.out.accept(new HandedOver(claim, false));
		}
	}

	/** Follows up on what the manager does, and on the end of a lease. */
	void follow(OwnClaim claim, long now, boolean anotherUp, boolean unwanted) {
		if (claim.isHeld() && claim.term != this.membership.lease().term()) {
			lose(claim);
		}
		if (claim.phase == Phase.LOST && claim.use.token() != claim.token) {
			claim.phase = Phase.NONE;
			this.out.accept(new Notify(claim));
		}
		if (claim.phase == Phase.HELD && claim.isDropped()) {
			claim.letGo(Cause.STOPPED);
			this.out.accept(new Notify(claim));
		}
		if (anotherUp && claim.mustYield(now, unwanted)) {
			claim.letGo(Cause.YIELDED);
			this.out.accept(new Notify(claim));
		}
	}

}
