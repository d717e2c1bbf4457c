package io.connectionmanager.mqtt;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import com.hivemq.client.mqtt.datatypes.MqttClientIdentifier;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.DurationText;
import io.connectionmanager.connector.Credentials;

/**
 * Opens MQTT 5 connections with the HiveMQ client. <pre class="code">
 * ConnectionManager&lt;Mqtt5AsyncClient&gt; sensors = ConnectionManager
 *     .builder("sensors", MqttConnector.builder().topics("sensors/#").listener(this::onPublish).build())
 *     .endpoint(URI.create("mqtts://broker.example"))
 *     .build();
 * </pre>
 * <ul>
 * <li><b>Ready</b> when the broker has accepted the connection and, if there are topics,
 * the subscription to them.</li>
 * <li><b>Clients.</b> Each attempt has a client of its own, whose automatic reconnecting
 * is off. The client id stays the same.</li>
 * <li><b>Threads.</b> Never blocks while it connects; all connections share a few
 * threads.</li>
 * <li><b>Ownership.</b> A connector belongs to one connection: two with one client id
 * expel each other.</li>
 * </ul>
 */
public final class MqttConnector implements Connector<Mqtt5AsyncClient> {

	static final int DEFAULT_QOS = 1;

	private final Map<Mqtt5AsyncClient, ClientConnection> connections = new ConcurrentHashMap<>();

	private final Builder options;

	private volatile @Nullable String clientId;

	private MqttConnector(Builder options) {
		this.options = options;
		this.clientId = options.clientId;
	}

	/**
	 * Returns a builder.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public Mqtt5AsyncClient open(ConnectionAttempt attempt) {
		ClientConnection connection = new ClientConnection(attempt, this.options, clientId(attempt));
		this.connections.put(connection.client(), connection);
		connection.connect();
		return connection.client();
	}

	@Override
	public void close(Mqtt5AsyncClient client) throws InterruptedException {
		ClientConnection connection = this.connections.remove(client);
		if (connection != null) {
			connection.close();
		}
	}

	/** Kept across attempts, so that a broker recognizes a session. */
	private synchronized String clientId(ConnectionAttempt attempt) {
		String clientId = this.clientId;
		if (clientId == null) {
			clientId = attempt.name() + "-" + UUID.randomUUID().toString().substring(0, 8);
			this.clientId = clientId;
		}
		return clientId;
	}

	/**
	 * A builder of {@link MqttConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String clientId;

		private Duration sessionExpiry = Duration.ZERO;

		private List<MqttTopicFilter> topics = List.of();

		private MqttQos qos = MqttQos.values()[DEFAULT_QOS];

		private @Nullable MqttPublishListener listener;

		private @Nullable MqttClientCustomizer customizer;

		private EventLoops eventLoops = EventLoops.shared();

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private Builder() {
		}

		private Builder(Builder other) {
			this.clientId = other.clientId;
			this.sessionExpiry = other.sessionExpiry;
			this.topics = other.topics;
			this.qos = other.qos;
			this.listener = other.listener;
			this.customizer = other.customizer;
			this.eventLoops = other.eventLoops;
			this.credentials = other.credentials;
			this.sslContext = other.sslContext;
		}

		/**
		 * Sets the client id, which must be unique at the broker. By default, the name of
		 * the connection with a random suffix.
		 * @param clientId the client id
		 * @return this builder
		 * @throws IllegalArgumentException if MQTT does not allow the id
		 */
		public Builder clientId(String clientId) {
			this.clientId = MqttClientIdentifier.of(clientId).toString();
			return this;
		}

		/**
		 * Sets how long the broker keeps the session, its subscriptions and undelivered
		 * messages while the connection is down. Zero by default: every connection starts
		 * with a new session. A session outlives the application only with a fixed
		 * {@link #clientId(String) client id}.
		 * @param sessionExpiry the duration, in whole seconds
		 * @return this builder
		 */
		public Builder sessionExpiry(Duration sessionExpiry) {
			if (sessionExpiry.isNegative() || sessionExpiry.toSeconds() > 0xFFFF_FFFFL) {
				throw new IllegalArgumentException(
						"must be from 0s to 4294967295s, but is " + DurationText.setting(sessionExpiry));
			}
			this.sessionExpiry = sessionExpiry;
			return this;
		}

		/**
		 * Sets the topics to subscribe to before the connection is ready.
		 * @param topics the topic filters
		 * @return this builder
		 * @throws IllegalArgumentException if MQTT does not allow a filter
		 */
		public Builder topics(String... topics) {
			this.topics = Arrays.stream(topics).map(MqttTopicFilter::of).toList();
			return this;
		}

		/**
		 * Sets the maximum quality of service of messages on the {@link #topics topics}.
		 * @param qos 0, 1 (the default) or 2
		 * @return this builder
		 */
		public Builder qos(int qos) {
			MqttQos value = MqttQos.fromCode(qos);
			if (value == null) {
				throw new IllegalArgumentException("must be 0, 1 or 2, but is " + qos);
			}
			this.qos = value;
			return this;
		}

		/**
		 * Sets the listener that receives every message of the connection.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(MqttPublishListener listener) {
			this.listener = Objects.requireNonNull(listener, "listener");
			return this;
		}

		/**
		 * Sets the customizer of the clients.
		 * @param customizer the customizer
		 * @return this builder
		 */
		public Builder customizer(MqttClientCustomizer customizer) {
			this.customizer = Objects.requireNonNull(customizer, "customizer");
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
		public MqttConnector build() {
			return new MqttConnector(new Builder(this));
		}

		/** For tests. */
		Builder eventLoops(EventLoops eventLoops) {
			this.eventLoops = eventLoops;
			return this;
		}

		// Read by each attempt

		EventLoops eventLoops() {
			return this.eventLoops;
		}

		Duration sessionExpiry() {
			return this.sessionExpiry;
		}

		List<MqttTopicFilter> topics() {
			return this.topics;
		}

		MqttQos qos() {
			return this.qos;
		}

		@Nullable MqttPublishListener listener() {
			return this.listener;
		}

		@Nullable MqttClientCustomizer customizer() {
			return this.customizer;
		}

		Optional<Credentials> resolveCredentials(URI endpoint) {
			return this.credentials.get().or(() -> Credentials.ofUserInfo(endpoint));
		}

		Optional<SSLContext> resolveSslContext() {
			return this.sslContext.get();
		}

	}

}
