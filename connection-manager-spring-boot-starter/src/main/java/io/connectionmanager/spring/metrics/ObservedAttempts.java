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
 * The attempts of one manager: an interceptor, which knows when an attempt begins, and a
 * listener, which knows what came of it.
 * <p>
 * They meet by the generation of the attempt. Either may be late: the listener may hear
 * of the end of one attempt when the next is under way, and {@code open} may be called of
 * an attempt that has been left already. Nothing is kept of an attempt that was decided.
 */
final class ObservedAttempts implements OpenInterceptor, ConnectionListener {

	private final ConnectionAttemptObservations observations;

	// All that follows is guarded by this.

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
