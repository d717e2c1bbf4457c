package io.connectionmanager;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where threads, time, randomness and the connect limit come from: shared by many
 * managers, and the only place that these come from.
 * <p>
 * Blocking work (opening, closing, telling subscribers and listeners) runs on the
 * workers: virtual threads where the JVM has them, else a bounded pool of daemon threads
 * that grows when its threads are blocked. One daemon thread keeps time. Threads that are
 * idle for a while end.
 */
public interface ConnectionRuntime extends AutoCloseable {

	/**
	 * Returns the runtime that managers use which were not given one, with the defaults
	 * of {@link Builder}. It is never closed.
	 * @return the runtime
	 */
	static ConnectionRuntime shared() {
		return Provided.PROVIDER.sharedRuntime();
	}

	/**
	 * Returns a builder of a runtime.
	 * @return the builder
	 */
	static Builder builder() {
		return Provided.PROVIDER.runtime();
	}

	/**
	 * Returns the wall clock that moments are shown by, for whoever compares them with
	 * now.
	 * @return the clock
	 */
	default Clock clock() {
		return shared().clock();
	}

	/**
	 * Ends the threads of this runtime, after what has been handed to them is done. Close
	 * the managers first: one that lives on makes no further attempt, and who waits for
	 * its connection waits in vain. What was brought along (a worker, a timer) is left
	 * alone.
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
	 * Builds a {@link ConnectionRuntime}. Not safe for use by several threads.
	 */
	interface Builder {

		/**
		 * Sets whether workers are virtual threads; by default they are where the JVM has
		 * them (21 and later).
		 * @param virtualThreads whether to use virtual threads
		 * @return this builder
		 * @throws UnsupportedOperationException if {@code true} and the JVM has none
		 */
		Builder virtualThreads(boolean virtualThreads);

		/**
		 * Sets how many platform threads there may be at once for blocking work; 256 by
		 * default. A connector, subscriber or listener that blocks holds one of them;
		 * when all are held, the others wait. Virtual threads are not bounded.
		 * @param maxThreads the number, at least 1
		 * @return this builder
		 */
		Builder maxThreads(int maxThreads);

		/**
		 * Sets what the names of threads begin with; {@code connection-manager-} by
		 * default.
		 * @param prefix the prefix
		 * @return this builder
		 */
		Builder threadNamePrefix(String prefix);

		/**
		 * Brings an executor for blocking work, instead of threads of the runtime's own.
		 * It must not run tasks on the calling thread.
		 * @param worker the executor
		 * @return this builder
		 */
		Builder worker(Executor worker);

		/**
		 * Brings a timer, instead of the runtime's own.
		 * @param timer the timer
		 * @return this builder
		 */
		Builder timer(Timer timer);

		/**
		 * Brings a monotonic clock in nanoseconds; {@link System#nanoTime()} by default.
		 * @param ticker the clock that durations are measured by
		 * @return this builder
		 */
		Builder ticker(LongSupplier ticker);

		/**
		 * Brings a wall clock; the system's by default.
		 * @param clock the clock that moments are shown by
		 * @return this builder
		 */
		Builder clock(Clock clock);

		/**
		 * Brings a source of randomness for the jitter.
		 * @param random numbers from 0 (inclusive) to 1 (exclusive); called by many
		 * threads
		 * @return this builder
		 */
		Builder random(DoubleSupplier random);

		/**
		 * Limits how many attempts may be under way at once, over all managers of the
		 * runtime; 64 by default. An attempt that waits for its turn is
		 * {@link ConnectionState#CONNECTING}, and its timeout has not begun.
		 * @param permits the number, at least 1
		 * @return this builder
		 */
		Builder connectLimit(int permits);

		/**
		 * Limits how many attempts may begin in a second, over all managers of the
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
