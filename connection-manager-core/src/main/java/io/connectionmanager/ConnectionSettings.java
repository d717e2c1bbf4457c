package io.connectionmanager;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a manager, immutable and always valid. An invalid value is rejected
 * with an {@link IllegalArgumentException} that names the setting and the reason; it is
 * never corrected.
 *
 * @param timeout the maximum duration of an attempt, from the call of {@code open} until
 * the connection is ready, that is, {@code open} has returned it and
 * {@link ConnectionAttempt#connected()} was called; greater than zero, 30 s by default
 * @param reconnectAfter the first delay after a failure or a loss; 2 s by default. A
 * delay is never shorter than {@link Backoff#SHORTEST_DELAY}
 * @param backoff how the delay grows from one attempt to the next
 * @param stableAfter the uptime after which a connection is stable: its outage is over,
 * and the delays start over. A connection that ends sooner is a flap. 10 s by default
 * @param maxAttempts the number of consecutive failed attempts after which the manager is
 * {@link ConnectionState#SUSPENDED}; {@link #UNLIMITED} by default
 * @param drainTimeout the maximum time that a stop waits for subscribers to return from
 * {@code disconnected} before it closes the connection, and then for the closing itself;
 * 5 s by default
 * @param authenticationDelay the shortest delay after a failure of kind
 * {@link FailureKind#AUTHENTICATION}, so that retrying does not lock an account; 30 s by
 * default
 * @param maxRetryAfter the longest delay that a peer may ask for with a
 * {@link RetryAfterException}; 10 min by default
 * @param keepAlive how soon a silent peer is noticed
 */
public record ConnectionSettings(Duration timeout, Duration reconnectAfter, Backoff backoff, Duration stableAfter,
		int maxAttempts, Duration drainTimeout, Duration authenticationDelay, Duration maxRetryAfter,
		KeepAlive keepAlive) {

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
				.formatted(DurationText.setting(backoff.maxDelay()), DurationText.setting(reconnectAfter)));
		}
		atLeastZero("stableAfter", stableAfter);
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("maxAttempts must be at least 1, but is " + maxAttempts);
		}
		atLeastZero("drainTimeout", drainTimeout);
		atLeastZero("authenticationDelay", authenticationDelay);
		atLeastZero("maxRetryAfter", maxRetryAfter);
		Objects.requireNonNull(keepAlive, "keepAlive");
		backoff = backoff.startingWith(reconnectAfter);
	}

	private static void atLeastZero(String name, Duration value) {
		Objects.requireNonNull(value, name);
		if (value.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative, but is " + DurationText.setting(value));
		}
		if (value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(name + " must be at most 365d, but is " + DurationText.setting(value));
		}
	}

	/**
	 * Returns the defaults.
	 * @return the settings of a manager that is built without any
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
			.drainTimeout(this.drainTimeout)
			.authenticationDelay(this.authenticationDelay)
			.maxRetryAfter(this.maxRetryAfter)
			.keepAlive(this.keepAlive);
		// A default back-off keeps depending on reconnectAfter.
		return this.backoff.equals(builder.defaultBackoff()) ? builder : builder.backoff(this.backoff);
	}

	/**
	 * How soon a peer that has fallen silent is noticed: after at most {@code interval}
	 * plus {@code timeout}. Applies to connections whose connector calls
	 * {@link ConnectionAttempt#keepAlive(KeepAliveProbe)} or uses the keep-alive of its
	 * protocol.
	 *
	 * @param enabled whether connections are watched; {@code true} by default
	 * @param interval the silence after which a sign of life is provoked; more than zero,
	 * 30 s by default
	 * @param timeout the maximum time until it arrives; more than zero, 10 s by default
	 */
	public record KeepAlive(boolean enabled, Duration interval, Duration timeout) {

		public KeepAlive {
			moreThanZero("keepAlive.interval", interval);
			moreThanZero("keepAlive.timeout", timeout);
		}

		private static void moreThanZero(String name, Duration value) {
			atLeastZero(name, value);
			if (value.isZero()) {
				throw new IllegalArgumentException(name + " must be more than zero");
			}
		}

	}

	/**
	 * The growth of the delay before an attempt. The n-th delay of an outage is
	 * {@code min(reconnectAfter * multiplier^(n-1), maxDelay)}, extended by a random
	 * factor between 1 and {@code 1 + jitter}, so that it is never shorter than
	 * configured.
	 *
	 * @param multiplier the ratio of each delay to the one before; at least 1, and 1
	 * (constant delays) by default
	 * @param maxDelay the longest delay, before it is extended; 30 s by default, or
	 * {@code reconnectAfter} where that is longer
	 * @param jitter maximum random extension of a delay, as a fraction of it: 0.2 by
	 * default, 0 for none
	 * @param firstDelay the first delay: {@link ConnectionSettings#reconnectAfter()}
	 */
	public record Backoff(double multiplier, Duration maxDelay, double jitter, Duration firstDelay) {

		/**
		 * The minimum of all delays, so that no setting causes a busy loop.
		 */
		public static final Duration SHORTEST_DELAY = Duration.ofMillis(10);

		private static final double MULTIPLIER = 1;

		private static final Duration MAX_DELAY = Duration.ofSeconds(30);

		private static final double JITTER = 0.2;

		private static final Duration FIRST_DELAY = Duration.ofSeconds(2);

		public Backoff {
			if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
				throw new IllegalArgumentException("backoff.multiplier must be at least 1, but is " + multiplier);
			}
			atLeastZero("backoff.maxDelay", maxDelay);
			if (!(jitter >= 0) || jitter > 100) {
				throw new IllegalArgumentException("backoff.jitter must be between 0 and 100, but is " + jitter);
			}
			atLeastZero("backoff.firstDelay", firstDelay);
		}

		/**
		 * Creates a back-off whose first delay is the default of
		 * {@link ConnectionSettings#reconnectAfter()}. As part of settings, it uses their
		 * value.
		 * @param multiplier the ratio of each delay to the one before
		 * @param maxDelay the longest delay, before it is extended
		 * @param jitter maximum random extension of a delay, as a fraction of it
		 */
		public Backoff(double multiplier, Duration maxDelay, double jitter) {
			this(multiplier, maxDelay, jitter, FIRST_DELAY);
		}

		/**
		 * Returns a delay of the sequence.
		 * @param number the position of the delay in the outage, counted from 1
		 * @param random a random number from 0 (inclusive) to 1 (exclusive)
		 * @return the delay, at least {@link #SHORTEST_DELAY}
		 */
		public Duration delay(int number, double random) {
			double growth = Math.min(Math.pow(this.multiplier, number - 1.0), Double.MAX_VALUE);
			double capped = Math.min(this.firstDelay.toNanos() * growth, this.maxDelay.toNanos());
			double extended = Math.ceil(capped * (1 + this.jitter * random));
			return Duration.ofNanos(Math.max((long) extended, SHORTEST_DELAY.toNanos()));
		}

		Backoff startingWith(Duration firstDelay) {
			return this.firstDelay.equals(firstDelay) ? this
					: new Backoff(this.multiplier, this.maxDelay, this.jitter, firstDelay);
		}

	}

	/**
	 * A builder of {@link ConnectionSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private Duration timeout = Duration.ofSeconds(30);

		private Duration reconnectAfter = Backoff.FIRST_DELAY;

		private @Nullable Backoff backoff;

		private Duration stableAfter = Duration.ofSeconds(10);

		private int maxAttempts = UNLIMITED;

		private Duration drainTimeout = Duration.ofSeconds(5);

		private Duration authenticationDelay = Duration.ofSeconds(30);

		private Duration maxRetryAfter = Duration.ofMinutes(10);

		private KeepAlive keepAlive = new KeepAlive(true, Duration.ofSeconds(30), Duration.ofSeconds(10));

		private Builder() {
		}

		/**
		 * Sets the maximum duration of an attempt.
		 * @param timeout the timeout, greater than zero
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Sets the first delay after a failure or a loss.
		 * @param reconnectAfter the delay
		 * @return this builder
		 */
		public Builder reconnectAfter(Duration reconnectAfter) {
			this.reconnectAfter = reconnectAfter;
			return this;
		}

		/**
		 * Sets how the delay grows from one attempt to the next.
		 * @param multiplier the ratio of each delay to the one before, at least 1
		 * @param maxDelay the longest delay, before it is extended
		 * @param jitter maximum random extension of a delay, as a fraction of it, 0 for
		 * none
		 * @return this builder
		 */
		public Builder backoff(double multiplier, Duration maxDelay, double jitter) {
			return backoff(new Backoff(multiplier, maxDelay, jitter));
		}

		/**
		 * Sets how the delay grows from one attempt to the next.
		 * @param backoff the growth
		 * @return this builder
		 */
		public Builder backoff(Backoff backoff) {
			this.backoff = backoff;
			return this;
		}

		/**
		 * Sets the uptime after which a connection is stable.
		 * @param stableAfter the uptime
		 * @return this builder
		 */
		public Builder stableAfter(Duration stableAfter) {
			this.stableAfter = stableAfter;
			return this;
		}

		/**
		 * Sets the number of consecutive failed attempts after which the manager is
		 * suspended.
		 * @param maxAttempts the number, at least 1, or {@link #UNLIMITED}
		 * @return this builder
		 */
		public Builder maxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Sets the maximum time that a stop waits for subscribers to return from
		 * {@code disconnected}, and then for the connection to be closed.
		 * @param drainTimeout the time, zero to not wait
		 * @return this builder
		 */
		public Builder drainTimeout(Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
			return this;
		}

		/**
		 * Sets the shortest delay after an authentication failure.
		 * @param authenticationDelay the delay
		 * @return this builder
		 */
		public Builder authenticationDelay(Duration authenticationDelay) {
			this.authenticationDelay = authenticationDelay;
			return this;
		}

		/**
		 * Sets the longest delay that a peer may ask for.
		 * @param maxRetryAfter the delay
		 * @return this builder
		 */
		public Builder maxRetryAfter(Duration maxRetryAfter) {
			this.maxRetryAfter = maxRetryAfter;
			return this;
		}

		/**
		 * Sets how soon a silent peer is noticed.
		 * @param interval the silence after which a sign of life is provoked
		 * @param timeout the maximum time until it arrives
		 * @return this builder
		 */
		public Builder keepAlive(Duration interval, Duration timeout) {
			return keepAlive(new KeepAlive(true, interval, timeout));
		}

		/**
		 * Sets how soon a silent peer is noticed, and whether it is.
		 * @param keepAlive the settings of the keep-alive
		 * @return this builder
		 */
		public Builder keepAlive(KeepAlive keepAlive) {
			this.keepAlive = keepAlive;
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
					this.maxAttempts, this.drainTimeout, this.authenticationDelay, this.maxRetryAfter, this.keepAlive);
		}

		private Backoff defaultBackoff() {
			atLeastZero("reconnectAfter", this.reconnectAfter);
			boolean longer = this.reconnectAfter.compareTo(Backoff.MAX_DELAY) > 0;
			return new Backoff(Backoff.MULTIPLIER, longer ? this.reconnectAfter : Backoff.MAX_DELAY, Backoff.JITTER,
					this.reconnectAfter);
		}

	}

}
