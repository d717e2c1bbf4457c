package io.connectionmanager.spring.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.DurationText;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.lifecycle.StartupMode;
import io.connectionmanager.spring.declaration.ConnectionEntryProperties;
import io.connectionmanager.spring.declaration.ConnectionName;
import io.connectionmanager.spring.declaration.ConnectionSecrets;
import io.connectionmanager.spring.declaration.ConnectionUrls;
import io.connectionmanager.spring.declaration.PropertyValues;
import io.connectionmanager.spring.declaration.ResolvedConnection;
import io.connectionmanager.spring.declaration.ResolvedConnection.ConnectorProperties;
import io.connectionmanager.spring.declaration.ResolvedConnection.Exclusivity;
import io.connectionmanager.spring.health.ConnectionHealthSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.Delimiter;
import org.springframework.util.StringUtils;

/**
 * Configuration properties of connections. A connector can inject them to read the
 * properties of its connection: <pre class="code">
 * &#64;Bean
 * Connector&lt;Session&gt; brokerConnector(ConnectionManagerProperties properties) {
 *     ConnectionManagerProperties.Connection broker = properties.connection("broker");
 *     return Connector.blocking((attempt) -&gt; Session.open(broker.getUsername(), broker.getPassword()));
 * }
 * </pre>
 */
