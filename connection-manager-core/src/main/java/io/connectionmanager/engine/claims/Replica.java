package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.engine.claims.Instruction.HandedOver;
import io.connectionmanager.engine.claims.Instruction.Look;
import io.connectionmanager.engine.claims.Instruction.Renew;
import io.connectionmanager.engine.claims.Instruction.Wake;
import io.connectionmanager.engine.claims.OwnClaim.Phase;

/**
 * One replica of an application, as a member of a group: decides when to renew its lease,
 * when to look, what to claim, and what to let go. It is driven from outside: whatever
 * happens is reported to it, and {@link #decide} then returns what is to be done. Not
 * thread-safe.
 * <ul>
 * <li>An entry of another member is dead when this replica has seen it unchanged for the
 * length of that member's lease, by its own clock, and deleting that version succeeds. No
 * clock is compared with that of another machine.</li>
 * <li>A lease is counted from before a renewal was sent. What was granted under it ends
 * with it, whatever the store does.</li>
 * <li>A claim is released only when nothing may be open any more.</li>
 * <li>An outcome that is unknown counts as a refusal, until a look shows what
 * happened.</li>
 * </ul>
 */
public final class Replica {

	private final ExclusiveSettings settings;

	private final GroupKeys keys;

	private final Membership membership;

	private final GroupView view;

	private final Looks looks;

	private final Holding holding;

	private final Spread spread;

	private final Claiming claiming;

	private final GroupReport report;

	private final Namesakes namesakes;

	private final OwnClaims claims = new OwnClaims();

	private List<Instruction> instructions = new ArrayList<>();

	private boolean closing;

	private boolean idle = true;

	/**
	 * Creates a replica that has not joined yet.
	 * @param settings its settings
	 * @param group the name of the group
	 * @param memberId the name of the member
	 * @param incarnations provides an incarnation that no other process has, or had
	 * @param pollNanos how often to look without having been notified, in nanoseconds
	 * @param now the current time
	 */
	public Replica(ExclusiveSettings settings, String group, String memberId, Supplier<String> incarnations,
			long pollNanos, Moment now) {
		this.settings = settings;
		this.keys = new GroupKeys(group);
		this.membership = new Membership(settings, this.keys, memberId, incarnations, now.ticker());
		this.view = new GroupView(this.keys, settings.leaseDuration().toMillis(), now.ticker());
		this.looks = new Looks(pollNanos, now.ticker());
		this.holding = new Holding(settings, this.membership, this.claims.all(), this::instruct);
		this.spread = new Spread(settings, this.membership, this.view, this.claims.all(), this::instruct);
		this.claiming = new Claiming(settings, this.keys, this.membership, this.view, this.looks, this.claims.all(),
				this.spread, this::instruct);
		this.namesakes = new Namesakes(this.membership, this::instruct);
		this.report = new GroupReport(memberId, this.membership, this.view, this.spread);
	}

	// What happens outside

	/**
	 * Adds a connection. If one of the same name is {@linkplain #retire retired} and not
	 * released yet, it takes its place then.
	 * @param connection the name of the connection
	 * @param yieldAfter after what length of an outage to hand it over, in nanoseconds; 0
	 * for never
	 * @return the claim
	 * @throws IllegalArgumentException if there is one of that name that is not retired
	 */
	public OwnClaim add(String connection, long yieldAfter) {
		OwnClaim claim = new OwnClaim(connection, this.keys.claim(connection), yieldAfter,
				Shares.score(this.membership.memberId(), connection));
		this.claims.add(claim);
		return claim;
	}

	/**
	 * Removes a connection for good, as soon as it is released.
	 * @param claim the claim
	 */
	public void retire(OwnClaim claim) {
		claim.retired = true;
	}

	/**
	 * Reports what a manager does with its claim, after it was able to see what was last
	 * decided.
	 * @param claim the claim
	 * @param use the use
	 */
	public void use(OwnClaim claim, Use use) {
		claim.use(use);
	}

	/**
	 * Reports whether the store notifies of changes.
	 * @param watching whether it does
	 */
	public void watching(boolean watching) {
		this.looks.watching(watching);
	}

