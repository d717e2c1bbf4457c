package io.connectionmanager.spring.metrics;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;

/**
 * What came of an attempt to connect, in one word: what the {@code outcome} of meters and
 * observations may be, beside the words of {@link io.connectionmanager.FailureKind
 * FailureKind}.
 */
final class AttemptOutcome {

	static final String CONNECTED = "connected";

	static final String ABANDONED = "abandoned";

	private AttemptOutcome() {
	}

	/**
	 * Returns what came of the attempt that a transition ended.
	 * @param transition a transition that leaves {@link ConnectionState#CONNECTING}
	 * @param classifier tells kinds of failure
	 * @return the word
	 */
	static String of(ConnectionTransition transition, FailureClassifier classifier) {
		if (transition.to() == ConnectionState.CONNECTED) {
			return CONNECTED;
		}
		return transition.cause().isPresent() ? classifier.classify(transition).toString() : ABANDONED;
	}

}
