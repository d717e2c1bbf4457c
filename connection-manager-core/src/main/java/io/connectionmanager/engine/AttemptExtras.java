package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * What few attempts have, so that the others do not pay for it: a watch that notices when
 * the peer falls silent. Thread-safe.
 */
final class AttemptExtras {

	private final long generation;

	private volatile @Nullable Watch watch;

	AttemptExtras(long generation) {
		this.generation = generation;
	}

	/**
	 * Returns the attempt that has this.
	 * @return the generation
	 */
	long generation() {
		return this.generation;
	}

	/**
	 * Returns what watches the connection.
	 * @return the watch, or {@code null} if nothing does
	 */
	@Nullable Watch watch() {
		return this.watch;
	}

	void watch(Watch watch) {
		this.watch = watch;
	}

	/**
	 * A watch of a connection.
	 */
	interface Watch {

		/**
		 * Ends the watch: the connection is gone. Called inside the queue of the manager.
		 * @param deferred collects actions to run outside the queue
		 */
		void end(DeferredActions deferred);

		/**
		 * Recovers what was lost or is overdue. Called by the sweep.
		 */
		void lookAfterOverdue();

	}

}
