package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When the next attempt is due, and why.
 *
 * @param waitsFor what the attempt waits for
 * @param at when it is due, during a delay
 * @param delay the delay, counted from the failure or the loss
 * @param delayNumber the position of the delay in the back-off sequence, counted from 1
 * since the connection was last stable
 * @param unstretchedDelay the delay without jitter; absent if the delay exceeds the
 * back-off
 * @param decidedBy the property that determined the delay before jitter:
 * {@code reconnect-after}, {@code backoff.multiplier}, {@code backoff.max-delay},
 * {@code authentication-delay} or {@code max-retry-after}; absent if the peer asked for
 * the delay
 * @param stretchedBy the fraction by which {@code backoff.jitter} has extended the delay
 * @param explanation the same in one sentence
 */
public record NextAttempt(WaitsFor waitsFor, @Nullable Instant at, @Nullable Duration delay,
		@Nullable Integer delayNumber, @Nullable Duration unstretchedDelay, @Nullable String decidedBy,
		@Nullable Double stretchedBy, String explanation) {

	static NextAttempt when(WaitsFor waitsFor, String explanation) {
		return new NextAttempt(waitsFor, null, null, null, null, null, null, explanation);
	}

	/**
	 * What the next attempt waits for.
	 */
	public enum WaitsFor {

		/**
		 * The delay after a failure or a loss.
		 */
		DELAY,

		/**
		 * The outcome of the current attempt, which is in progress or waits for a permit.
		 */
		ATTEMPT,

		/**
		 * A call of {@code reconnect} or {@code start}.
		 */
		OPERATION,

		/**
		 * The claim to an exclusive connection: another replica holds it, or it is not
		 * clear yet that none does.
		 */
		CLAIM,

		/**
		 * Nothing: the connection is closed.
		 */
		NOTHING

	}

}
