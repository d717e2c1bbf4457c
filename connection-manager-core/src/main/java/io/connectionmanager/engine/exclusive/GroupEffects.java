package io.connectionmanager.engine.exclusive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.engine.claims.Instruction;
import io.connectionmanager.engine.claims.OwnClaim;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * Carries out the instructions of a replica, with no lock held. Application code runs on
 * workers only.
 */
final class GroupEffects {

	private final EngineRuntime runtime;

	private final GroupStore store;

	private final GroupLog log;

	private final ListenerNotifications listeners;

	private final Function<OwnClaim, @Nullable GroupClaim> claims;

	private final Runnable alarm;

	private volatile @Nullable Runnable timerCancellation;

	/**
	 * Creates the effects of a group.
	 * @param parts what the group was built with
	 * @param store its store
	 * @param claims finds the claim that a manager has
	 * @param alarm is run when it is time to decide again
	 */
	GroupEffects(GroupParts parts, GroupStore store, Function<OwnClaim, @Nullable GroupClaim> claims, Runnable alarm) {
		this.runtime = parts.runtime();
		this.store = store;
		this.log = new GroupLog(parts.name(), parts.memberId());
		this.listeners = new ListenerNotifications(parts);
		this.claims = claims;
		this.alarm = alarm;
	}

	void warnOfClosedGroup(OwnClaim claim) {
		this.log.warnOfClosedGroup(claim.name());
	}

	void carryOut(List<Instruction> instructions) {
		this.log.write(instructions);
		this.listeners.add(calls(instructions));
		for (Instruction instruction : instructions) {
			UncaughtFailures.catchAll(() -> carryOut(instruction));
		}
		this.listeners.deliver();
	}

	/** Carries out what does not need the store, nor another decision. */
	void carryOutLast(List<Instruction> instructions) {
		carryOut(instructions.stream()
			.filter((instruction) -> !(instruction instanceof Instruction.Renew
					|| instruction instanceof Instruction.Look || instruction instanceof Instruction.Apply
					|| instruction instanceof Instruction.Wake))
			.toList());
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
			GroupClaim claim = this.claims.apply(notify.claim());
			if (claim != null) {
				claim.notifyOwner();
			}
		}
		else if (instruction instanceof Instruction.HandedOver handedOver) {
			GroupClaim claim = this.claims.apply(handedOver.claim());
			if (claim != null) {
				claim.takeHandOvers().forEach((waiting) -> complete(() -> waiting.complete(handedOver.done())));
			}
		}
	}

	private static List<Consumer<ExclusiveListener>> calls(List<Instruction> instructions) {
		List<Consumer<ExclusiveListener>> calls = new ArrayList<>();
		for (Instruction instruction : instructions) {
			if (instruction instanceof Instruction.Granted || instruction instanceof Instruction.Lost
					|| instruction instanceof Instruction.Overrun) {
				calls.add((listener) -> call(listener, instruction));
			}
		}
		return calls;
	}

	private static void call(ExclusiveListener listener, Instruction instruction) {
		if (instruction instanceof Instruction.Granted granted) {
			listener.granted(granted.connection(), granted.token(), granted.previous(), granted.reason());
		}
		else if (instruction instanceof Instruction.Lost lost) {
			listener.lost(lost.connection(), lost.token(), lost.cause());
		}
		else if (instruction instanceof Instruction.Overrun overrun) {
			listener.overrun(overrun.connection(), Duration.ofNanos(overrun.nanos()), overrun.beyondMargin());
		}
	}

	/** Calls listeners soon. */
	void call(Consumer<ExclusiveListener> call) {
		this.listeners.add(List.of(call));
		this.listeners.deliver();
	}

	/** Completes a stage, whose dependents are code of the application. */
	void complete(Runnable completion) {
		if (!this.runtime.tryExecuteFromAnyThread(Work.NOTIFY, completion)) {
			this.runtime.runOnNewThread(completion);
		}
	}

	private void setTimer(long at) {
		long delay = at - this.runtime.nanos();
		if (delay <= 0) {
			// Sooner than a timer. The next decision sets the timer.
			this.alarm.run();
			return;
		}
		Runnable before = this.timerCancellation;
		this.timerCancellation = this.runtime.schedule(this.alarm, delay);
		this.runtime.sweep().watch(at);
		if (before != null) {
			UncaughtFailures.catchAll(before);
		}
	}

	void cancelTimer() {
		Runnable before = this.timerCancellation;
		this.timerCancellation = null;
		if (before != null) {
			UncaughtFailures.catchAll(before);
		}
	}

	/** Looks after calls that a worker has refused or lost. */
	void lookAfterLost() {
		dispatchIfLost(this.listeners);
	}

	static void dispatchIfLost(SerialTask task) {
		if (task.isLost()) {
			task.dispatch();
		}
	}

}
