package io.connectionmanager;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a manager goes about keeping its connection: immutable and valid. An invalid value
 * is refused with an {@link IllegalArgumentException} that says which, and why; it is
 * never corrected.
 *
 * @param timeout how long an attempt may take, from the call of {@code open} until the
 * connection is ready, that is, {@code open} has returned it and
 * {@link ConnectionAttempt#connected()} was called; more than zero, 30 s by default
 * @param reconnectAfter how long to wait after a failure or a loss before the first new
 * attempt; 2 s by default
 * @param backoff how the wait grows from one attempt to the next
 * @param stableAfter how long a connection must have been up for the next wait to start
 * from the beginning again; a shorter one is a flap. 10 s by default
 * @param maxAttempts how many attempts in a row may fail before the manager is
 * {@link ConnectionState#SUSPENDED}; {@link #UNLIMITED} by default
 * @param drainTimeout how long a stop waits for subscribers to hear {@code disconnected}
 * before the connection is closed under them, and then for the closing itself; 5 s by
 * default
 */
public record ConnectionSettings(Duration timeout, Duration reconnectAfter, Backoff backoff, Duration stableAfter,
		int maxAttempts, Duration drainTimeout) {

	/**
	 * The {@link #maxAttempts()} of a manager that never gives up.
	 */
	public static final int UNLIMITED = Integer.MAX_VALUE;

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final ConnectionSettings DEFAULTS = builder().build();

	public ConnectionSettings {
		atLeastZero("timeout", timeout);
		if (timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be more than zero");
		}
		atLeastZero("reconnectAfter", reconnectAfter);
		Objects.requireNonNull(backoff, "backoff");
		if (backoff.maxDelay().compareTo(reconnectAfter) < 0) {
			throw new IllegalArgumentException("backoff.maxDelay (%s) must not be less than reconnectAfter (%s)"
				.formatted(backoff.maxDelay(), reconnectAfter));
		}
		atLeastZero("stableAfter", stableAfter);
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("maxAttempts must be at least 1, but is " + maxAttempts);
		}
		atLeastZero("drainTimeout", drainTimeout);
	}

	private static void atLeastZero(String name, Duration value) {
		Objects.requireNonNull(value, name);
		if (value.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative, but is " + value);
		}
		if (value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(name + " must be at most 365 days, but is " + value);
		}
	}

	/**
	 * Returns the defaults.
	 * @return the settings of a manager that was not told anything
	 */
	public static ConnectionSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * Returns a builder that holds the defaults.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns a builder that holds these settings.
	 * @return the builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder().timeout(this.timeout)
			.reconnectAfter(this.reconnectAfter)
			.stableAfter(this.stableAfter)
			.maxAttempts(this.maxAttempts)
			.drainTimeout(this.drainTimeout);
		// What follows from reconnectAfter goes on following from it.
		return this.backoff.equals(builder.defaultBackoff()) ? builder : builder.backoff(this.backoff);
	}

	/**
	 * How the wait before an attempt grows. The n-th wait in an outage is
	 * {@code min(reconnectAfter * multiplier^(n-1), maxDelay)}, stretched by a random
	 * factor between 1 and {@code 1 + jitter}, so that it is never shorter than
	 * configured.
	 *
	 * @param multiplier by how much each wait is longer than the one before; at least 1,
	 * and 1 (always the same) by default
	 * @param maxDelay the longest wait, before it is stretched; 30 s by default, or
	 * {@code reconnectAfter} where that is longer
	 * @param jitter by how much a wait is stretched at the most: 0.2 (a fifth) by
	 * default, 0 for none
	 */
	public record Backoff(double multiplier, Duration maxDelay, double jitter) {

		private static final double MULTIPLIER = 1;

		private static final Duration MAX_DELAY = Duration.ofSeconds(30);

		private static final double JITTER = 0.2;

		public Backoff {
			if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
				throw new IllegalArgumentException("backoff.multiplier must be at least 1, but is " + multiplier);
			}
			atLeastZero("backoff.maxDelay", maxDelay);
			if (!(jitter >= 0) || jitter > 100) {
				throw new IllegalArgumentException("backoff.jitter must be between 0 and 100, but is " + jitter);
			}
		}

	}

	/**
	 * Builds {@link ConnectionSettings}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private Duration timeout = Duration.ofSeconds(30);

		private Duration reconnectAfter = Duration.ofSeconds(2);

		private @Nullable Backoff backoff;

		private Duration stableAfter = Duration.ofSeconds(10);

		private int maxAttempts = UNLIMITED;

		private Duration drainTimeout = Duration.ofSeconds(5);

		private Builder() {
		}

		/**
		 * Sets how long an attempt may take.
		 * @param timeout the timeout, more than zero
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Sets how long to wait after a failure or a loss before the first new attempt.
		 * @param reconnectAfter the wait
		 * @return this builder
		 */
		public Builder reconnectAfter(Duration reconnectAfter) {
			this.reconnectAfter = reconnectAfter;
			return this;
		}

		/**
		 * Sets how the wait grows from one attempt to the next.
		 * @param multiplier by how much each wait is longer than the one before, at least
		 * 1
		 * @param maxDelay the longest wait, before it is stretched
		 * @param jitter by how much a wait is stretched at the most, 0 for not at all
		 * @return this builder
		 */
		public Builder backoff(double multiplier, Duration maxDelay, double jitter) {
			return backoff(new Backoff(multiplier, maxDelay, jitter));
		}

		/**
		 * Sets how the wait grows from one attempt to the next.
		 * @param backoff the growth
		 * @return this builder
		 */
		public Builder backoff(Backoff backoff) {
			this.backoff = backoff;
			return this;
		}

		/**
		 * Sets how long a connection must have been up to count as stable.
		 * @param stableAfter the time
		 * @return this builder
		 */
		public Builder stableAfter(Duration stableAfter) {
			this.stableAfter = stableAfter;
			return this;
		}

		/**
		 * Sets how many attempts in a row may fail before the manager is suspended.
		 * @param maxAttempts the number, at least 1, or {@link #UNLIMITED}
		 * @return this builder
		 */
		public Builder maxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Sets how long a stop waits for subscribers to hear {@code disconnected}, and
		 * then for the connection to be closed.
		 * @param drainTimeout the time, zero for not at all
		 * @return this builder
		 */
		public Builder drainTimeout(Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
			return this;
		}

		/**
		 * Builds the settings.
		 * @return the settings
		 * @throws IllegalArgumentException if a value is invalid
		 */
		public ConnectionSettings build() {
			Backoff backoff = (this.backoff != null) ? this.backoff : defaultBackoff();
			return new ConnectionSettings(this.timeout, this.reconnectAfter, backoff, this.stableAfter,
					this.maxAttempts, this.drainTimeout);
		}

		private Backoff defaultBackoff() {
			Objects.requireNonNull(this.reconnectAfter, "reconnectAfter");
			boolean longer = this.reconnectAfter.compareTo(Backoff.MAX_DELAY) > 0;
			return new Backoff(Backoff.MULTIPLIER, longer ? this.reconnectAfter : Backoff.MAX_DELAY, Backoff.JITTER);
		}

	}

}
