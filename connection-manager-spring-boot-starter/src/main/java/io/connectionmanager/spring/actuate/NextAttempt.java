package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When the next attempt is due, and why then.
 *
 * @param waitsFor what it waits for
 * @param at when it is due, while it waits for a delay
 * @param delay that delay, counted from the failure or the loss
 * @param delayNumber the position of the delay in the back-off sequence, counted from 1
 * since the connection was last stable
 * @param unstretchedDelay the delay without jitter; absent if it is longer than the
 * back-off allows
 * @param decidedBy the property that decided the delay without jitter:
 * {@code reconnect-after}, {@code backoff.multiplier}, {@code backoff.max-delay},
 * {@code authentication-delay} or {@code max-retry-after}; absent if the peer did
 * @param stretchedBy the fraction by which {@code backoff.jitter} has extended the delay
 * @param explanation all of this in a sentence
 */
public record NextAttempt(WaitsFor waitsFor, @Nullable Instant at, @Nullable Duration delay,
		@Nullable Integer delayNumber, @Nullable Duration unstretchedDelay, @Nullable String decidedBy,
		@Nullable Double stretchedBy, String explanation) {

	static NextAttempt when(WaitsFor waitsFor, String explanation) {
		return new NextAttempt(waitsFor, null, null, null, null, null, null, explanation);
	}

	/**
	 * What a next attempt waits for.
	 */
	public enum WaitsFor {

		/**
		 * The delay after a failure or a loss.
		 */
		DELAY,

		/**
		 * What comes of the attempt that there is now, under way or in the queue of the
		 * connect limit.
		 */
		ATTEMPT,

		/**
		 * Somebody who asks for it.
		 */
		OPERATION,

		/**
		 * Nothing: there is none.
		 */
		NOTHING

	}

}
