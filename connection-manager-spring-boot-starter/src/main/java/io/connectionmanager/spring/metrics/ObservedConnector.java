package io.connectionmanager.spring.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;
import org.jspecify.annotations.Nullable;

/**
 * The connector of one manager, and a listener of the same: the one knows when an attempt
 * begins, the other what came of it.
 * <p>
 * They meet by the generation of the attempt. A manager announces each attempt once,
 * those that are stopped before {@code open} is called among them, so the listener counts
 * what a {@link ConnectionAttempt} carries. Either may be late: the listener may hear of
 * the end of one attempt when the next is under way, and {@code open} may be called of an
 * attempt that has been left already. Nothing is kept of an attempt that was decided.
 *
 * @param <C> the type of the connection
 */
final class ObservedConnector<C> implements Connector<C>, ConnectionListener {

	private final Connector<C> delegate;

	private final ConnectionAttemptObservations observations;

	// All that follows is guarded by this.

	private final Map<Long, ObservedAttempt> underway = new HashMap<>();

	private long announced;

	private long decided;

	ObservedConnector(Connector<C> delegate, ConnectionAttemptObservations observations) {
		this.delegate = delegate;
		this.observations = observations;
	}

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		return observe(attempt, () -> this.delegate.open(attempt));
	}

	@Override
	public CompletionStage<? extends C> openAsync(ConnectionAttempt attempt) throws Exception {
		return observe(attempt, () -> this.delegate.openAsync(attempt));
	}

	@Override
	public void close(C connection) throws Exception {
		this.delegate.close(connection);
	}

	private <T> T observe(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
		ObservedAttempt started = this.observations.start(attempt);
		if (!keep(attempt.generation(), started)) {
			started.stop(AttemptOutcome.ABANDONED, null);
			return opening.call();
		}
		return started.during(opening);
	}

	private synchronized boolean keep(long generation, ObservedAttempt started) {
		return generation > this.decided && this.underway.putIfAbsent(generation, started) == null;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		if (transition.to() == ConnectionState.CONNECTING) {
			announce();
		}
		else if (transition.from() == ConnectionState.CONNECTING) {
			ObservedAttempt ended = decide();
			if (ended != null) {
				this.observations.stop(ended, transition);
			}
		}
	}

	private synchronized void announce() {
		this.announced++;
	}

	private synchronized @Nullable ObservedAttempt decide() {
		this.decided = this.announced;
		return this.underway.remove(this.decided);
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
