package io.connectionmanager.spring.metrics;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

/**
 * The outcome of an attempt in one word: the values of the {@code outcome} of meters and
 * observations, in addition to those of {@link FailureKind}.
 */
final class AttemptOutcome {

	static final String CONNECTED = "connected";

	static final String ABANDONED = "abandoned";

	private AttemptOutcome() {
	}

	/**
	 * Returns the outcome of the attempt that a transition ended.
	 * @param transition a transition that leaves {@link ConnectionState#CONNECTING}
	 * @return the outcome
	 */
	static String of(ConnectionTransition transition) {
		if (transition.to() == ConnectionState.CONNECTED) {
			return CONNECTED;
		}
		return transition.failureKind().map(FailureKind::toString).orElse(ABANDONED);
	}

}
