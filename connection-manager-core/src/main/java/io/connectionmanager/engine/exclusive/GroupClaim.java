package io.connectionmanager.engine.exclusive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ClaimSnapshot.Role;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.engine.claims.GroupReport;
import io.connectionmanager.engine.claims.Lease;
import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.claims.OwnClaim;
import io.connectionmanager.engine.claims.Use;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Work;

/**
 * The claim to one connection: passes decisions of the group to the manager. As a task,
 * it notifies the manager.
 */
final class GroupClaim extends SerialTask implements Claim {

	private final ExclusiveGroup group;

	private final ClaimContext context;

	private final OwnClaim own;

	private final ClaimOwner owner;

	private final EngineRuntime runtime;

	/** Whether the manager has been built: before, it cannot be asked. */
	private volatile boolean introduced;

	private volatile Granted granted = new Granted(Decision.NONE, 0);

	private final Queue<CompletableFuture<Boolean>> handOvers = new ConcurrentLinkedQueue<>();

	// Guarded by the lock of the group, like all that follows.

	private Role role = Role.STANDBY;

	private Instant roleSince;

	GroupClaim(ExclusiveGroup group, ClaimContext context, OwnClaim own, ClaimOwner owner, EngineRuntime runtime) {
		super(false);
		this.group = group;
		this.context = context;
		this.own = own;
		this.owner = owner;
		this.runtime = runtime;
		this.roleSince = runtime.instant();
	}

	/**
	 * A decision, and the lease under which it was made.
	 *
	 * @param decision the decision
	 * @param term the lease
	 */
	private record Granted(Decision decision, long term) {
	}

	OwnClaim own() {
		return this.own;
	}

	/** Reads what the manager does with the claim. */
	Use use() {
		if (!this.introduced) {
			return Use.NONE;
		}
		ClaimOwner.Use use = this.owner.use();
		OptionalLong outage = use.outageSince();
		return new Use(use.wanted(), use.token(), use.mayBeOpen(), outage.isPresent(), outage.orElse(0));
	}

	/** Publishes what the group has decided. Called with the lock of the group held. */
	void publish() {
		Phase phase = switch (this.own.phase()) {
			case NONE -> Phase.NONE;
			case HELD -> Phase.HOLD;
			case LETTING_GO -> Phase.HAND_OVER;
			case LOST -> Phase.LOST;
		};
		Decision decision = (phase != Phase.NONE) ? new Decision(phase, this.own.token()) : Decision.NONE;
		this.granted = new Granted(decision, this.own.term());
		Role role = (phase == Phase.HOLD || phase == Phase.HAND_OVER) ? Role.HOLDER : Role.STANDBY;
		if (role != this.role) {
			this.role = role;
			this.roleSince = this.runtime.instant();
		}
	}

	/** Returns what is known of the claim. Called with the lock of the group held. */
	ClaimSnapshot snapshot(GroupReport report, Moment now) {
		OptionalLong token = (this.role == Role.HOLDER) ? OptionalLong.of(this.own.token()) : OptionalLong.empty();
		return new ClaimSnapshot(this.own.name(), this.role, this.roleSince, report.holder(this.own), token,
				report.waitsFor(this.own, now));
	}

	/** Adds somebody who waits for a hand-over. */
	void await(CompletableFuture<Boolean> handOver) {
		this.handOvers.add(handOver);
	}

	boolean isAwaited() {
		return !this.handOvers.isEmpty();
	}

	List<CompletableFuture<Boolean>> takeHandOvers() {
		List<CompletableFuture<Boolean>> taken = new ArrayList<>();
		CompletableFuture<Boolean> next = this.handOvers.poll();
		while (next != null) {
			taken.add(next);
			next = this.handOvers.poll();
		}
		return taken;
	}

	void notifyOwner() {
		if (request()) {
			dispatch();
		}
	}

	/** Notifies the manager again if it may not have noticed that it was granted. */
	void lookAfterLost() {
		Decision decision = this.granted.decision();
		if (isLost()) {
			dispatch();
		}
		else if (decision.phase() == Phase.HOLD && use().token() != decision.token()) {
			notifyOwner();
		}
	}

	@Override
	protected void perform() {
		this.owner.claimChanged();
	}

	@Override
	protected boolean submit() {
		return this.runtime.tryExecuteFromAnyThread(Work.NOTIFY, this);
	}

	// Called by the manager

	@Override
	public ExclusiveGroup group() {
		return this.group;
	}

	@Override
	public Decision decision() {
		return this.granted.decision();
	}

	@Override
	public boolean isValid(long token) {
		Granted granted = this.granted;
		Decision decision = granted.decision();
		Lease lease = this.context.lease();
		return decision.token() == token && (decision.phase() == Phase.HOLD || decision.phase() == Phase.HAND_OVER)
				&& granted.term() == lease.term() && lease.isValid(Moments.now(this.runtime));
	}

	@Override
	public void checkDeadline() {
		this.context.checkDeadline();
	}

	@Override
	public void started() {
		this.context.started(this.own);
	}

	@Override
	public void ownerChanged() {
		this.introduced = true;
		this.context.requestPass();
	}

	@Override
	public void retire() {
		this.context.retire(this.own);
	}

	@Override
	public Optional<ClaimHolder> holder() {
		return this.context.holder(this.own);
	}

	@Override
	public CompletionStage<Boolean> handOver() {
		return this.context.handOver(this.own);
	}

	@Override
	public String toString() {
		return "claim to '%s'".formatted(this.own.name());
	}

}
