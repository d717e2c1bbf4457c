package io.connectionmanager.redis;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.Credentials;

/**
 * Opens Redis pub/sub connections with Lettuce. <pre class="code">
 * ConnectionManager&lt;StatefulRedisPubSubConnection&lt;String, String&gt;&gt; news = ConnectionManager
 *     .builder("news", RedisPubSubConnector.builder().channels("news").listener(listener).build())
 *     .endpoint(URI.create("redis://redis.example"))
 *     .build();
 * </pre>
 * <ul>
 * <li><b>Ready</b> when the server has answered a PING and, if there are channels or
 * patterns, confirmed the subscriptions to them.</li>
 * <li><b>Clients.</b> Each attempt has a connection of its own, whose automatic
 * reconnecting is off.</li>
 * <li><b>Threads.</b> Never blocks while it connects; all connections share a few
 * threads. The listener is called on one of them, one call at a time for each connection,
 * but not on one that reads from the network.</li>
 * </ul>
 */
public final class RedisPubSubConnector implements Connector<StatefulRedisPubSubConnection<String, String>> {

	private final Map<StatefulRedisPubSubConnection<String, String>, PubSubConnection> connections = new ConcurrentHashMap<>();

	private final Builder options;

	private RedisPubSubConnector(Builder options) {
		this.options = options;
	}

	/**
	 * Returns a builder.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public StatefulRedisPubSubConnection<String, String> open(ConnectionAttempt attempt) {
		PubSubConnection connection = new PubSubConnection(attempt, this.options);
		StatefulRedisPubSubConnection<String, String> opened = connection.open();
		this.connections.put(opened, connection);
		return opened;
	}

	@Override
	public void close(StatefulRedisPubSubConnection<String, String> opened) throws InterruptedException {
		PubSubConnection connection = this.connections.remove(opened);
		if (connection != null) {
			connection.close();
		}
	}

	/**
	 * A builder of {@link RedisPubSubConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private List<String> channels = List.of();

		private List<String> patterns = List.of();

		private @Nullable RedisPubSubListener<String, String> listener;

		private @Nullable ClientResources clientResources;

		private SharedResources sharedResources = SharedResources.shared();

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private Builder() {
		}

		private Builder(Builder other) {
			this.channels = other.channels;
			this.patterns = other.patterns;
			this.listener = other.listener;
			this.clientResources = other.clientResources;
			this.sharedResources = other.sharedResources;
			this.credentials = other.credentials;
			this.sslContext = other.sslContext;
		}

		/**
		 * Sets the channels to subscribe to before the connection is ready.
		 * @param channels the channels
		 * @return this builder
		 */
		public Builder channels(String... channels) {
			this.channels = List.of(channels);
			return this;
		}

		/**
		 * Sets the patterns to subscribe to before the connection is ready.
		 * @param patterns the patterns
		 * @return this builder
		 */
		public Builder patterns(String... patterns) {
			this.patterns = List.of(patterns);
			return this;
		}

		/**
		 * Sets the listener that receives the messages of the connection.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(RedisPubSubListener<String, String> listener) {
			this.listener = Objects.requireNonNull(listener, "listener");
			return this;
		}

		/**
		 * Sets the threads and other resources of Lettuce, which the connector does not
		 * shut down. By default, all connectors without any share resources that exist
		 * while they are used.
		 * @param clientResources the resources
		 * @return this builder
		 */
		public Builder clientResources(ClientResources clientResources) {
			this.clientResources = Objects.requireNonNull(clientResources, "clientResources");
			return this;
		}

		/**
		 * Sets the supplier of credentials, which is asked at each attempt. By default,
		 * they are taken from the URL.
		 * @param credentials the supplier
		 * @return this builder
		 */
		public Builder credentials(Supplier<Credentials> credentials) {
			return credentialsIfAny(() -> Optional.of(credentials.get()));
		}

		Builder credentialsIfAny(Supplier<Optional<Credentials>> credentials) {
			this.credentials = credentials;
			return this;
		}

		/**
		 * Sets the supplier of the SSL context, which is asked at each attempt. By
		 * default, the one of the JVM.
		 * @param sslContext the supplier
		 * @return this builder
		 */
		public Builder sslContext(Supplier<SSLContext> sslContext) {
			return sslContextIfAny(() -> Optional.of(sslContext.get()));
		}

		Builder sslContextIfAny(Supplier<Optional<SSLContext>> sslContext) {
			this.sslContext = sslContext;
			return this;
		}

		/**
		 * Builds the connector.
		 * @return the connector
		 */
		public RedisPubSubConnector build() {
			return new RedisPubSubConnector(new Builder(this));
		}

		/** For tests. */
		Builder sharedResources(SharedResources sharedResources) {
			this.sharedResources = sharedResources;
			return this;
		}

		// Read by each attempt

		SharedResources sharedResources() {
			return this.sharedResources;
		}

		String[] channels() {
			return this.channels.toArray(String[]::new);
		}

		String[] patterns() {
			return this.patterns.toArray(String[]::new);
		}

		@Nullable RedisPubSubListener<String, String> listener() {
			return this.listener;
		}

		@Nullable ClientResources clientResources() {
			return this.clientResources;
		}

		Optional<Credentials> resolveCredentials(URI endpoint) {
			return this.credentials.get().or(() -> ofUserInfo(endpoint));
		}

		/** As Spring Boot and Lettuce do it, user-info without a colon is a password. */
		private static Optional<Credentials> ofUserInfo(URI endpoint) {
			return Credentials.ofUserInfo(endpoint)
				.map((it) -> endpoint.getRawUserInfo().contains(":") ? it
						: new Credentials("", it.username().toCharArray()));
		}

		Optional<SSLContext> resolveSslContext() {
			return this.sslContext.get();
		}

	}

}
