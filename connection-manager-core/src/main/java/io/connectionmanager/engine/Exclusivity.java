package io.connectionmanager.engine;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.exclusive.Claim;
import io.connectionmanager.engine.exclusive.ClaimOwner;
import io.connectionmanager.engine.exclusive.ClaimRegistry;
import io.connectionmanager.engine.machine.Failures;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.machine.Next;
import io.connectionmanager.engine.machine.RetryProgress;
import io.connectionmanager.engine.machine.State;
import io.connectionmanager.engine.machine.State.Closed;
import io.connectionmanager.engine.machine.State.Connected;
import io.connectionmanager.engine.machine.State.Connecting;
import io.connectionmanager.engine.machine.State.Standby;
import io.connectionmanager.engine.machine.State.Stopped;
import io.connectionmanager.engine.machine.State.Stopping;
import io.connectionmanager.engine.machine.State.Suspended;

/**
 * The exclusive side of a manager, between its group and its machine. Whenever either has
 * changed, it compares what the machine has accepted with what the group has decided, and
 * feeds the difference. So nothing depends on how often it is notified, or in which
 * order.
 *
 * @param <C> the type of the connection
 */
final class Exclusivity<C> implements ClaimOwner {

	private final ManagerContext<C> context;

	private final Supplier<? extends State<?>> state;

	private final Claim claim;

	private final Unfed unfed = new Unfed(this::compareAgain);

	Exclusivity(ManagerContext<C> context, Supplier<? extends State<?>> state, ClaimRegistry registry,
			@Nullable Duration yieldAfter) {
		this.context = context;
		this.state = state;
		this.claim = registry.register(this, yieldAfter);
	}

	Claim claim() {
		return this.claim;
	}

	// Called by the group

	@Override
	public String name() {
		return this.context.name();
	}

	@Override
	public Use use() {
		return use(this.state.get());
	}

	@Override
	public void claimChanged() {
		try {
			compare();
		}
		catch (Throwable ex) {
			this.context.feedLater(this.unfed);
		}
	}

	private static Use use(State<?> state) {
		RetryProgress progress = state.progress();
		boolean mayBeOpen = state instanceof Connecting || state instanceof Connected || state instanceof Stopping
				|| !progress.calls().isEmpty();
		// An outage lasts until the connection is stable, but one that is up is kept.
		OptionalLong outageSince = (state instanceof Connected) ? OptionalLong.empty() : progress.outageSince();
		return new Use(isWanted(state), tokenOf(state), mayBeOpen, outageSince);
	}

	private static boolean isWanted(State<?> state) {
		if (state instanceof Stopping<?> stopping) {
			return stopping.next() != Next.STOP && stopping.next() != Next.CLOSE;
		}
		return !(state instanceof Stopped || state instanceof Suspended || state instanceof Closed);
	}

	/** Whether nothing will be wanted any more. */
	private static boolean isClosing(State<?> state) {
		return state instanceof Closed || state instanceof Stopping<?> stopping && stopping.next() == Next.CLOSE;
	}

	private static long tokenOf(State<?> state) {
		Long token = state.progress().token();
		return (token != null) ? token : 0;
	}

	// Called by the manager

	/**
	 * Returns whether nothing may be decided any more under the token that was accepted.
	 * @param state the state
	 * @return {@code false} also if there is no token
	 */
	boolean hasExpired(State<?> state) {
		long token = tokenOf(state);
		return token != 0 && !this.claim.isValid(token);
	}

	/**
	 * Gives up what an expired token stands for.
	 * @param state the state that has it
	 */
	void expire(State<?> state) {
		if (this.claim.decision().phase() != Claim.Phase.LOST) {
			this.claim.checkDeadline();
		}
		feedLost(tokenOf(state));
	}

	/**
	 * Follows a decision of the machine. Never throws.
	 * @param before the state that was left
	 * @param after the state that was entered
	 */
	void decided(State<?> before, State<?> after) {
		try {
			if (isWanted(after) && (before instanceof Stopped || before instanceof Stopping) && !isWanted(before)) {
				this.claim.started();
			}
			if (!use(after).equals(use(before))) {
				this.claim.ownerChanged();
			}
			if (isClosing(after) && !isClosing(before)) {
				this.claim.retire();
			}
			compare();
		}
		catch (Throwable ex) {
			this.context.feedLater(this.unfed);
		}
	}

	private void compareAgain() {
		try {
			this.claim.ownerChanged();
			if (isClosing(this.state.get())) {
				this.claim.retire();
			}
			compare();
		}
		catch (Throwable ex) {
			this.context.feedLater(this.unfed);
		}
	}

	private void compare() {
		// Read first, so that the decision is not older than the token.
		State<?> state = this.state.get();
		long accepted = tokenOf(state);
		Claim.Decision decision = this.claim.decision();
		if (accepted == 0) {
			if (state instanceof Standby && decision.phase() == Claim.Phase.HOLD
					&& this.claim.isValid(decision.token())) {
				this.context.feed(new Input.Granted<>(decision.token()));
			}
		}
		else if (decision.token() != accepted) {
			feedLost(accepted);
		}
		else if (decision.phase() == Claim.Phase.HAND_OVER) {
			this.context.feed(new Input.HandOver<>(accepted));
		}
		else if (decision.phase() != Claim.Phase.HOLD) {
			feedLost(accepted);
		}
	}

	private void feedLost(long token) {
		this.context.feed(new Input.LeaseLost<>(token, Failures.leaseLost(name(), token)));
	}

}
