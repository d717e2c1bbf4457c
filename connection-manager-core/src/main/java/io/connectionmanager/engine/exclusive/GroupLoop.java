package io.connectionmanager.engine.exclusive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

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

	private final WorkerTask pass;

	private volatile Lease lease;

	private final Object lock = new Object();

	// Guarded by the lock, like all that follows.

	private final Replica replica;

	private final GroupClaims claims;

	/** Completed when others can see that this replica leaves, or cannot now. */
	private @Nullable CompletableFuture<Void> leave;

	/** Completed when nothing is held any more; {@code null} until somebody waits. */
	private @Nullable CompletableFuture<Void> left;

	private boolean ended;

	GroupLoop(GroupParts parts) {
		this.runtime = parts.runtime();
		this.pass = new WorkerTask(this.runtime, Work.COORDINATE, this::pass);
		this.store = new GroupStore(this, parts);
		this.replica = new Replica(parts.settings(), parts.name(), parts.memberId(), new Incarnations(this.runtime),
				this.store.pollInterval().toNanos(), now());
		this.claims = new GroupClaims(this.replica);
		this.lease = this.replica.lease();
		this.effects = new GroupEffects(parts, this.store, this::claimOf, this::timeHasCome);
	}

	private Moment now() {
		return Moments.now(this.runtime);
	}

	// Claims

	GroupClaim add(ExclusiveGroup group, ClaimOwner owner, long yieldAfter) {
		synchronized (this.lock) {
			if (isClosed()) {
				throw new IllegalStateException("%s was closed".formatted(group));
			}
			OwnClaim own = this.replica.add(owner.name(), yieldAfter);
			GroupClaim claim = new GroupClaim(group, this, own, owner, this.runtime);
			this.claims.add(claim);
			return claim;
		}
	}

	private boolean isClosed() {
		return this.left != null || this.ended;
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
			if (this.ended || !this.claims.handOver(own, handOver)) {
				return CompletableFuture.completedStage(false);
			}
		}
		requestPass();
		return handOver.minimalCompletionStage();
	}

	// Passes

	@Override
	public void requestPass() {
		if (this.pass.request()) {
			// A supplied worker may lose it.
			this.runtime.sweep().watch(this.runtime.nanos());
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
		return lease.sent() != null && !lease.isValid(now());
	}

	private void pass() {
		List<Instruction> instructions;
		boolean idle;
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			this.claims.reportUse();
			instructions = this.replica.decide(now());
			publish(instructions);
			idle = this.replica.isIdle();
			if (idle) {
				// What is started later joins again.
				this.replica.stay(now());
			}
		}
		if (!idle) {
			this.runtime.sweep().add(this);
			this.store.watch();
		}
		this.effects.carryOut(instructions);
		completeLeave(false);
		synchronized (this.lock) {
			this.claims.forgetRemoved();
			idle |= this.ended;
		}
		if (idle) {
			rest();
		}
	}

	private void publish(List<Instruction> instructions) {
		this.lease = this.replica.lease();
		this.claims.publish(instructions);
	}

	private @Nullable GroupClaim claimOf(OwnClaim own) {
		synchronized (this.lock) {
			return this.claims.get(own);
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
		synchronized (this.lock) {
			if (this.left != null) {
				this.left.complete(null);
			}
		}
	}

	// Answers of the store

	@Override
	public void renewed(Change change, @Nullable Result result, Moment sent) {
		Moment now = now();
		boolean renewed;
		synchronized (this.lock) {
			renewed = this.replica.renewed(change, result, sent, now);
			this.lease = this.replica.lease();
		}
		Duration duration = Duration.ofNanos(Math.max(now.ticker() - sent.ticker(), 0));
		this.effects.call((listener) -> listener.renewed(duration, renewed ? Outcome.RENEWED : Outcome.UNKNOWN));
		completeLeave(!renewed);
		requestPass();
	}

	@Override
	public void looked(@Nullable Map<String, Entry> entries) {
		Moment now = now();
		boolean expelled;
		synchronized (this.lock) {
			expelled = this.replica.looked(entries, now);
			this.lease = this.replica.lease();
		}
		completeLeave(entries == null);
		if (expelled) {
			this.effects.call((listener) -> listener.renewed(Duration.ZERO, Outcome.EXPELLED));
		}
		requestPass();
	}

	@Override
	public void applied(@Nullable List<Result> results) {
		Moment now = now();
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
		boolean news;
		synchronized (this.lock) {
			news = this.replica.hint();
		}
		if (news) {
			requestPass();
		}
	}

	// Observing

	/**
	 * Asks the replica something.
	 * @param <R> the type of the answer
	 * @param question is given the replica; quick
	 * @return the answer
	 */
	<R> R ask(Function<Replica, R> question) {
		synchronized (this.lock) {
			return question.apply(this.replica);
		}
	}

	Optional<ClaimSnapshot> claim(String connection) {
		Moment now = now();
		synchronized (this.lock) {
			return this.claims.snapshot(connection, now);
		}
	}

	StoreContact contact() {
		return this.store.contact();
	}

	// Leaving

	CompletionStage<Void> leave() {
		CompletableFuture<Void> leave;
		synchronized (this.lock) {
			if (this.ended) {
				return CompletableFuture.completedStage(null);
			}
			this.replica.leave(now());
			leave = (this.leave != null) ? this.leave : new CompletableFuture<>();
			this.leave = leave;
		}
		requestPass();
		return leave.minimalCompletionStage();
	}

	// A manager that is started while others still stop is there to stay.
	@Override
	public void started(OwnClaim claim) {
		synchronized (this.lock) {
			this.replica.stay(now());
			if (!isClosed()) {
				return;
			}
		}
		this.effects.warnOfClosedGroup(claim);
	}

	private void completeLeave(boolean failed) {
		CompletableFuture<Void> leave;
		synchronized (this.lock) {
			leave = this.leave;
			if (leave == null || (!failed && !this.replica.isLeavingConfirmed())) {
				return;
			}
			this.leave = null;
		}
		this.effects.complete(() -> leave.complete(null));
	}

	/**
	 * Leaves the group, and waits until that is done.
	 * @param atMost the maximum time
	 */
	void close(Duration atMost) {
		CompletableFuture<Void> left;
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			left = (this.left != null) ? this.left : new CompletableFuture<>();
			this.left = left;
			this.replica.leave(now());
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
			this.claims.reportUse();
			instructions = this.replica.decide(now());
			publish(instructions);
			this.ended = true;
		}
		this.effects.carryOutLast(instructions);
		completeLeave(true);
		rest();
	}

	// Recovery

	@Override
	protected void sweep() {
		this.store.lookAfterOverdue();
		GroupEffects.dispatchIfLost(this.pass);
		this.effects.lookAfterLost();
		ask((replica) -> this.claims.all()).forEach(GroupClaim::lookAfterLost);
		timeHasCome();
	}

}
