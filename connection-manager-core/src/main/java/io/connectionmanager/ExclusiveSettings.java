package io.connectionmanager;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The settings of an {@link ExclusiveGroup}, immutable and always valid. An invalid value
 * is rejected with an {@link IllegalArgumentException} that names the setting and the
 * reason; it is never corrected.
 * <p>
 * The replicas of a group may have different settings, for example during a deployment:
 * each one keeps its own lease, and observes that of another member for as long as that
 * member says.
 *
 * @param leaseDuration how long others wait, from when they last saw this member renew
 * its lease, before they take over its connections; at least 1 s, 15 s by default. Must
 * be longer than the outages of the store to survive
 * @param safetyMargin how much earlier this member gives its connections up itself, so
 * that clocks of different speed and a slow close do no harm; a third of
 * {@code leaseDuration} by default
 * @param renewInterval how often the lease is renewed; a fifth of {@code leaseDuration}
 * by default. {@code safetyMargin + 2 * renewInterval} must not exceed
 * {@code leaseDuration}
 * @param takeoverDelay an additional delay before taking over from a member that has
 * vanished, for peers that cannot check a fencing token; zero by default
 * @param spread how connections are spread over the members
 */
public record ExclusiveSettings(Duration leaseDuration, Duration safetyMargin, Duration renewInterval,
		Duration takeoverDelay, Spread spread) {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final ExclusiveSettings DEFAULTS = builder().build();

	public ExclusiveSettings {
		range("leaseDuration", leaseDuration, SHORTEST_LEASE);
		range("safetyMargin", safetyMargin, Duration.ofMillis(1));
		range("renewInterval", renewInterval, Duration.ofMillis(10));
		range("takeoverDelay", takeoverDelay, Duration.ZERO);
		Objects.requireNonNull(spread, "spread");
		if (safetyMargin.plus(renewInterval.multipliedBy(2)).compareTo(leaseDuration) > 0) {
			throw new IllegalArgumentException(("safetyMargin (%s) plus twice the renewInterval (%s) must not exceed "
					+ "leaseDuration (%s): one lost renewal would end the lease")
				.formatted(DurationText.setting(safetyMargin), DurationText.setting(renewInterval),
						DurationText.setting(leaseDuration)));
		}
	}

	private static void range(String name, Duration value, Duration least) {
		Objects.requireNonNull(value, name);
		if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("%s must be from %s to %s, but is %s".formatted(name,
					DurationText.setting(least), DurationText.setting(LONGEST), DurationText.setting(value)));
		}
	}

	/**
	 * Returns the defaults.
	 * @return the settings of a group that is built without any
	 */
	public static ExclusiveSettings defaults() {
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
	 * How the connections of a group are spread over its members. A member may hold
	 * {@code ceil(connections * weight / sum of the weights)} of them: its cap.
	 *
	 * @param settleTime how long the membership must not have changed before a member
	 * that holds more than its cap hands some over; 1 min by default
	 * @param maxMoves how many connections a member hands over at a time; at least 1, 50
	 * by default
	 * @param weight the share of this member in relation to the others; from 1 (the
	 * default) to 1,000
	 */
	public record Spread(Duration settleTime, int maxMoves, int weight) {

		public Spread {
			range("spread.settleTime", settleTime, Duration.ZERO);
			range("spread.maxMoves", maxMoves, 1_000_000);
			range("spread.weight", weight, 1_000);
		}

		private static void range(String name, int value, int most) {
			if (value < 1 || value > most) {
				throw new IllegalArgumentException("%s must be from 1 to %,d, but is %d".formatted(name, most, value));
			}
		}

		private static void range(String name, Duration value, Duration least) {
			ExclusiveSettings.range(name, value, least);
		}

	}

	/**
	 * A builder of {@link ExclusiveSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private Duration leaseDuration = Duration.ofSeconds(15);

		private @Nullable Duration safetyMargin;

		private @Nullable Duration renewInterval;

		private Duration takeoverDelay = Duration.ZERO;

		private Spread spread = new Spread(Duration.ofMinutes(1), 50, 1);

		private Builder() {
		}

		/**
		 * Sets the lease duration.
		 * @param leaseDuration how long others wait before they take over
		 * @return this builder
		 */
		public Builder leaseDuration(Duration leaseDuration) {
			this.leaseDuration = Objects.requireNonNull(leaseDuration, "leaseDuration");
			return this;
		}

		/**
		 * Sets the safety margin; a third of the lease duration by default.
		 * @param safetyMargin how much earlier this member gives its connections up
		 * @return this builder
		 */
		public Builder safetyMargin(Duration safetyMargin) {
			this.safetyMargin = Objects.requireNonNull(safetyMargin, "safetyMargin");
			return this;
		}

		/**
		 * Sets the renew interval; a fifth of the lease duration by default.
		 * @param renewInterval how often the lease is renewed
		 * @return this builder
		 */
		public Builder renewInterval(Duration renewInterval) {
			this.renewInterval = Objects.requireNonNull(renewInterval, "renewInterval");
			return this;
		}

		/**
		 * Sets the take-over delay; zero by default.
		 * @param takeoverDelay the additional delay after a member has vanished
		 * @return this builder
		 */
		public Builder takeoverDelay(Duration takeoverDelay) {
			this.takeoverDelay = takeoverDelay;
			return this;
		}

		/**
		 * Sets how connections are spread over the members.
		 * @param spread the spread
		 * @return this builder
		 */
		public Builder spread(Spread spread) {
			this.spread = spread;
			return this;
		}

		/**
		 * Builds the settings.
		 * @return the settings
		 * @throws IllegalArgumentException if a setting is invalid
		 */
		public ExclusiveSettings build() {
			Duration margin = (this.safetyMargin != null) ? this.safetyMargin : this.leaseDuration.dividedBy(3);
			Duration interval = (this.renewInterval != null) ? this.renewInterval : this.leaseDuration.dividedBy(5);
			return new ExclusiveSettings(this.leaseDuration, margin, interval, this.takeoverDelay, this.spread);
		}

	}

}
