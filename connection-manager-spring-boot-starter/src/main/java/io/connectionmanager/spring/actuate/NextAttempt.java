package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When the next attempt comes, and why then.
 *
 * @param waitsFor what it waits for
 * @param at when it comes, while it waits for a delay
 * @param delay how long that delay is, from the failure or the loss
 * @param delayNumber which delay of the back-off sequence that is, counted from 1 since
 * the connection was last stable; absent while it is not known
 * @param unstretchedDelay how long the delay is without jitter
 * @param decidedBy which property decided how long the delay is without jitter:
 * {@code reconnect-after}, {@code backoff.multiplier} or {@code backoff.max-delay}
 * @param stretchedBy by which fraction {@code backoff.jitter} has stretched the delay
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
