package io.connectionmanager.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of connections. A connector may have them injected, to find
 * what its entry says: <pre class="code">
 * &#64;Bean
 * Connector&lt;Session&gt; brokerConnector(ConnectionManagerProperties properties) {
 *     ConnectionManagerProperties.Connection broker = properties.connection("broker");
 *     return Connector.blocking((attempt) -&gt; Session.open(broker.getUsername(), broker.getPassword()));
 * }
 * </pre>
 */
@ConfigurationProperties("connection-manager")
public class ConnectionManagerProperties extends ConnectionProperties {

	/**
	 * Connections by name. Each can set again what is set for all.
	 */
	private final Map<String, Connection> connections = new LinkedHashMap<>();

	private final ConnectLimit connectLimit = new ConnectLimit();

	public Map<String, Connection> getConnections() {
		return this.connections;
	}

	public ConnectLimit getConnectLimit() {
		return this.connectLimit;
	}

	/**
	 * Returns what is set for one connection.
	 * @param name the name of the connection; case and dashes do not matter
	 * @return its entry, or an empty one if it has none
	 */
	public Connection connection(String name) {
		Connection exact = this.connections.get(name);
		if (exact != null) {
			return exact;
		}
		return this.connections.entrySet()
			.stream()
			.filter((entry) -> ConnectionName.same(entry.getKey(), name))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseGet(Connection::new);
	}

	/**
	 * Returns what holds for one connection: what is set for it, then what is set for
	 * all, then the defaults.
	 * @param name the name of the connection; case and dashes do not matter
	 * @return what holds for it
	 */
	public ResolvedConnectionProperties resolve(String name) {
		return new ResolvedConnectionProperties(this, connection(name));
	}

	/**
	 * Returns the SSL bundles that connections use.
	 * @return their names
	 */
	Set<String> sslBundles() {
		return this.connections.values()
			.stream()
			.flatMap((connection) -> Optional.ofNullable(connection.getSsl().getBundle()).stream())
			.collect(Collectors.toSet());
	}

	/**
	 * One connection.
	 */
	public static class Connection extends ConnectionProperties {

		/**
		 * Name of the Connector bean. By default it is the bean of the connection's name,
		 * with or without 'Connector' behind it.
		 */
		private @Nullable String connector;

		/**
		 * Where to connect to. The connector finds it in the attempt.
		 */
		private @Nullable String url;

		private final Ssl ssl = new Ssl();

		/**
		 * User to log in as, for the connector.
		 */
		private @Nullable String username;

		/**
		 * Password to log in with, for the connector.
		 */
		private @Nullable String password;

		public @Nullable String getConnector() {
			return this.connector;
		}

		public void setConnector(@Nullable String connector) {
			this.connector = connector;
		}

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
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
		 * Transport security of a connection.
		 */
		public static class Ssl {

			/**
			 * Name of the SSL bundle to use, for the connector. It must exist.
			 */
			private @Nullable String bundle;

			public @Nullable String getBundle() {
				return this.bundle;
			}

			public void setBundle(@Nullable String bundle) {
				this.bundle = bundle;
			}

		}

	}

	/**
	 * How many attempts there may be, over all connections.
	 */
	public static class ConnectLimit {

		/**
		 * How many attempts may be under way at once. Others wait for their turn.
		 */
		private int permits = 64;

		/**
		 * How many attempts may begin in a second. Unlimited by default.
		 */
		private @Nullable Double perSecond;

		public int getPermits() {
			return this.permits;
		}

		public void setPermits(int permits) {
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
