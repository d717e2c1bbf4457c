package io.connectionmanager.spring.autoconfigure;

import java.time.Duration;

import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.spring.lifecycle.StartupMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties that can be set for all connections and overridden for one. A property that
 * is not set is {@code null}. Its default applies when both levels are known.
 *
 * @see ConnectionManagerProperties#resolve(ConnectionManagerProperties.Connection)
 */
public abstract class ConnectionProperties {

	/**
	 * Maximum duration of an attempt, until the connection is ready for use.
	 */
	private @Nullable Duration timeout;

	/**
	 * Delay between a failure or a loss and the first new attempt.
	 */
	private @Nullable Duration reconnectAfter;

	@NestedConfigurationProperty
	private final Backoff backoff = new Backoff();

	/**
	 * Uptime after which the back-off starts over with 'reconnect-after'. A connection
	 * that ends sooner is a flap.
	 */
	private @Nullable Duration stableAfter;

	/**
	 * Maximum number of consecutive failed attempts before the connection is suspended.
	 * Unlimited by default.
	 */
	private @Nullable Integer maxAttempts;

	/**
	 * Maximum time that a stop waits for subscribers to release the connection, and then
	 * for the connection to close.
	 */
	private @Nullable Duration drainTimeout;

	/**
	 * Minimum delay after an authentication failure, so that retrying does not lock an
	 * account.
	 */
	private @Nullable Duration authenticationDelay;

	/**
	 * Maximum delay that a peer can ask for.
	 */
	private @Nullable Duration maxRetryAfter;

	@NestedConfigurationProperty
	private final KeepAlive keepAlive = new KeepAlive();

	@NestedConfigurationProperty
	private final Endpoints endpoints = new Endpoints();

	/**
	 * Startup mode, which determines whether the application waits for the connection.
	 */
	private @Nullable StartupMode startup;

	/**
	 * Maximum time that the start of the application waits for the connection, unless
	 * 'startup' is 'background'.
	 */
	private @Nullable Duration startupTimeout;

	/**
	 * Whether to start the connection with the application. If not, it has to be started
	 * in code.
	 */
	private @Nullable Boolean autoStart;

	/**
	 * Number of transitions, and of outages, to keep for the 'connections' endpoint. 0
	 * keeps none.
	 */
	private @Nullable Integer historySize;

	/**
	 * Length of an outage after which an exclusive connection is handed over to another
	 * replica, which may be able to connect. Never by default.
	 */
	private @Nullable Duration yieldAfter;

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

	public KeepAlive getKeepAlive() {
		return this.keepAlive;
	}

	public Endpoints getEndpoints() {
		return this.endpoints;
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

	public @Nullable Duration getYieldAfter() {
		return this.yieldAfter;
	}

	public void setYieldAfter(@Nullable Duration yieldAfter) {
		this.yieldAfter = yieldAfter;
	}

	public Health getHealth() {
		return this.health;
	}

	/**
	 * Growth of the delay from one attempt to the next.
	 */
	public static class Backoff {

		/**
		 * Factor by which the delay grows from one attempt to the next. 1, the minimum,
		 * keeps the delay constant.
		 */
		private @Nullable Double multiplier;

		/**
		 * Maximum delay before jitter. Defaults to 'reconnect-after' if that is longer
		 * than 30s.
		 */
		private @Nullable Duration maxDelay;

		/**
		 * Maximum random extension of a delay, as a fraction of it. 0 disables jitter.
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
	 * Detection of a peer that has fallen silent.
	 */
	public static class KeepAlive {

		/**
		 * Whether to watch connections whose connector supports it.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Silence after which a sign of life is requested from the peer.
		 */
		private @Nullable Duration interval;

		/**
		 * Maximum time until the sign of life arrives. The connection is lost otherwise.
		 */
		private @Nullable Duration timeout;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Duration getInterval() {
			return this.interval;
		}

		public void setInterval(@Nullable Duration interval) {
			this.interval = interval;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * Use of several URLs.
	 */
	public static class Endpoints {

		/**
		 * Order in which attempts use the URLs of a connection.
		 */
		private @Nullable EndpointPolicy policy;

		public @Nullable EndpointPolicy getPolicy() {
			return this.policy;
		}

		public void setPolicy(@Nullable EndpointPolicy policy) {
			this.policy = policy;
		}

	}

	/**
	 * Health of a connection.
	 */
	public static class Health {

		/**
		 * Whether to include the connection in health.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Time that an outage may last before the connection is reported as down.
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
