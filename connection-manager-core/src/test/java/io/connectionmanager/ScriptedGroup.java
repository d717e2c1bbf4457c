package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.exclusive.Claim;
import io.connectionmanager.engine.exclusive.ClaimOwner;
import io.connectionmanager.engine.exclusive.ClaimRegistry;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * A group of one manager, which decides what a test tells it, and has no timer of its
 * own: its lease expires silently, as it does for a process that was paused.
 */
final class ScriptedGroup implements ExclusiveGroup, ClaimRegistry, Claim {

	private final EngineRuntime runtime;

	private volatile Decision decision = Decision.NONE;

	/** When the lease expires, by the ticker; never by default. */
	private volatile long deadline = Long.MAX_VALUE;

	private @Nullable ClaimOwner owner;

	private @Nullable Duration yieldAfter;

	private @Nullable ClaimHolder holder;

	/** What the manager has shown. */
	private final List<ClaimOwner.Use> uses = new ArrayList<>();

	private int checks;

	private boolean retired;

	ScriptedGroup(ConnectionRuntime runtime) {
		this.runtime = EngineRuntime.of(runtime);
	}

	// What a test decides

	void grant(long token) {
		decide(new Decision(Phase.HOLD, token));
	}

	void grant(long token, Duration validFor) {
		this.deadline = this.runtime.nanos() + validFor.toNanos();
		grant(token);
	}

	void expireWithin(Duration validFor) {
		this.deadline = this.runtime.nanos() + validFor.toNanos();
	}

	void askToHandOver() {
		decide(new Decision(Phase.HAND_OVER, this.decision.token()));
	}

	void lose() {
		decide(new Decision(Phase.LOST, this.decision.token()));
	}

	void decide(Decision decision) {
		publish(decision);
		owner().claimChanged();
	}

	void publish(Decision decision) {
		this.decision = decision;
	}

	void heldBy(ClaimHolder holder) {
		this.holder = holder;
	}

	// What a test sees

	ClaimOwner owner() {
		ClaimOwner owner = this.owner;
		if (owner == null) {
			throw new IllegalStateException("no manager was built");
		}
		return owner;
	}

	synchronized List<ClaimOwner.Use> uses() {
		return List.copyOf(this.uses);
	}

	@Nullable Duration yieldAfter() {
		return this.yieldAfter;
	}

	boolean isRetired() {
		return this.retired;
	}

	int checks() {
		return this.checks;
	}

	// Called by managers

	@Override
	public EngineRuntime runtime() {
		return this.runtime;
	}

	@Override
	public Claim register(ClaimOwner owner, @Nullable Duration yieldAfter) {
		this.owner = owner;
		this.yieldAfter = yieldAfter;
		return this;
	}

	@Override
	public ExclusiveGroup group() {
		return this;
	}

	@Override
	public Decision decision() {
		return this.decision;
	}

	@Override
	public boolean isValid(long token) {
		Decision now = this.decision;
		boolean granted = now.phase() == Phase.HOLD || now.phase() == Phase.HAND_OVER;
		return granted && now.token() == token && this.runtime.nanos() - this.deadline < 0;
	}

	@Override
	public void checkDeadline() {
		this.checks++;
	}

	@Override
	public void started() {
		// It is never about to leave.
	}

	@Override
	public synchronized void ownerChanged() {
		this.uses.add(owner().use());
	}

	@Override
	public void retire() {
		this.retired = true;
	}

	@Override
	public Optional<ClaimHolder> holder() {
		return Optional.ofNullable(this.holder);
	}

	@Override
	public CompletionStage<Boolean> handOver() {
		askToHandOver();
		return CompletableFuture.completedStage(true);
	}

	// Of no interest to managers

	@Override
	public String name() {
		return "quotes";
	}

	@Override
	public String memberId() {
		return "pod-1";
	}

	@Override
	public ExclusiveSettings settings() {
		throw new UnsupportedOperationException();
	}

	@Override
	public GroupSnapshot snapshot() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<ClaimSnapshot> claim(String connection) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> leave() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
