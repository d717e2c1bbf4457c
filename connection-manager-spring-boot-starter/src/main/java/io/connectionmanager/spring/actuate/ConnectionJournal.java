package io.connectionmanager.spring.actuate;

import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection besides what its manager says: how it was configured,
 * what has happened, what kind of failure the last one was, and where in its back-off
 * sequence it is. Written by the manager, one call at a time, and read by anybody.
 */
final class ConnectionJournal implements ConnectionListener {

	private final ConnectionConfiguration configuration;

	private final FailureClassifier classifier;

	private final ConnectionHistory history;

	private volatile @Nullable Classified lastFailure;

	private volatile BackoffPosition position = BackoffPosition.START;

	ConnectionJournal(ConnectionConfiguration configuration, FailureClassifier classifier) {
		this.configuration = configuration;
		this.classifier = classifier.orOther();
		this.history = new ConnectionHistory(configuration.historySize(), this::classify, configuration.masking());
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		this.position = this.position.after(transition, this.configuration.settings().stableAfter());
		this.history.onTransition(transition);
	}

	// The history asks once for each failure.
	private FailureKind classify(ConnectionTransition transition) {
		FailureKind kind = this.classifier.classify(transition);
		transition.cause().ifPresent((cause) -> this.lastFailure = new Classified(cause, kind));
		return kind;
	}

	ConnectionConfiguration configuration() {
		return this.configuration;
	}

	ConnectionHistory history() {
		return this.history;
	}

	/**
	 * Returns what kind of failure one was.
	 * @param failure the last failure, as the manager tells it
	 * @return the kind, or empty if the news has not come here yet
	 */
	Optional<FailureKind> kindOf(Throwable failure) {
		Classified last = this.lastFailure;
		return (last != null && last.failure() == failure) ? Optional.of(last.kind()) : Optional.empty();
	}

	/**
	 * Returns which delay of the back-off sequence a wait is.
	 * @param since when the wait began, as the manager tells it
	 * @return the number, counted from 1, or empty if the news has not come here yet
	 */
	Optional<Integer> delayNumber(Instant since) {
		BackoffPosition position = this.position;
		return position.waitingSince().filter(since::equals).map((wait) -> position.delays());
	}

	private record Classified(Throwable failure, FailureKind kind) {

	}

}
