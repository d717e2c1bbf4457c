package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.connectionmanager.ConnectionState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A full description of a connection.
 *
 * @param summary the summary; shown on the same level as the rest
 * @param url the URLs to connect to, separated by commas, without user-info
 * @param details values that the connector publishes; absent if there are none
 * @param settings the settings of its manager
 * @param nextAttempt when the next attempt is due and why; absent while the connection is
 * up
 * @param history the latest transitions and outages
 */
public record ConnectionDescriptor(@JsonUnwrapped ConnectionSummary summary, @Nullable String url,
		@Nullable Map<String, Object> details, @Nullable Settings settings, @Nullable NextAttempt nextAttempt,
		@Nullable History history) implements OperationResponseBody {

	/**
	 * The settings of a manager.
	 *
	 * @param timeout the maximum duration of an attempt
	 * @param reconnectAfter the first delay
	 * @param backoff the growth of delays
	 * @param stableAfter the uptime after which a connection is stable
	 * @param maxAttempts the maximum number of consecutive failed attempts; absent if
	 * unlimited
	 * @param drainTimeout the maximum time that a stop waits for subscribers
	 * @param authenticationDelay the minimum delay after an authentication failure
	 * @param maxRetryAfter the maximum delay that a peer can ask for
	 * @param keepAlive how soon a silent peer is noticed
	 * @param historySize the number of transitions, and of outages, to keep; absent if no
	 * history is kept
	 */
	public record Settings(Duration timeout, Duration reconnectAfter, Backoff backoff, Duration stableAfter,
			@Nullable Integer maxAttempts, Duration drainTimeout, Duration authenticationDelay, Duration maxRetryAfter,
			KeepAlive keepAlive, @Nullable Integer historySize) {

	}

	/**
	 * The growth of delays.
	 *
	 * @param multiplier the factor by which the delay grows
	 * @param maxDelay the maximum delay before jitter
	 * @param jitter the maximum random extension of a delay, as a fraction of it
	 */
	public record Backoff(double multiplier, Duration maxDelay, double jitter) {

	}

	/**
	 * How soon a silent peer is noticed, if the connector supports it.
	 *
	 * @param enabled whether the connection is watched
	 * @param interval the silence after which a sign of life is requested
	 * @param timeout the maximum time until it arrives
	 */
	public record KeepAlive(boolean enabled, Duration interval, Duration timeout) {

	}

	/**
	 * The history of a connection.
	 *
	 * @param transitions the latest transitions, oldest first
	 * @param outages the latest outages, oldest first; the last one may be ongoing
	 */
	public record History(List<Transition> transitions, List<OutageDescriptor> outages) {

	}

	/**
	 * A change of state.
	 *
	 * @param from the previous state
	 * @param to the new state
	 * @param attempt the number of the attempt within the outage
	 * @param kind the kind of failure that led to it; absent if nothing failed
	 * @param cause the failure that led to it
	 * @param at the time of the change
	 * @param inPrevious the duration of the previous state
	 * @param flap true if a connection ended before it was stable, otherwise absent
	 */
	public record Transition(ConnectionState from, ConnectionState to, int attempt, @Nullable String kind,
			@Nullable String cause, Instant at, Duration inPrevious, @Nullable Boolean flap) {

	}

}
