package io.connectionmanager.spring.autoconfigure;

import java.time.Duration;

import io.connectionmanager.spring.lifecycle.StartupMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What can be set for all connections, and again for one. A property that is not set is
 * {@code null}; what it then is, is decided when both are known.
 *
 * @see ConnectionManagerProperties#resolve(String)
 */
public abstract class ConnectionProperties {

	/**
	 * How long an attempt may take, until the connection is ready for use.
	 */
	private @Nullable Duration timeout;

	/**
	 * How long to wait after a failure or a loss before the first new attempt.
	 */
	private @Nullable Duration reconnectAfter;

	@NestedConfigurationProperty
	private final Backoff backoff = new Backoff();

	/**
	 * How long a connection must have been up for the next wait to start over with
	 * 'reconnect-after'. A shorter connection is a flap.
	 */
	private @Nullable Duration stableAfter;

	/**
	 * How many attempts in a row may fail before the connection is suspended. Unlimited
	 * by default.
	 */
	private @Nullable Integer maxAttempts;

	/**
	 * How long a stop waits for subscribers to let go of the connection before it is
	 * closed, and then for the closing itself.
	 */
	private @Nullable Duration drainTimeout;

	/**
	 * Shortest delay after an authentication failure, so that retrying does not lock an
	 * account.
	 */
	private @Nullable Duration authenticationDelay;

	/**
	 * Longest delay that a peer may ask for.
	 */
	private @Nullable Duration maxRetryAfter;

	/**
	 * What the start of the application has to do with the connection.
	 */
	private @Nullable StartupMode startup;

	/**
	 * How long the start of the application waits for the connection, unless 'startup' is
	 * 'background'.
	 */
	private @Nullable Duration startupTimeout;

	/**
	 * Whether to start the connection with the application. Otherwise it is started in
	 * code.
	 */
	private @Nullable Boolean autoStart;

	/**
	 * How many transitions, and how many outages, are remembered for the 'connections'
	 * endpoint. 0 for none.
	 */
	private @Nullable Integer historySize;

	@NestedConfigurationProperty
	private final Health health = new Health();

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Duration getReconnectAfter() {
		return this.reconnectAfter;
	}

	public void setReconnectAfter(@Nullable Duration reconnectAfter) {
		this.reconnectAfter = reconnectAfter;
	}

	public Backoff getBackoff() {
		return this.backoff;
	}

	public @Nullable Duration getStableAfter() {
		return this.stableAfter;
	}

	public void setStableAfter(@Nullable Duration stableAfter) {
		this.stableAfter = stableAfter;
	}

	public @Nullable Integer getMaxAttempts() {
		return this.maxAttempts;
	}

	public void setMaxAttempts(@Nullable Integer maxAttempts) {
		this.maxAttempts = maxAttempts;
	}

	public @Nullable Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(@Nullable Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	public @Nullable Duration getAuthenticationDelay() {
		return this.authenticationDelay;
	}

	public void setAuthenticationDelay(@Nullable Duration authenticationDelay) {
		this.authenticationDelay = authenticationDelay;
	}

	public @Nullable Duration getMaxRetryAfter() {
		return this.maxRetryAfter;
	}

	public void setMaxRetryAfter(@Nullable Duration maxRetryAfter) {
		this.maxRetryAfter = maxRetryAfter;
	}

	public @Nullable StartupMode getStartup() {
		return this.startup;
	}

	public void setStartup(@Nullable StartupMode startup) {
		this.startup = startup;
	}

	public @Nullable Duration getStartupTimeout() {
		return this.startupTimeout;
	}

	public void setStartupTimeout(@Nullable Duration startupTimeout) {
		this.startupTimeout = startupTimeout;
	}

	public @Nullable Boolean getAutoStart() {
		return this.autoStart;
	}

	public void setAutoStart(@Nullable Boolean autoStart) {
		this.autoStart = autoStart;
	}

	public @Nullable Integer getHistorySize() {
		return this.historySize;
	}

	public void setHistorySize(@Nullable Integer historySize) {
		this.historySize = historySize;
	}

	public Health getHealth() {
		return this.health;
	}

	/**
	 * How the wait grows from one attempt to the next.
	 */
	public static class Backoff {

		/**
		 * By how much each wait is longer than the one before. At least 1, which is
		 * always the same wait.
		 */
		private @Nullable Double multiplier;

		/**
		 * Longest wait. The default is 'reconnect-after' where that is longer.
		 */
		private @Nullable Duration maxDelay;

		/**
		 * By how much a wait is stretched at random at the most, as a fraction of it. 0
		 * for not at all.
		 */
		private @Nullable Double jitter;

		public @Nullable Double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(@Nullable Double multiplier) {
			this.multiplier = multiplier;
		}

		public @Nullable Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(@Nullable Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public @Nullable Double getJitter() {
			return this.jitter;
		}

		public void setJitter(@Nullable Double jitter) {
			this.jitter = jitter;
		}

	}

	/**
	 * What the health of the application says of the connection.
	 */
	public static class Health {

		/**
		 * Whether the connection has a health.
		 */
		private @Nullable Boolean enabled;

		/**
		 * How long an outage may last before the health is down.
		 */
		private @Nullable Duration grace;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Duration getGrace() {
			return this.grace;
		}

		public void setGrace(@Nullable Duration grace) {
			this.grace = grace;
		}

	}

}
