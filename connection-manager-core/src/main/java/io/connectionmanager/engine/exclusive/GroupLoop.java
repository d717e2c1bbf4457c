package io.connectionmanager.engine.exclusive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener.Outcome;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.engine.claims.Instruction;
import io.connectionmanager.engine.claims.Lease;
import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.claims.OwnClaim;
import io.connectionmanager.engine.claims.Replica;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Sweep;
import io.connectionmanager.engine.runtime.Work;

/**
 * The shell around {@link Replica}.
 * <ul>
 * <li><b>Deciding</b> happens in a {@linkplain #pass() pass}, with a lock held and
 * without I/O. Passes are requested by whoever has news, and are made by a worker; the
 * one that ends a lease is made on the timer's thread.</li>
 * <li><b>Calls</b> of the store are made on workers of their own, each with a timeout, so
 * that the lease ends in time whatever the store does.</li>
 * <li><b>Recovery.</b> The sweep makes another pass every second.</li>
 * </ul>
 */
final class GroupLoop extends Sweep.Member implements ClaimContext, StoreReplies {

	private final EngineRuntime runtime;

	private final GroupStore store;

	private final GroupEffects effects;

	private final Pass pass = new Pass();

	private volatile Lease lease;

	private final Object lock = new Object();

	// Guarded by the lock, like all that follows.

	private final Replica replica;

	private final Map<OwnClaim, GroupClaim> claims = new HashMap<>();

	private final List<CompletableFuture<Void>> leaves = new ArrayList<>();

	/** Completed when nothing is held any more; {@code null} until somebody waits. */
	private @Nullable CompletableFuture<Void> left;

	private boolean leaving;

	private boolean ended;

	GroupLoop(GroupBuilder builder, EngineRuntime runtime) {
		this.runtime = runtime;
		this.store = new GroupStore(this, builder.name(), builder.settings(), builder.store(), runtime);
		this.replica = new Replica(builder.settings(), builder.name(), builder.memberId(), new Incarnations(runtime),
				this.store.pollInterval().toNanos(), Moments.now(runtime));
		this.lease = this.replica.lease();
		this.effects = new GroupEffects(builder, runtime, this.store, this::claim, this::takeHandOvers,
				this::timeHasCome);
	}

	// Claims

	GroupClaim add(ExclusiveGroup group, ClaimOwner owner, long yieldAfter) {
		synchronized (this.lock) {
			OwnClaim own = this.replica.add(owner.name(), yieldAfter);
			GroupClaim claim = new GroupClaim(group, this, own, owner, this.runtime);
			this.claims.put(own, claim);
			return claim;
		}
	}

	@Override
	public void retire(OwnClaim claim) {
		synchronized (this.lock) {
			this.replica.retire(claim);
		}
		requestPass();
	}

	@Override
	public Lease lease() {
		return this.lease;
	}

	@Override
	public Optional<ClaimHolder> holder(OwnClaim claim) {
		synchronized (this.lock) {
			return this.replica.report().holder(claim);
		}
	}

	@Override
	public CompletionStage<Boolean> handOver(OwnClaim own) {
		CompletableFuture<Boolean> handOver = new CompletableFuture<>();
		synchronized (this.lock) {
			GroupClaim claim = this.claims.get(own);
			if (claim != null) {
				this.replica.use(own, claim.use());
			}
			if (claim == null || this.ended || !this.replica.handOver(own)) {
				return CompletableFuture.completedStage(false);
			}
			claim.await(handOver);
		}
		requestPass();
		return handOver.minimalCompletionStage();
	}

	// Passes

	@Override
	public void requestPass() {
		if (this.pass.request()) {
			this.pass.dispatch();
		}
	}

	@Override
	public void checkDeadline() {
		if (hasExpired()) {
			pass();
		}
	}

	private boolean hasExpired() {
		Lease lease = this.lease;
		return lease.sent() != null && !lease.isValid(Moments.now(this.runtime));
	}

