package io.connectionmanager.spring.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.OpenInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * The observed attempts of one manager. As an interceptor, it sees when an attempt
 * begins; as a listener, it sees the outcome.
 * <p>
 * The generation of the attempt connects the two. Either may be late: the listener may be
 * notified of an outcome when the next attempt has begun, and {@code open} may be called
 * for an attempt that was abandoned. Decided attempts are not retained.
 */
final class ObservedAttempts implements OpenInterceptor, ConnectionListener {

	private final ConnectionAttemptObservations observations;

	// The following fields are guarded by this.

	private final Map<Long, ObservedAttempt> underway = new HashMap<>();

	private long decided;

	private boolean closed;

	ObservedAttempts(ConnectionAttemptObservations observations) {
		this.observations = observations;
	}

	@Override
	public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
		ObservedAttempt started = this.observations.start(attempt);
		if (!keep(attempt.generation(), started)) {
			started.stop(AttemptOutcome.ABANDONED, null);
			if (isClosed()) {
				this.observations.abandonedByClose(attempt.name());
			}
			return opening.call();
		}
		return started.during(opening);
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized boolean keep(long generation, ObservedAttempt started) {
		return generation > this.decided && this.underway.putIfAbsent(generation, started) == null;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		if (transition.from() == ConnectionState.CONNECTING) {
			boolean closed = transition.to() == ConnectionState.CLOSED;
			ObservedAttempt ended = decide(transition.generation(), closed);
			if (ended != null) {
				this.observations.stop(ended, transition);
				if (closed) {
					this.observations.abandonedByClose(transition.name());
				}
			}
		}
	}

	private synchronized @Nullable ObservedAttempt decide(long generation, boolean closed) {
		this.decided = generation;
		this.closed = closed;
		return this.underway.remove(generation);
	}

}
