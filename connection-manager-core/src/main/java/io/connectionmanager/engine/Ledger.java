package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a manager remembers from one state to the next.
 *
 * @param generation the number of the latest attempt: its identity
 * @param attempt its number within the outage, 0 if there was none yet
 * @param failedInARow attempts that failed since the connection was last up or somebody
 * resumed a suspended manager
 * @param delays how many waits there were since the connection was last stable: the
 * position in the back-off sequence
 * @param lastFailure the latest failure or loss
 * @param connects how often the connection came up
 * @param failures how many attempts failed
 * @param flaps how many connections were lost before they were stable
 */
record Ledger(long generation, int attempt, int failedInARow, int delays, @Nullable Throwable lastFailure,
		long connects, long failures, long flaps) {

	static final Ledger EMPTY = new Ledger(0, 0, 0, 0, null, 0, 0, 0);

	Ledger attemptBegun() {
		return new Ledger(this.generation + 1, this.attempt + 1, this.failedInARow, this.delays, this.lastFailure,
				this.connects, this.failures, this.flaps);
	}

	Ledger attemptFailed(Throwable cause) {
		return new Ledger(this.generation, this.attempt, this.failedInARow + 1, this.delays, cause, this.connects,
				this.failures + 1, this.flaps);
	}

	Ledger connected() {
		return new Ledger(this.generation, this.attempt, 0, this.delays, this.lastFailure, this.connects + 1,
				this.failures, this.flaps);
	}

	Ledger lost(Throwable cause, boolean stable) {
		return new Ledger(this.generation, 0, this.failedInARow, stable ? 0 : this.delays, cause, this.connects,
				this.failures, stable ? this.flaps : this.flaps + 1);
	}

	Ledger dropped(boolean stable) {
		return new Ledger(this.generation, 0, this.failedInARow, stable ? 0 : this.delays, this.lastFailure,
				this.connects, this.failures, this.flaps);
	}

	Ledger waiting() {
		return new Ledger(this.generation, this.attempt, this.failedInARow, this.delays + 1, this.lastFailure,
				this.connects, this.failures, this.flaps);
	}

	Ledger resumed() {
		return new Ledger(this.generation, this.attempt, 0, this.delays, this.lastFailure, this.connects, this.failures,
				this.flaps);
	}

	Ledger stopped() {
		return new Ledger(this.generation, 0, 0, this.delays, this.lastFailure, this.connects, this.failures,
				this.flaps);
	}

}
