package io.connectionmanager.rabbitmq;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import com.rabbitmq.client.Connection;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.Credentials;

/**
 * Opens connections to RabbitMQ with its Java client. <pre class="code">
 * ConnectionManager&lt;Connection&gt; orders = ConnectionManager
 *     .builder("orders", RabbitConnector.builder().build())
 *     .endpoint(URI.create("amqps://broker.example/shop"))
 *     .build();
 * </pre>
 * <ul>
 * <li><b>Ready</b> when the broker has opened the connection to the virtual host.</li>
 * <li><b>Recovery.</b> Automatic recovery of the client is off: after a loss, subscribers
 * receive a new connection, and open their channels and consumers on it.</li>
 * <li><b>Closing.</b> A connection that the application closes itself counts as lost, and
 * is opened again.</li>
 * <li><b>Threads.</b> {@code open} blocks. Each connection has the threads of the client:
 * one that reads, one for heartbeats, and those of the consumers.</li>
 * </ul>
 */
public final class RabbitConnector implements Connector<Connection> {

	private final Map<Connection, BrokerConnection> connections = new ConcurrentHashMap<>();

	private final RabbitClientCustomizer customizer;

	private final Supplier<Optional<Credentials>> credentials;

	private final Supplier<Optional<SSLContext>> sslContext;

	private RabbitConnector(Builder builder) {
		this.customizer = builder.customizer;
		this.credentials = builder.credentials;
		this.sslContext = builder.sslContext;
	}

	/**
	 * Returns a builder.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public Connection open(ConnectionAttempt attempt) throws Exception {
		RabbitUrl url = RabbitUrl.of(attempt.requireEndpoint());
		Optional<SSLContext> sslContext = this.sslContext.get();
		if (sslContext.isPresent() && !url.secure()) {
			throw new ConnectionRejectedException(
					"The connection has an SSL context, but its URL begins with amqp: use amqps, or remove the SSL context");
		}
		AttemptConnectionFactory factory = new AttemptConnectionFactory(attempt);
		attempt.onAbandoned(factory::abort);
		this.customizer.customize(factory);
		factory.prepare(url, this.credentials.get().or(url::credentials));
		if (url.secure()) {
			factory.secure(sslContext.isPresent() ? sslContext.get() : SSLContext.getDefault());
		}
		Connection connection;
		try {
			connection = factory.newConnectionNamedAfterAttempt();
		}
		catch (Exception | Error ex) {
			factory.abort();
			throw RabbitFailures.ofOpening(ex, url);
		}
		BrokerConnection opened = new BrokerConnection(attempt, connection, factory);
		this.connections.put(connection, opened);
		opened.watch();
		attempt.connected();
		return connection;
	}

	@Override
	public void close(Connection connection) {
		BrokerConnection opened = this.connections.remove(connection);
		if (opened != null) {
			opened.close();
		}
	}

	/**
	 * A builder of {@link RabbitConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private RabbitClientCustomizer customizer = (factory) -> {
		};

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private Builder() {
		}

		/**
		 * Sets the customizer of the clients.
		 * @param customizer the customizer
		 * @return this builder
		 */
		public Builder customizer(RabbitClientCustomizer customizer) {
			this.customizer = Objects.requireNonNull(customizer, "customizer");
			return this;
		}

		/**
		 * Sets the supplier of credentials, which is asked at each attempt. By default,
		 * they are taken from the URL, or else those of the client: {@code guest}.
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
		 * Sets the supplier of the SSL context of {@code amqps} connections, which is
		 * asked at each attempt. By default, the one of the JVM.
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
		public RabbitConnector build() {
			return new RabbitConnector(this);
		}

	}

}
