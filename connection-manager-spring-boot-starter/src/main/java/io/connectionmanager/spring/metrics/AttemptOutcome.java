package io.connectionmanager.spring.metrics;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

/**
 * What came of an attempt to connect, in one word: what the {@code outcome} of meters and
 * observations may be, beside the words of {@link FailureKind}.
 */
final class AttemptOutcome {

	static final String CONNECTED = "connected";

	static final String ABANDONED = "abandoned";

	private AttemptOutcome() {
	}

	/**
	 * Returns what came of the attempt that a transition ended.
	 * @param transition a transition that leaves {@link ConnectionState#CONNECTING}
	 * @return the word
	 */
	static String of(ConnectionTransition transition) {
		if (transition.to() == ConnectionState.CONNECTED) {
			return CONNECTED;
		}
		return transition.failureKind().map(FailureKind::toString).orElse(ABANDONED);
	}

}
