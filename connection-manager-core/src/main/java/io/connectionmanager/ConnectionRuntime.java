package io.connectionmanager;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The environment of managers: their only source of threads, time, randomness and connect
 * permits. Many managers share one runtime. Thread-safe.
 * <ul>
 * <li><b>Workers.</b> Opening, closing and notifying use separate workers, so that none
 * can exhaust the threads of another. Workers are virtual threads on Java 24 and later,
 * otherwise daemon threads, which are added when the existing ones are blocked.</li>
 * <li><b>Timer.</b> One daemon thread keeps time while a manager is started.</li>
 * <li><b>Lifetime.</b> Idle threads end after a while.</li>
 * <li><b>Faults.</b> A supplied timer, executor, clock or source of randomness that
 * throws or drops a task costs a delay, never a manager: the runtime recovers overdue
 * work.</li>
 * <li><b>Reentrancy.</b> Managers may be called from inside a supplied timer, executor or
 * clock.</li>
 * </ul>
 */
public interface ConnectionRuntime extends AutoCloseable {

	/**
	 * Returns the runtime of managers that are built without one. It has the defaults of
	 * {@link Builder}, and is never closed.
	 * @return the runtime
	 */
	static ConnectionRuntime shared() {
		return ProviderHolder.PROVIDER.sharedRuntime();
	}

	/**
	 * Returns a builder of a runtime.
	 * @return the builder
	 */
	static Builder builder() {
		return ProviderHolder.PROVIDER.runtime();
	}

	/**
	 * Returns the wall clock of this runtime, for comparing the times that managers
	 * report with the present.
	 * @return the clock
	 */
	Clock clock();

	/**
	 * Returns the monotonic clock of this runtime, to measure durations with. Setting the
	 * wall clock does not affect it.
	 * @return the clock, in nanoseconds from an arbitrary origin
	 */
	default LongSupplier ticker() {
		throw new UnsupportedOperationException("Build the runtime with ConnectionRuntime.builder()");
	}

	/**
	 * Returns the timer of this runtime.
	 * @return the timer; a task that a supplied timer refuses never runs
	 */
	default Timer timer() {
		throw new UnsupportedOperationException("Build the runtime with ConnectionRuntime.builder()");
	}

	/**
	 * Returns whether the current thread is in a callback of a manager, which must not
	 * wait for that manager to stop: the manager waits for the callback.
	 * @param manager the manager
	 * @return whether one of its listeners, its subscribers or its connector is being
	 * called on the current thread
	 */
	default boolean isInCallbackOf(ConnectionManager<?> manager) {
		throw new UnsupportedOperationException("Build the runtime with ConnectionRuntime.builder()");
	}

	/**
	 * Ends the threads of this runtime once their work is done. Close the managers first:
	 * a manager that is still open makes no further attempts, and
	 * {@link ConnectionManager#awaitConnection} times out. Does not close a supplied
	 * worker or timer.
	 */
	@Override
	void close();

	/**
	 * A timer, which runs tasks after a delay.
	 */
	@FunctionalInterface
	interface Timer {

		/**
		 * Schedules a task that is short and does not block.
		 * @param task the task
		 * @param delayNanos the minimum delay in nanoseconds
		 * @return an action that cancels the task unless it has begun
		 */
		Runnable schedule(Runnable task, long delayNanos);

	}

	/**
	 * A marker for tasks of the runtime that recover overdue work. A timer may treat them
	 * like any other task; a test need not count them.
	 */
	interface Housekeeping extends Runnable {

	}

	/**
	 * A builder of {@link ConnectionRuntime}. Not thread-safe.
	 */
	interface Builder {

		/**
		 * Sets whether workers are virtual threads. By default they are on Java 24 and
		 * later. On Java 21 to 23, a call that blocks inside a synchronized block could
		 * hold up others.
		 * @param virtualThreads whether to use virtual threads
		 * @return this builder
		 * @throws UnsupportedOperationException if {@code true} and the JVM has none
		 */
		Builder virtualThreads(boolean virtualThreads);

		/**
		 * Sets the maximum number of platform threads for each kind of work (opening,
		 * closing, notifying); 256 by default. A call that does not return in time (an
		 * abandoned {@code open}, or a close or a notification that holds up others for
		 * 100 ms) does not count, so that it cannot keep others from running. Virtual
		 * threads are not limited.
		 * @param maxThreads the maximum, at least 1
		 * @return this builder
		 */
		Builder maxThreads(int maxThreads);

		/**
		 * Sets the prefix of thread names; {@code connection-manager-} by default.
		 * @param prefix the prefix
		 * @return this builder
		 */
		Builder threadNamePrefix(String prefix);

		/**
		 * Supplies an executor for blocking work, which replaces the runtime's own
		 * threads. It must not run tasks on the calling thread. A task that it rejects is
		 * submitted again later.
		 * @param worker the executor
		 * @return this builder
		 */
		Builder worker(Executor worker);

		/**
		 * Supplies a timer, which replaces the runtime's own.
		 * @param timer the timer
		 * @return this builder
		 */
		Builder timer(Timer timer);

		/**
		 * Supplies a monotonic clock in nanoseconds; {@link System#nanoTime()} by
		 * default.
		 * @param ticker the clock that measures durations
		 * @return this builder
		 */
		Builder ticker(LongSupplier ticker);

		/**
		 * Supplies a wall clock; the system's by default.
		 * @param clock the clock of the times that are reported
		 * @return this builder
		 */
		Builder clock(Clock clock);

		/**
		 * Supplies a source of randomness for the jitter.
		 * @param random returns numbers from 0 (inclusive) to 1 (exclusive); must be
		 * thread-safe
		 * @return this builder
		 */
		Builder random(DoubleSupplier random);

		/**
		 * Limits the number of concurrent attempts of all managers of the runtime; 64 by
		 * default. An attempt that waits for its permit is
		 * {@link ConnectionState#CONNECTING}, and its timeout has not begun. The first
		 * attempt of an outage takes precedence over attempts that keep failing, which
		 * together hold at most half of the permits (at least one).
		 * @param permits the maximum, at least 1
		 * @return this builder
		 */
		Builder connectLimit(int permits);

		/**
		 * Limits the number of attempts that begin in a second, for all managers of the
		 * runtime; unlimited by default. Attempts are spread evenly over the second.
		 * @param perSecond the maximum, greater than zero;
		 * {@link Double#POSITIVE_INFINITY} for no limit
		 * @return this builder
		 */
		Builder connectRate(double perSecond);

		/**
		 * Builds the runtime. Its threads start when they are needed.
		 * @return the runtime
		 */
		ConnectionRuntime build();

	}

}
