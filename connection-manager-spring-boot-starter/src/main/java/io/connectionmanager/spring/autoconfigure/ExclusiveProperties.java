package io.connectionmanager.spring.autoconfigure;

import java.time.Duration;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.spring.declaration.ExclusiveGroupSettings;
import io.connectionmanager.spring.declaration.PropertyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * Configuration properties of the group of replicas that share exclusive connections.
 */
@ConfigurationProperties("connection-manager.exclusive")
public class ExclusiveProperties {

	/**
	 * Store on which the replicas agree: 'jdbc', 'zookeeper' or the name of a
	 * CoordinationStore bean. Defaults to the only one.
	 */
	private @Nullable String store;

	/**
	 * Name that the replicas have in common, and other applications with the same store
	 * do not. Defaults to the name of the application.
	 */
	private @Nullable String group;

	/**
	 * Name of this replica, for display. Defaults to the name of the host.
	 */
	private @Nullable String memberId;

	/**
	 * Time after which other replicas take over from one that no longer renews its lease.
	 * Must be longer than the outages of the store to survive.
	 */
	private @Nullable Duration leaseDuration;

	/**
	 * Time by which a replica that cannot renew its lease gives up its connections before
	 * others may take over. Defaults to a third of the lease duration.
	 */
	private @Nullable Duration safetyMargin;

	/**
	 * Interval at which the lease is renewed. Defaults to a fifth of the lease duration.
	 */
	private @Nullable Duration renewInterval;

	/**
	 * Additional delay before taking over from a replica that has vanished, for peers
	 * that cannot check a fencing token.
	 */
	private @Nullable Duration takeoverDelay;

	/**
	 * Whether to accept a store with which two replicas may hold one connection after a
	 * failover of the store.
	 */
	private Boolean acceptBestEffort = false;

	private final Spread spread = new Spread();

	public @Nullable String getStore() {
		return this.store;
	}

	public void setStore(@Nullable String store) {
		this.store = textOrNull(store);
	}

	public @Nullable String getGroup() {
		return this.group;
	}

	public void setGroup(@Nullable String group) {
		this.group = textOrNull(group);
	}

	public @Nullable String getMemberId() {
		return this.memberId;
	}

	public void setMemberId(@Nullable String memberId) {
		this.memberId = textOrNull(memberId);
	}

	private static @Nullable String textOrNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	public @Nullable Duration getLeaseDuration() {
		return this.leaseDuration;
	}

	public void setLeaseDuration(@Nullable Duration leaseDuration) {
		this.leaseDuration = leaseDuration;
	}

	public @Nullable Duration getSafetyMargin() {
		return this.safetyMargin;
	}

	public void setSafetyMargin(@Nullable Duration safetyMargin) {
		this.safetyMargin = safetyMargin;
	}

	public @Nullable Duration getRenewInterval() {
		return this.renewInterval;
	}

	public void setRenewInterval(@Nullable Duration renewInterval) {
		this.renewInterval = renewInterval;
	}

	public @Nullable Duration getTakeoverDelay() {
		return this.takeoverDelay;
	}

	public void setTakeoverDelay(@Nullable Duration takeoverDelay) {
		this.takeoverDelay = takeoverDelay;
	}

	public Boolean getAcceptBestEffort() {
		return this.acceptBestEffort;
	}

	public void setAcceptBestEffort(Boolean acceptBestEffort) {
		this.acceptBestEffort = acceptBestEffort;
	}

	public Spread getSpread() {
		return this.spread;
	}

	/**
	 * Resolves the properties.
	 * @return the settings of the group
	 */
	public ExclusiveGroupSettings resolve() {
		return new ExclusiveGroupSettings(this.store, this.group, this.memberId,
				Boolean.TRUE.equals(this.acceptBestEffort),
				PropertyValues.build("exclusive.",
						"Increase 'exclusive.lease-duration', or decrease 'exclusive.safety-margin' or "
								+ "'exclusive.renew-interval'. By default, they are a third and a fifth of the lease duration.",
						this::settings, "leaseDuration", "safetyMargin", "renewInterval", "takeoverDelay",
						"spread.settleTime", "spread.maxMoves", "spread.weight"));
	}

	private ExclusiveSettings settings() {
		ExclusiveSettings.Builder builder = ExclusiveSettings.builder();
		ExclusiveSettings.Spread defaults = ExclusiveSettings.defaults().spread();
		if (this.leaseDuration != null) {
			builder.leaseDuration(this.leaseDuration);
		}
		if (this.safetyMargin != null) {
			builder.safetyMargin(this.safetyMargin);
		}
		if (this.renewInterval != null) {
			builder.renewInterval(this.renewInterval);
		}
		if (this.takeoverDelay != null) {
			builder.takeoverDelay(this.takeoverDelay);
		}
		return builder
			.spread(new ExclusiveSettings.Spread(
					PropertyValues.first(this.spread.settleTime, null, defaults.settleTime()),
					PropertyValues.first(this.spread.maxMoves, null, defaults.maxMoves()),
					PropertyValues.first(this.spread.weight, null, defaults.weight())))
			.build();
	}

	/**
	 * How exclusive connections are spread over the replicas.
	 */
	public static class Spread {

		/**
		 * Time without a change among the replicas after which one that holds more than
		 * its share hands connections over.
		 */
		private @Nullable Duration settleTime;

		/**
		 * Maximum number of connections that a replica hands over at a time.
		 */
		private @Nullable Integer maxMoves;

		/**
		 * Share of this replica in relation to the others.
		 */
		private @Nullable Integer weight;

		public @Nullable Duration getSettleTime() {
			return this.settleTime;
		}

		public void setSettleTime(@Nullable Duration settleTime) {
			this.settleTime = settleTime;
		}

		public @Nullable Integer getMaxMoves() {
			return this.maxMoves;
		}

		public void setMaxMoves(@Nullable Integer maxMoves) {
			this.maxMoves = maxMoves;
		}

		public @Nullable Integer getWeight() {
			return this.weight;
		}

		public void setWeight(@Nullable Integer weight) {
			this.weight = weight;
		}

	}

}
