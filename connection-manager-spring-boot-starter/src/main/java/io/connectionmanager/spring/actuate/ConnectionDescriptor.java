package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.connectionmanager.ConnectionState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All that is known of a connection.
 *
 * @param summary what is said of it in the list; shown on the same level as the rest
 * @param url where it connects to, without user-info
 * @param settings how it is kept
 * @param nextAttempt when the next attempt comes and why then, absent while the
 * connection is up
 * @param history what has happened
 */
public record ConnectionDescriptor(@JsonUnwrapped ConnectionSummary summary, @Nullable String url,
		@Nullable Settings settings, @Nullable NextAttempt nextAttempt,
		@Nullable History history) implements OperationResponseBody {

	/**
	 * How a connection is kept.
	 *
	 * @param timeout how long an attempt may take
	 * @param reconnectAfter how long the first wait is
	 * @param backoff how waits grow
	 * @param stableAfter how long a connection must have been up to be stable
	 * @param maxAttempts how many attempts in a row may fail, absent if unlimited
	 * @param drainTimeout how long a stop waits for subscribers
	 * @param authenticationDelay the shortest delay after a failure of authentication
	 * @param maxRetryAfter the longest delay that a peer may ask for
	 * @param historySize how many transitions, and how many outages, are remembered;
	 * absent if no history is kept
	 */
	public record Settings(Duration timeout, Duration reconnectAfter, Backoff backoff, Duration stableAfter,
			@Nullable Integer maxAttempts, Duration drainTimeout, Duration authenticationDelay, Duration maxRetryAfter,
			@Nullable Integer historySize) {

	}

	/**
	 * How waits grow.
	 *
	 * @param multiplier by how much each wait is longer than the one before
	 * @param maxDelay the longest wait
	 * @param jitter by which fraction a wait is stretched at the most
	 */
	public record Backoff(double multiplier, Duration maxDelay, double jitter) {

	}

	/**
	 * What has happened to a connection.
	 *
	 * @param transitions the latest transitions, the latest last
	 * @param outages the latest outages, the latest last; that may be one that still
	 * lasts
	 */
	public record History(List<Transition> transitions, List<OutageDescriptor> outages) {

	}

	/**
	 * A change of state.
	 *
	 * @param from the state left
	 * @param to the state entered
	 * @param attempt the number of the attempt within the outage
	 * @param kind what kind of failure led to it, absent if nothing failed
	 * @param cause the failure that led to it
	 * @param at when it happened
	 * @param inPrevious how long the state left had lasted
	 * @param flap true where a connection was lost before it was stable, else absent
	 */
	public record Transition(ConnectionState from, ConnectionState to, int attempt, @Nullable String kind,
			@Nullable String cause, Instant at, Duration inPrevious, @Nullable Boolean flap) {

	}

}