	/**
	 * Reports that a claim may have changed in the store.
	 * @return whether to decide again; many hints lead to one look
	 */
	public boolean hint() {
		return this.looks.hint();
	}

	/**
	 * Reports the answer to {@link Renew}.
	 * @param change the change
	 * @param result the result, or {@code null} if it is unknown
	 * @param sent when the change was sent, or some time before
	 * @param now the current time
	 * @return whether the lease was renewed
	 */
	public boolean renewed(Change change, @Nullable Result result, Moment sent, Moment now) {
		// An answer that comes after the end of the lease must not prolong it.
		lapseIfDue(now);
		return this.membership.answered(change, result, sent, now, this.view.order());
	}

	/**
	 * Reports the answer to {@link Look}.
	 * @param entries the entries, or {@code null} if the store did not answer
	 * @param now the current time
	 * @return whether this replica was expelled from the group
	 */
	public boolean looked(@Nullable Map<String, Entry> entries, Moment now) {
		lapseIfDue(now);
		boolean all = this.looks.ended(entries != null, now.ticker());
		if (entries == null) {
			return false;
		}
		String own = this.membership.key();
		boolean expelled = this.membership.looked(entries.get(own), this.looks.began(), now.ticker());
		this.view.listed(entries, all, own, now.ticker());
		this.namesakes.look(this.view.members());
		for (OwnClaim claim : this.claims.all()) {
			if (claim.unknownSince > 0 && all && claim.unknownSince < this.looks.began()) {
				claim.unknownSince = 0;
			}
			if (claim.phase == Phase.HELD && all && !isHeldInStore(claim)) {
				// The store has forgotten it, and may have granted it to another member.
				this.holding.lose(claim);
			}
		}
		if (all) {
			this.claiming.listed();
		}
		return expelled;
	}

	/**
	 * Reports the answer to {@link Apply}.
	 * @param results the results, or {@code null} if they are unknown
	 * @param now the current time
	 */
	public void applied(@Nullable List<Result> results, Moment now) {
		lapseIfDue(now);
		this.claiming.answered(results, now);
	}

	/**
	 * Asks to hand a connection over. {@link HandedOver} is the answer.
	 * @param claim the claim
	 * @return whether that is possible: this replica has the connection, and another one
	 * is up
	 */
	public boolean handOver(OwnClaim claim) {
		if (claim.phase != Phase.HELD || !this.view.isAnotherUp()) {
			return false;
		}
		this.holding.handOver(claim);
		return true;
	}

	/**
	 * Announces that this replica is about to leave: it claims nothing any more.
	 * @param now the current time
	 */
	public void leave(Moment now) {
		this.membership.leave(now.ticker());
	}

	/**
	 * Takes {@link #leave} back, unless it was followed by {@link #close()}.
	 * @param now the current time
	 */
	public void stay(Moment now) {
		if (this.membership.isLeaving() && !this.closing) {
			this.membership.stay(now.ticker());
		}
	}

	/**
	 * Ends the membership as soon as everything is released.
	 */
	public void close() {
		this.closing = true;
	}

	// Deciding

	/**
	 * Decides what is to be done next.
	 * @param now the current time
	 * @return instructions, in order
	 */
	public List<Instruction> decide(Moment now) {
		lapseIfDue(now);
		long ticker = now.ticker();
		boolean active = false;
		boolean inUse = false;
		boolean anotherUp = this.view.isAnotherUp();
		for (OwnClaim claim : this.claims.all()) {
			this.holding.follow(claim, ticker, anotherUp, this.spread.isUnwanted(claim));
			inUse |= isInUse(claim);
			active |= claim.use.wanted();
		}
		active |= inUse || this.claims.isSuccessorWanted();
		boolean needed = this.closing ? inUse : active;
		if (this.membership.lease().isValid(now)) {
			this.spread.moveExcess(ticker);
		}
		this.claiming.change(now, !this.closing && !this.membership.isLeaving());
		Change change = this.membership.next(needed, ticker);
		if (change != null) {
			instruct(new Renew(change));
		}
		look(needed || this.membership.isVersionUnknown(), ticker);
		boolean succeeded = this.claims.remove(this::isRemovable);
		this.claims.all().forEach(OwnClaim::publish);
		// What may be left in a store that does not answer expires.
		boolean expires = this.closing && !this.membership.lease().isValid(now) && !this.membership.isJoining();
		this.idle = !needed && (expires || this.membership.isAbsent() && !this.looks.isPending());
		if (succeeded) {
			instruct(new Wake(ticker));
		}
		else {
			wake(needed, now);
		}
		List<Instruction> instructions = this.instructions;
		this.instructions = new ArrayList<>();
		return instructions;
	}

