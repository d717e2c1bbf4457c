package io.connectionmanager;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The source of threads, time, randomness and connect permits, shared by many managers
 * and their only source.
 * <ul>
 * <li>Opening, closing and notifying have workers of their own, so that none can use up
 * the threads of another: virtual threads on Java 24 and later, else daemon threads that
 * are added when those at work are blocked.</li>
 * <li>One daemon thread keeps time while a manager is started.</li>
 * <li>Idle threads end after a while.</li>
 * <li>What a supplied timer, executor, clock or source of randomness fails to do costs a
 * delay, never a manager: the runtime looks after what is overdue.</li>
 * </ul>
 */
public interface ConnectionRuntime extends AutoCloseable {

	/**
	 * Returns the runtime of managers that were built without one, with the defaults of
	 * {@link Builder}. It is never closed.
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
	 * Returns the wall clock of this runtime, to compare the moments that managers show
	 * with the present.
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
	 * {@link ConnectionManager#awaitConnection} times out. A supplied worker or timer is
	 * left alone.
	 */
	@Override
	void close();

	/**
	 * Runs tasks later.
	 */
	@FunctionalInterface
	interface Timer {

		/**
		 * Schedules a task that is short and does not block.
		 * @param task the task
		 * @param delayNanos when to run it, from now, in nanoseconds; never sooner
		 * @return cancels the task when it is run, if it has not begun
		 */
		Runnable schedule(Runnable task, long delayNanos);

	}

	/**
	 * Marks a task of the runtime itself that looks after overdue work of others. A timer
	 * may treat it like any task; a test need not count it.
	 */
	interface Housekeeping extends Runnable {

	}

	/**
	 * Builds a {@link ConnectionRuntime}. Not safe for use by several threads.
	 */
	interface Builder {

		/**
		 * Sets whether workers are virtual threads. By default they are on Java 24 and
		 * later; on 21 to 23 a call that blocks in a synchronized block would hold up
		 * others.
		 * @param virtualThreads whether to use virtual threads
		 * @return this builder
		 * @throws UnsupportedOperationException if {@code true} and the JVM has none
		 */
		Builder virtualThreads(boolean virtualThreads);

		/**
		 * Sets how many platform threads there may be for each kind of work (opening,
		 * closing, notifying); 256 by default. A call that does not return in time (an
		 * abandoned {@code open}; a close or a notification that holds up others for 100
		 * ms) does not count, so that it cannot keep others from running. Virtual threads
		 * are not bounded.
		 * @param maxThreads the number, at least 1
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
		 * Supplies an executor for blocking work, in place of the runtime's own threads.
		 * It must not run tasks on the calling thread. A task that it refuses is offered
		 * again.
		 * @param worker the executor
		 * @return this builder
		 */
		Builder worker(Executor worker);

		/**
		 * Supplies a timer, in place of the runtime's own.
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
		 * @param clock the clock that shows moments
		 * @return this builder
		 */
		Builder clock(Clock clock);

		/**
		 * Supplies a source of randomness for the jitter.
		 * @param random numbers from 0 (inclusive) to 1 (exclusive); called by many
		 * threads
		 * @return this builder
		 */
		Builder random(DoubleSupplier random);

		/**
		 * Limits how many attempts may be under way at once, across all managers of the
		 * runtime; 64 by default. An attempt that waits for its permit is
		 * {@link ConnectionState#CONNECTING}, and its timeout has not begun. The first
		 * attempt of an outage goes before attempts that keep failing, which hold at most
		 * half of the permits (at least one).
		 * @param permits the number, at least 1
		 * @return this builder
		 */
		Builder connectLimit(int permits);

		/**
		 * Limits how many attempts may begin in a second, across all managers of the
		 * runtime; unlimited by default. They are spread evenly over the second.
		 * @param perSecond the number, more than zero; {@link Double#POSITIVE_INFINITY}
		 * for no limit
		 * @return this builder
		 */
		Builder connectRate(double perSecond);

		/**
		 * Builds the runtime. Its threads are started when they are needed.
		 * @return the runtime
		 */
		ConnectionRuntime build();

	}

}