	private void pass() {
		List<Instruction> instructions;
		boolean idle;
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			this.claims.forEach((own, claim) -> this.replica.use(own, claim.use()));
			instructions = this.replica.decide(Moments.now(this.runtime));
			publish(instructions);
			idle = this.replica.isIdle();
			if (idle && this.leaving && this.left == null) {
				// What is started later joins again.
				this.leaving = false;
				this.replica.stay(Moments.now(this.runtime));
			}
		}
		if (!idle) {
			this.runtime.sweep().add(this);
			this.store.watch();
		}
		this.effects.carryOut(instructions);
		completeLeaves(false);
		if (idle) {
			rest();
		}
	}

	private void publish(List<Instruction> instructions) {
		this.lease = this.replica.lease();
		for (Instruction instruction : instructions) {
			if (instruction instanceof Instruction.Notify notify) {
				GroupClaim claim = this.claims.get(notify.claim());
				if (claim != null) {
					claim.publish();
				}
			}
		}
		this.claims.keySet().removeIf((own) -> !this.replica.has(own));
	}

	private @Nullable GroupClaim claim(OwnClaim own) {
		synchronized (this.lock) {
			return this.claims.get(own);
		}
	}

	private List<CompletableFuture<Boolean>> takeHandOvers(OwnClaim own) {
		synchronized (this.lock) {
			GroupClaim claim = this.claims.get(own);
			return (claim != null) ? claim.takeHandOvers() : List.of();
		}
	}

	private void timeHasCome() {
		checkDeadline();
		requestPass();
	}

	/** Nothing is held or wanted, and this replica has left the group. */
	private void rest() {
		this.effects.cancelTimer();
		this.store.endWatch();
		this.runtime.sweep().remove(this);
		CompletableFuture<Void> left;
		synchronized (this.lock) {
			left = this.left;
		}
		if (left != null) {
			left.complete(null);
		}
	}

	// Answers of the store

	@Override
	public void renewed(Change change, @Nullable Result result, Moment sent) {
		Moment now = Moments.now(this.runtime);
		boolean renewed;
		synchronized (this.lock) {
			renewed = this.replica.renewed(change, result, sent, now);
			this.lease = this.replica.lease();
		}
		Duration duration = Duration.ofNanos(Math.max(now.ticker() - sent.ticker(), 0));
		this.effects.call((listener) -> listener.renewed(duration, renewed ? Outcome.RENEWED : Outcome.UNKNOWN));
		completeLeaves(!renewed);
		requestPass();
	}

	@Override
	public void looked(@Nullable Map<String, Entry> entries) {
		Moment now = Moments.now(this.runtime);
		boolean expelled;
		synchronized (this.lock) {
			expelled = this.replica.looked(entries, now);
		}
		if (expelled) {
			this.effects.call((listener) -> listener.renewed(Duration.ZERO, Outcome.EXPELLED));
		}
		requestPass();
	}

	@Override
	public void applied(@Nullable List<Result> results) {
		Moment now = Moments.now(this.runtime);
		synchronized (this.lock) {
			this.replica.applied(results, now);
		}
		requestPass();
	}

	@Override
	public void watching() {
		synchronized (this.lock) {
			this.replica.watching(true);
		}
		requestPass();
	}

	@Override
	public void hint() {
		synchronized (this.lock) {
			this.replica.hint();
		}
		requestPass();
	}

	// Observing

	/**
	 * Asks the replica something.
	 * @param <R> the type of the answer
	 * @param question is given the replica, and whether it is about to leave; quick
	 * @return the answer
	 */
	<R> R ask(BiFunction<Replica, Boolean, R> question) {
		synchronized (this.lock) {
			return question.apply(this.replica, this.leaving);
		}
	}

	Optional<ClaimSnapshot> claim(String connection) {
		Moment now = Moments.now(this.runtime);
		synchronized (this.lock) {
			return this.claims.values()
				.stream()
				.filter((claim) -> claim.own().name().equals(connection))
				.findFirst()
				.map((claim) -> snapshot(claim, now));
		}
	}

	private ClaimSnapshot snapshot(GroupClaim claim, Moment now) {
		this.replica.use(claim.own(), claim.use());
		OptionalLong token = (claim.role() == ClaimSnapshot.Role.HOLDER) ? OptionalLong.of(claim.own().token())
				: OptionalLong.empty();
		return new ClaimSnapshot(claim.own().name(), claim.role(), claim.roleSince(),
				this.replica.report().holder(claim.own()), token, this.replica.report().waitsFor(claim.own(), now));
	}

	StoreContact contact() {
		return this.store.contact();
	}

	// Leaving

	CompletionStage<Void> leave() {
		CompletableFuture<Void> leave = new CompletableFuture<>();
		synchronized (this.lock) {
			this.leaving = true;
			this.replica.leave(Moments.now(this.runtime));
			this.leaves.add(leave);
		}
		requestPass();
		return leave.minimalCompletionStage();
	}

	private void completeLeaves(boolean failed) {
		List<CompletableFuture<Void>> leaves;
		synchronized (this.lock) {
			if (this.leaves.isEmpty() || (!failed && !this.replica.isLeavingConfirmed())) {
				return;
			}
			leaves = List.copyOf(this.leaves);
			this.leaves.clear();
		}
		leaves.forEach((leave) -> this.effects.complete(() -> leave.complete(null)));
	}

	/**
	 * Leaves the group, and waits until that is done.
	 * @param atMost the maximum time
	 */
	void close(Duration atMost) {
		CompletableFuture<Void> left = new CompletableFuture<>();
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			this.left = left;
			this.leaving = true;
			this.replica.leave(Moments.now(this.runtime));
			this.replica.close();
		}
		requestPass();
		try {
			left.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// What may be open is not released: it expires with the lease.
		}
		end();
	}

	/** Gives up what is held, and makes no more calls. */
	private void end() {
		List<Instruction> instructions;
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			this.replica.abandon();
			this.claims.forEach((own, claim) -> this.replica.use(own, claim.use()));
			instructions = this.replica.decide(Moments.now(this.runtime));
			publish(instructions);
			this.ended = true;
		}
		this.effects.carryOut(instructions.stream().filter(GroupLoop::isForHere).toList());
		completeLeaves(true);
		rest();
	}

	private static boolean isForHere(Instruction instruction) {
		return !(instruction instanceof Instruction.Renew || instruction instanceof Instruction.Look
				|| instruction instanceof Instruction.Apply || instruction instanceof Instruction.Wake);
	}

	// Recovery

	@Override
	protected void sweep() {
		this.store.lookAfterOverdue();
		GroupEffects.dispatchIfLost(this.pass);
		this.effects.lookAfterLost();
		synchronized (this.lock) {
			this.claims.values().forEach(GroupEffects::dispatchIfLost);
		}
		timeHasCome();
	}

	private final class Pass extends SerialTask {

		Pass() {
			super(false);
		}

		@Override
		protected void perform() {
			pass();
		}

		@Override
		protected boolean submit() {
			return GroupLoop.this.runtime.tryExecute(Work.COORDINATE, this);
		}

	}

}