	private void instruct(Instruction instruction) {
		this.instructions.add(instruction);
	}

	private void look(boolean needed, long now) {
		if (this.membership.isVersionUnknown()) {
			this.looks.wantMembers();
		}
		this.looks.next(needed, now).ifPresent((all) -> {
			this.looks.begins(this.view.lookBegins(), all, now);
			instruct(new Look(all));
		});
	}

	private void lapseIfDue(Moment now) {
		if (this.membership.lease().exists() && !this.membership.lease().isValid(now)) {
			this.holding.lapse(now);
		}
	}

	private boolean isRemovable(OwnClaim claim) {
		return claim.retired && !claim.use.wanted() && claim.phase == Phase.NONE && claim.use.isOver()
				&& !isInUse(claim);
	}

	private boolean isInUse(OwnClaim claim) {
		return claim.isHeld() || claim.pending || isHeldInStore(claim);
	}

	/** Whether the store says that this replica holds the connection. */
	private boolean isHeldInStore(OwnClaim claim) {
		GroupView.Known known = this.view.claims().get(claim.key);
		return known != null && known.entry().held() && known.entry().holder().equals(this.membership.holder());
	}

	private void wake(boolean needed, Moment now) {
		long ticker = now.ticker();
		Lease lease = this.membership.lease();
		if (!needed && !lease.exists() && !this.membership.isVersionUnknown()) {
			return;
		}
		long at = ticker + this.settings.leaseDuration().toNanos();
		if (!this.looks.isPending() && (needed || this.membership.isVersionUnknown())) {
			at = Times.earlier(at, this.looks.dueAt());
		}
		for (GroupView.Member member : this.view.members().values()) {
			at = Times.earlierInFuture(at, member.diesAt(), ticker);
		}
		at = this.claiming.wakeAt(at, ticker);
		Long renewal = this.membership.dueAt();
		if (needed && renewal != null) {
			at = Times.earlier(at, renewal);
		}
		if (lease.exists()) {
			at = Times.earlier(at, ticker + lease.remaining(now));
		}
		instruct(new Wake(at));
	}

	// Asking

	/**
	 * Returns the current lease.
	 * @return the lease
	 */
	public Lease lease() {
		return this.membership.lease();
	}

	/**
	 * Returns whether a claim belongs to this replica.
	 * @param claim the claim
	 * @return whether it was added, and has not been removed
	 */
	public boolean has(OwnClaim claim) {
		return this.claims.has(claim);
	}

	/**
	 * Returns whether nothing is to be done: no connection is wanted or held, and this
	 * replica has left the group.
	 * @return whether it is at rest
	 */
	public boolean isIdle() {
		return this.idle;
	}

	/**
	 * Returns whether this replica is about to leave.
	 * @return whether it is
	 */
	public boolean isLeaving() {
		return this.membership.isLeaving();
	}

	/**
	 * Returns whether others can see that this replica is about to leave.
	 * @return whether they can; {@code true} also if it is no longer about to leave
	 */
	public boolean isLeavingConfirmed() {
		return !isLeaving() || !this.membership.isJoined() || this.membership.isLeavingConfirmed();
	}

	/**
	 * Ends the lease at once, and does nothing any more: what is still open is to be
	 * closed, and is not released but expires.
	 */
	public void abandon() {
		this.membership.abandon();
	}

	/**
	 * Returns what people want to know.
	 * @return the report
	 */
	public GroupReport report() {
		return this.report;
	}

}