@ConfigurationProperties("connection-manager")
public class ConnectionManagerProperties extends ConnectionProperties
		implements ConnectionEntryProperties<ConnectionManagerProperties.Connection> {

	private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);

	private static final int HISTORY_SIZE = 50;

	private static final int MAX_JITTER = 100;

	/**
	 * Connections by name. Each can override the properties for all connections.
	 */
	private final Map<String, Connection> connections = new LinkedHashMap<>();

	private final ConnectLimit connectLimit = new ConnectLimit();

	@Override
	public Map<String, Connection> getConnections() {
		return this.connections;
	}

	public ConnectLimit getConnectLimit() {
		return this.connectLimit;
	}

	/**
	 * Returns the properties of one connection.
	 * @param name the name of the connection; case and dashes do not matter
	 * @return the entry of the connection, or an empty one
	 */
	public Connection connection(String name) {
		Connection connection = ConnectionName.find(this.connections, name);
		return (connection != null) ? connection : new Connection();
	}

	@Override
	public Class<Connection> entryType() {
		return Connection.class;
	}

	/**
	 * Resolves the properties of a connection, as
	 * {@link #resolve(Connection, ConnectionUrls)}, with the URLs that are bound.
	 * @param entry the entry of the connection, or {@code null} if it has none
	 * @return the resolved connection
	 */
	public ResolvedConnection resolve(@Nullable Connection entry) {
		return resolve(entry, ConnectionUrls.ofBoundValues());
	}

	@Override
	public ResolvedConnection resolve(@Nullable Connection entry, ConnectionUrls urls) {
		Connection own = (entry != null) ? entry : new Connection();
		List<URI> endpoints = urls.parse(own.getUrl(), own.getUrls());
		Integer historySize = PropertyValues.first(own.getHistorySize(), getHistorySize(), HISTORY_SIZE);
		PropertyValues.require(historySize >= 0, "history-size", "must not be negative", historySize,
				"a number of at least 0", HISTORY_SIZE);
		ConnectorProperties connector = new ConnectorProperties(own.getUsername(), own.getPassword(),
				own.getSsl().getBundle(), own.getOptions(), null);
		return new ResolvedConnection(settings(own), startup(own), health(own), historySize, endpoints,
				PropertyValues.first(own.getEndpoints().getPolicy(), getEndpoints().getPolicy(),
						EndpointPolicy.ORDERED),
				ConnectionSecrets.masking(connector, endpoints), exclusivity(own), connector);
	}

	private ConnectionSettings settings(Connection own) {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		Duration reconnectAfter = PropertyValues.duration("reconnect-after", own.getReconnectAfter(),
				getReconnectAfter(), defaults.reconnectAfter());
		int maxAttempts = PropertyValues.first(own.getMaxAttempts(), getMaxAttempts(), defaults.maxAttempts());
		PropertyValues.require(maxAttempts >= 1, "max-attempts", "must be at least 1", maxAttempts,
				"a number of at least 1", "unlimited attempts");
		return ConnectionSettings.builder()
			.timeout(PropertyValues.positive("timeout", own.getTimeout(), getTimeout(), defaults.timeout()))
			.reconnectAfter(reconnectAfter)
			.backoff(backoff(own.getBackoff(), getBackoff(), reconnectAfter, defaults.backoff()))
			.stableAfter(PropertyValues.duration("stable-after", own.getStableAfter(), getStableAfter(),
					defaults.stableAfter()))
			.maxAttempts(maxAttempts)
			.drainTimeout(PropertyValues.duration("drain-timeout", own.getDrainTimeout(), getDrainTimeout(),
					defaults.drainTimeout()))
			.authenticationDelay(PropertyValues.duration("authentication-delay", own.getAuthenticationDelay(),
					getAuthenticationDelay(), defaults.authenticationDelay()))
			.maxRetryAfter(PropertyValues.duration("max-retry-after", own.getMaxRetryAfter(), getMaxRetryAfter(),
					defaults.maxRetryAfter()))
			.keepAlive(keepAlive(own.getKeepAlive(), getKeepAlive(), defaults.keepAlive()))
			.build();
	}

	private static ConnectionSettings.KeepAlive keepAlive(KeepAlive own, KeepAlive shared,
			ConnectionSettings.KeepAlive defaults) {
		return new ConnectionSettings.KeepAlive(
				PropertyValues.first(own.getEnabled(), shared.getEnabled(), defaults.enabled()),
				PropertyValues.positive("keep-alive.interval", own.getInterval(), shared.getInterval(),
						defaults.interval()),
				PropertyValues.positive("keep-alive.timeout", own.getTimeout(), shared.getTimeout(),
						defaults.timeout()));
	}

	private static ConnectionSettings.Backoff backoff(Backoff own, Backoff shared, Duration reconnectAfter,
			ConnectionSettings.Backoff defaults) {
		double multiplier = PropertyValues.first(own.getMultiplier(), shared.getMultiplier(), defaults.multiplier());
		PropertyValues.require(multiplier >= 1 && multiplier < Double.POSITIVE_INFINITY, "backoff.multiplier",
				"must be at least 1", multiplier, "a number of at least 1", defaults.multiplier());
		Duration maxDelay = PropertyValues.duration("backoff.max-delay", own.getMaxDelay(), shared.getMaxDelay(),
				(reconnectAfter.compareTo(defaults.maxDelay()) > 0) ? reconnectAfter : defaults.maxDelay());
		PropertyValues.requireTogether(maxDelay.compareTo(reconnectAfter) >= 0,
				"backoff.max-delay (%s) must not be less than reconnect-after (%s)"
					.formatted(DurationText.setting(maxDelay), DurationText.setting(reconnectAfter)),
				"Set 'backoff.max-delay' to at least %s, or 'reconnect-after' to at most %s."
					.formatted(DurationText.setting(reconnectAfter), DurationText.setting(maxDelay)),
				"backoff.max-delay", "reconnect-after");
		double jitter = PropertyValues.first(own.getJitter(), shared.getJitter(), defaults.jitter());
		PropertyValues.require(jitter >= 0 && jitter <= MAX_JITTER, "backoff.jitter", "must be between 0 and 100",
				jitter, "a number from 0 to 100", defaults.jitter());
		return new ConnectionSettings.Backoff(multiplier, maxDelay, jitter);
	}

	private ConnectionStartup startup(Connection own) {
		boolean auto = PropertyValues.first(own.getAutoStart(), getAutoStart(), true);
		StartupMode mode = PropertyValues.first(own.getStartup(), getStartup(), StartupMode.BACKGROUND);
		// A connection that is started in code may be an exception to a shared mode.
		boolean exception = own.getAutoStart() != null && own.getStartup() == null;
		PropertyValues.requireTogether(auto || exception || mode != StartupMode.REQUIRED,
				"startup is required, but auto-start is false",
				"Set 'auto-start' to true, or 'startup' to background or await.", "startup", "auto-start");
		return new ConnectionStartup(auto, mode, PropertyValues.positive("startup-timeout", own.getStartupTimeout(),
				getStartupTimeout(), STARTUP_TIMEOUT));
	}

	private ConnectionHealthSettings health(Connection own) {
		return new ConnectionHealthSettings(
				PropertyValues.first(own.getHealth().getEnabled(), getHealth().getEnabled(), true), PropertyValues
					.duration("health.grace", own.getHealth().getGrace(), getHealth().getGrace(), Duration.ZERO));
	}

	private Exclusivity exclusivity(Connection own) {
		boolean exclusive = Boolean.TRUE.equals(own.getExclusive());
		PropertyValues.requireTogether(exclusive || own.getYieldAfter() == null,
				"yield-after is set, but the connection is not exclusive",
				"Set 'exclusive' of the connection to true, or remove its 'yield-after'.", "yield-after", "exclusive");
		Duration yieldAfter = (own.getYieldAfter() != null) ? own.getYieldAfter() : getYieldAfter();
		if (yieldAfter != null) {
			PropertyValues.requirePositive(yieldAfter, "yield-after", null);
		}
		return new Exclusivity(exclusive, yieldAfter);
	}

	/**
	 * Properties of one connection.
	 */
	public static class Connection extends ConnectionProperties {

		/**
		 * Whether to enable the connection, which is the default. A disabled connection
		 * has no manager bean, no health and no metrics.
		 */
		private Boolean enabled = true;

		/**
		 * Name of the Connector bean. Defaults to the bean with the name of the
		 * connection, with or without the suffix 'Connector', and then to the ready-made
		 * connector for the scheme of the URL.
		 */
		private @Nullable String connector;

		/**
		 * URL to connect to, or several separated by commas. Unless the application
		 * defines a Connector bean, its scheme selects a ready-made connector.
		 */
		private @Nullable String url;

		/**
		 * URLs to connect to, as a list instead of 'url'.
		 */
		@Delimiter(Delimiter.NONE)
		private List<String> urls = new ArrayList<>();

		/**
		 * Service of Spring Boot to take address, credentials and TLS from, instead of
		 * 'url': 'rabbitmq', 'redis' or 'postgresql'.
		 */
		private @Nullable String service;

		/**
		 * Whether exactly one replica of the application holds the connection at a time.
		 */
		private Boolean exclusive = false;

		/**
		 * Options of the ready-made connector.
		 */
		private Map<String, String> options = new LinkedHashMap<>();

		private final Ssl ssl = new Ssl();

		/**
		 * Login user.
		 */
		private @Nullable String username;

		/**
		 * Login password.
		 */
		private @Nullable String password;

		public Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getConnector() {
			return this.connector;
		}

		public void setConnector(@Nullable String connector) {
			this.connector = StringUtils.hasText(connector) ? connector : null;
		}

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = StringUtils.hasText(url) ? url : null;
		}

		public List<String> getUrls() {
			return this.urls;
		}

		public void setUrls(List<String> urls) {
			this.urls = urls;
		}

		public @Nullable String getService() {
			return this.service;
		}

		public void setService(@Nullable String service) {
			this.service = StringUtils.hasText(service) ? service : null;
		}

		public Boolean getExclusive() {
			return this.exclusive;
		}

		public void setExclusive(Boolean exclusive) {
			this.exclusive = exclusive;
		}

		public Map<String, String> getOptions() {
			return this.options;
		}

		public void setOptions(Map<String, String> options) {
			this.options = options;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		/**
		 * SSL of a connection.
		 */
		public static class Ssl {

			/**
			 * Name of the SSL bundle that the connector uses.
			 */
			private @Nullable String bundle;

			public @Nullable String getBundle() {
				return this.bundle;
			}

			public void setBundle(@Nullable String bundle) {
				this.bundle = StringUtils.hasText(bundle) ? bundle : null;
			}

		}

	}

	/**
	 * Limits on the attempts of all connections together.
	 */
	public static class ConnectLimit {

		/**
		 * Maximum number of concurrent attempts. Further attempts wait for a permit.
		 */
		private Integer permits = 64;

		/**
		 * Maximum number of attempts that begin per second. Unlimited by default.
		 */
		private @Nullable Double perSecond;

		public Integer getPermits() {
			return this.permits;
		}

		public void setPermits(Integer permits) {
			this.permits = permits;
		}

		public @Nullable Double getPerSecond() {
			return this.perSecond;
		}

		public void setPerSecond(@Nullable Double perSecond) {
			this.perSecond = perSecond;
		}

	}

}
