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

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener.Outcome;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.GroupSnapshot;
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
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * A member of a group: the shell around {@link Replica}.
 * <ul>
 * <li><b>Deciding</b> happens in a {@linkplain #pass() pass}, with a lock held and
 * without I/O. Passes are requested by whoever has news, and are made by a worker; the
 * one that ends a lease is made on the timer's thread.</li>
 * <li><b>Calls</b> of the store are made on workers of their own, each with a timeout, so
 * that the lease ends in time whatever the store does.</li>
 * <li><b>Recovery.</b> The sweep makes another pass every second.</li>
 * </ul>
 */
final class GroupMember extends Sweep.Member implements ExclusiveGroup, ClaimRegistry {

	private final String name;

	private final String memberId;

	private final ExclusiveSettings settings;

	private final EngineRuntime runtime;

	private final StoreContact contact;

	private final GroupStore store;

	private final GroupLog log;

	private final ListenerCalls listeners;

	private final Pass pass = new Pass();

	private final CompletableFuture<Void> left = new CompletableFuture<>();

	private volatile Lease lease;

	private volatile @Nullable Runnable timerCancellation;

	private final Object lock = new Object();

	// Guarded by the lock, like all that follows.

	private final Replica replica;

	private final Map<OwnClaim, GroupClaim> claims = new HashMap<>();

	private final List<CompletableFuture<Void>> leaves = new ArrayList<>();

	private boolean leaving;

	private boolean closing;

	private boolean ended;

	GroupMember(GroupBuilder builder, EngineRuntime runtime) {
		this.name = builder.name();
		this.memberId = builder.memberId();
		this.settings = builder.settings();
		this.runtime = runtime;
		this.contact = new StoreContact(this.name, builder.store());
		this.log = new GroupLog(this.name, this.memberId);
		this.listeners = new ListenerCalls(runtime, builder.listeners());
		this.store = new GroupStore(this, builder.store(), runtime);
		this.replica = new Replica(this.settings, this.name, this.memberId, new Incarnations(runtime),
				this.store.pollInterval().toNanos(), Moments.now(runtime));
		this.lease = this.replica.lease();
	}

	EngineRuntime runtime() {
		return this.runtime;
	}

	Lease lease() {
		return this.lease;
	}

	StoreContact contact() {
		return this.contact;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String memberId() {
		return this.memberId;
	}

	@Override
	public ExclusiveSettings settings() {
		return this.settings;
	}

	// Claims

	@Override
	public Claim register(ClaimOwner owner, @Nullable Duration yieldAfter) {
		synchronized (this.lock) {
			OwnClaim own = this.replica.add(owner.name(), (yieldAfter != null) ? yieldAfter.toNanos() : 0);
			GroupClaim claim = new GroupClaim(this, own, owner, this.runtime);
			this.claims.put(own, claim);
			return claim;
		}
	}

	void retire(GroupClaim claim) {
		synchronized (this.lock) {
			this.replica.retire(claim.own());
		}
		requestPass();
	}

	Optional<ClaimHolder> holder(GroupClaim claim) {
		synchronized (this.lock) {
			return this.replica.report().holder(claim.own());
		}
	}

	CompletionStage<Boolean> handOver(GroupClaim claim) {
		CompletableFuture<Boolean> handOver = new CompletableFuture<>();
		boolean possible;
		synchronized (this.lock) {
			this.replica.use(claim.own(), claim.use());
			possible = this.replica.handOver(claim.own());
			if (possible) {
				claim.await(handOver);
			}
		}
		if (!possible) {
			return CompletableFuture.completedStage(false);
		}
		requestPass();
		return handOver.minimalCompletionStage();
	}

	// Passes

	/** Requests a pass on a worker. */
	void requestPass() {
		if (this.pass.request()) {
			this.runtime.sweep().add(this);
			this.pass.dispatch();
		}
	}

	/** Notices the end of the lease at once. */
	void checkDeadline() {
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
		boolean watching;
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			this.claims.forEach((own, claim) -> this.replica.use(own, claim.use()));
			instructions = this.replica.decide(Moments.now(this.runtime));
			publish(instructions);
			idle = this.replica.isIdle();
			watching = !idle;
		}
		if (watching) {
			this.store.watch();
		}
		carryOut(instructions);
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

	private void carryOut(List<Instruction> instructions) {
		this.log.write(instructions);
		for (Instruction instruction : instructions) {
			UncaughtFailures.catchAll(() -> carryOut(instruction));
		}
		this.listeners.deliver();
	}

	private void carryOut(Instruction instruction) {
		if (instruction instanceof Instruction.Renew renew) {
			this.store.renew(renew.change());
		}
		else if (instruction instanceof Instruction.Look look) {
			this.store.look(look.all());
		}
		else if (instruction instanceof Instruction.Apply apply) {
			this.store.apply(apply.changes());
		}
		else if (instruction instanceof Instruction.Wake wake) {
			setTimer(wake.at());
		}
		else if (instruction instanceof Instruction.Notify notify) {
			GroupClaim claim = claim(notify.claim());
			if (claim != null) {
				claim.notifyOwner();
			}
		}
		else if (instruction instanceof Instruction.Granted granted) {
			this.listeners.add((listener) -> listener.granted(granted.connection(), granted.token(), granted.previous(),
					granted.reason()));
		}
		else if (instruction instanceof Instruction.Lost lost) {
			this.listeners.add((listener) -> listener.lost(lost.connection(), lost.token(), lost.cause()));
		}
		else if (instruction instanceof Instruction.Overrun overrun) {
			this.listeners.add((listener) -> listener.overrun(overrun.connection(), Duration.ofNanos(overrun.nanos()),
					overrun.beyondMargin()));
		}
		else if (instruction instanceof Instruction.HandedOver handedOver) {
			handedOver(handedOver);
		}
	}

	private @Nullable GroupClaim claim(OwnClaim own) {
		synchronized (this.lock) {
			return this.claims.get(own);
		}
	}

	private void handedOver(Instruction.HandedOver handedOver) {
		List<CompletableFuture<Boolean>> waiting;
		synchronized (this.lock) {
			GroupClaim claim = this.claims.get(handedOver.claim());
			waiting = (claim != null) ? claim.takeHandOvers() : List.of();
		}
		// Dependents are code of the application.
		waiting.forEach((each) -> complete(() -> each.complete(handedOver.done())));
	}

	private void complete(Runnable completion) {
		if (!this.runtime.tryExecute(Work.NOTIFY, completion)) {
			this.runtime.runOnNewThread(completion);
		}
	}

	private void setTimer(long at) {
		Runnable before = this.timerCancellation;
		this.timerCancellation = this.runtime.schedule(this::timeHasCome, Math.max(at - this.runtime.nanos(), 0));
		if (before != null) {
			before.run();
		}
	}

	private void timeHasCome() {
		checkDeadline();
		requestPass();
	}

	private void cancelTimer() {
		Runnable before = this.timerCancellation;
		this.timerCancellation = null;
		if (before != null) {
			before.run();
		}
	}

	/** Nothing is held or wanted. */
	private void rest() {
		cancelTimer();
		this.store.endWatch();
		this.left.complete(null);
		this.runtime.sweep().remove(this);
	}

	// Answers of the store

	void renewed(Change change, @Nullable Result result, Moment sent) {
		Moment now = Moments.now(this.runtime);
		boolean renewed;
		synchronized (this.lock) {
			renewed = this.replica.renewed(change, result, sent, now);
			this.lease = this.replica.lease();
		}
		Duration duration = Duration.ofNanos(Math.max(now.ticker() - sent.ticker(), 0));
		this.listeners.add((listener) -> listener.renewed(duration, renewed ? Outcome.RENEWED : Outcome.UNKNOWN));
		completeLeaves(!renewed);
		requestPass();
	}

	void looked(@Nullable Map<String, Entry> entries) {
		Moment now = Moments.now(this.runtime);
		boolean expelled;
		synchronized (this.lock) {
			expelled = this.replica.looked(entries, now);
		}
		if (expelled) {
			this.listeners.add((listener) -> listener.renewed(Duration.ZERO, Outcome.EXPELLED));
		}
		requestPass();
	}

	void applied(@Nullable List<Result> results) {
		Moment now = Moments.now(this.runtime);
		synchronized (this.lock) {
			this.replica.applied(results, now);
		}
		requestPass();
	}

	void watching(boolean watching) {
		synchronized (this.lock) {
			this.replica.watching(watching);
		}
		requestPass();
	}

	void hint() {
		synchronized (this.lock) {
			this.replica.hint();
		}
		requestPass();
	}

	// Observing

	@Override
	public GroupSnapshot snapshot() {
		Moment now = Moments.now(this.runtime);
		synchronized (this.lock) {
			Lease lease = this.replica.lease();
			boolean valid = lease.isValid(now);
			return new GroupSnapshot(this.name, this.memberId, this.contact.describe(), valid, this.leaving,
					this.contact.lastContact(), this.contact.failure(),
					valid ? Optional.of(Duration.ofNanos(lease.remaining(now))) : Optional.empty(),
					this.replica.report().claims(), this.replica.report().members());
		}
	}

	@Override
	public Optional<ClaimSnapshot> claim(String connection) {
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

	// Leaving

	@Override
	public CompletionStage<Void> leave() {
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
		leaves.forEach((leave) -> complete(() -> leave.complete(null)));
	}

	@Override
	public void close() {
		synchronized (this.lock) {
			if (!this.closing) {
				this.closing = true;
				this.leaving = true;
				this.replica.leave(Moments.now(this.runtime));
				this.replica.close();
			}
		}
		requestPass();
		try {
			this.left.get(this.settings.leaseDuration().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// What may be open is not released.
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
		carryOut(instructions.stream().filter(GroupMember::isForHere).toList());
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
		dispatchIfLost(this.pass);
		dispatchIfLost(this.listeners);
		synchronized (this.lock) {
			this.claims.values().forEach(GroupMember::dispatchIfLost);
		}
		timeHasCome();
	}

	private static void dispatchIfLost(SerialTask task) {
		if (task.isLost()) {
			task.dispatch();
		}
	}

	@Override
	public String toString() {
		return "member '%s' of group '%s'".formatted(this.memberId, this.name);
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
			return GroupMember.this.runtime.tryExecute(Work.COORDINATE, this);
		}

	}

}
