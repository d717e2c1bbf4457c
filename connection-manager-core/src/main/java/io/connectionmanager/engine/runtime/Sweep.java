package io.connectionmanager.engine.runtime;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime.Housekeeping;
import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * A periodic check of the started managers of a runtime. It recovers what was lost (a
 * timer that never fired, a task that an executor rejected or dropped, an effect that met
 * an exhausted heap), so that it costs a delay and not a manager.
 * <p>
 * The runtime's own timer keeps its thread and repeats the sweep as long as a manager is
 * started, so that nothing has to be allocated or started when resources are short. A
 * supplied timer is used only while some manager has work under way.
 */
public final class Sweep {

	private static final long PERIOD = 1_000_000_000;

	/** Represents the cancellation while the supplied timer is being called. */
	private static final Runnable NOT_YET = () -> {
	};

	private final Runnable runtimeLook;

	private final LongSupplier ticker;

	private final Timer timer;

	private final @Nullable TimerExecutor ownTimer;

	private final Supplier<Timer> timers;

	/** Stands in for a supplied timer that fails; made with the first failure. */
	private @Nullable Timer substitute;

	private volatile boolean substitutePending;

	// Guarded by this, like all that follows.

	/** In no particular order, and without gaps from the beginning. */
	private @Nullable Member[] members = new Member[16];

	private int size;

	private @Nullable Runnable cancellation;

	/** When the sweep is due, if the timer was supplied. */
	private long dueAt;

	/** The number of the latest request to a supplied timer. */
	private long latest;

	private boolean closed;

	/**
	 * Creates a sweep.
	 * @param runtimeLook checks what managers share
	 * @param timer the timer
	 * @param ticker the time in nanoseconds
	 * @param timers makes a timer that stands in for one that fails
	 */
	Sweep(Runnable runtimeLook, Timer timer, LongSupplier ticker, Supplier<Timer> timers) {
		this.timers = timers;
		this.runtimeLook = runtimeLook;
		this.ticker = ticker;
		this.timer = timer;
		this.ownTimer = (timer instanceof TimerExecutor own) ? own : null;
	}

	/**
	 * Adds a manager that is about to be started.
	 * @param member the manager
	 */
	public void add(Member member) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			if (member.place < 0) {
				if (this.size == this.members.length) {
					this.members = Arrays.copyOf(this.members, 2 * this.size);
				}
				// No method call: a stack overflow would leave this half done.
				this.members[this.size] = member;
				member.place = this.size;
				this.size++;
			}
			if (this.cancellation == null && this.ownTimer != null) {
				this.ownTimer.keepThread(true);
				this.cancellation = this.ownTimer.scheduleRepeatedly(this::run, PERIOD);
			}
		}
	}

	/**
	 * Removes a manager that has come to rest.
	 * @param member the manager
	 */
	public void remove(Member member) {
		Runnable cancellation = null;
		synchronized (this) {
			if (member.place < 0) {
				return;
			}
			this.size--;
			Member last = this.members[this.size];
			this.members[member.place] = last;
			if (last != null) {
				last.place = member.place;
			}
			this.members[this.size] = null;
			member.place = -1;
			if (this.size == 0 && this.cancellation != null) {
				cancellation = this.cancellation;
				this.cancellation = null;
				this.latest++;
				if (this.ownTimer != null) {
					this.ownTimer.keepThread(false);
				}
			}
		}
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
	}

	/**
	 * Records that a manager has work under way. Costs a comparison if the sweep is due
	 * soon enough.
	 * @param deadline when its current state ends, by the ticker, or the current time
	 */
	public void watch(long deadline) {
		if (this.ownTimer == null) {
			schedule(deadline + PERIOD);
		}
	}

	private void schedule(long at) {
		Runnable before;
		long number;
		long now = this.ticker.getAsLong();
		synchronized (this) {
			boolean overdue = now - this.dueAt > PERIOD;
			boolean dueSoonEnough = this.cancellation != null && !overdue && this.dueAt - at <= 0;
			if (dueSoonEnough || this.size == 0) {
				return;
			}
			before = this.cancellation;
			this.dueAt = at;
			this.cancellation = NOT_YET;
			this.latest++;
			number = this.latest;
		}
		Runnable scheduled = null;
		try {
			scheduled = this.timer.schedule((Housekeeping) () -> runScheduled(number), Math.max(at - now, 0));
		}
		catch (Throwable ex) {
			UncaughtFailures.log("the supplied timer", ex);
			// It may have failed the manager as well, which then does nothing by itself.
			UncaughtFailures.catchAll(this::runOnSubstitute);
		}
		// Only now: until another is scheduled, the earlier one may be needed.
		if (before != null) {
			UncaughtFailures.catchAll(before);
		}
		synchronized (this) {
			if (this.latest == number && this.cancellation == NOT_YET) {
				this.cancellation = scheduled;
				return;
			}
		}
		// It has already run, or was scheduled again meanwhile.
		if (scheduled != null) {
			UncaughtFailures.catchAll(scheduled);
		}
	}

	private synchronized void runOnSubstitute() {
		if (this.substitutePending) {
			return;
		}
		Timer substitute = this.substitute;
		if (substitute == null) {
			substitute = this.timers.get();
			this.substitute = substitute;
		}
		substitute.schedule(() -> {
			this.substitutePending = false;
			run();
		}, PERIOD);
		this.substitutePending = true;
	}

	/** Lets go of all managers: nothing is looked after any more. */
	void close() {
		Runnable cancellation;
		synchronized (this) {
			this.closed = true;
			for (int i = 0; i < this.size; i++) {
				Member member = this.members[i];
				if (member != null) {
					member.place = -1;
				}
			}
			this.members = new Member[0];
			this.size = 0;
			this.latest++;
			cancellation = this.cancellation;
			this.cancellation = null;
		}
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
	}

	private void runScheduled(long number) {
		synchronized (this) {
			// An earlier timer that fires late must not count as the one that is being
			// set.
			if (this.latest == number) {
				this.cancellation = null;
			}
		}
		run();
	}

	private void run() {
		UncaughtFailures.catchAll(this.runtimeLook);
		// From the end: the last member, already visited, takes the place of a removed
		// one.
		for (int i = memberCount() - 1; i >= 0; i--) {
			Member member = memberAt(i);
			if (member != null) {
				UncaughtFailures.catchAll(member::sweep);
			}
		}
	}

	private synchronized int memberCount() {
		return this.size;
	}

	private synchronized @Nullable Member memberAt(int place) {
		return (place < this.size) ? this.members[place] : null;
	}

	/**
	 * A manager as the sweep sees it.
	 */
	public abstract static class Member {

		/** Its index; guarded by the sweep. */
		private int place = -1;

		/**
		 * Recovers overdue work.
		 */
		protected abstract void sweep();

	}

}
