package io.connectionmanager.postgresql;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.Credentials;

/**
 * Opens connections to PostgreSQL that {@code LISTEN} on channels and pass each
 * notification to a listener. <pre class="code">
 * ConnectionManager&lt;PGConnection&gt; orders = ConnectionManager
 *     .builder("orders", PostgresConnector.builder().channels("orders").listener(this::onNotification).build())
 *     .endpoint(URI.create("postgresql://db.example/shop"))
 *     .build();
 * </pre>
 * <ul>
 * <li><b>Ready</b> when {@code LISTEN} has been executed for all channels.</li>
 * <li><b>Ownership.</b> Each connection is one of its own, never one of a pool. It is
 * also a {@link java.sql.Connection}, but shares its session with the thread that waits
 * for notifications: a query may wait for a tenth of a second until that thread makes
 * way, and during a transaction no notifications arrive. Use a connection of the pool for
 * queries.</li>
 * <li><b>Threads.</b> Each connection has one thread, which waits for notifications and
 * calls the listener. It is virtual if {@code open} is called on a virtual thread.</li>
 * </ul>
 */
public final class PostgresConnector implements Connector<PGConnection> {

	private final Map<PGConnection, PostgresSession> sessions = new ConcurrentHashMap<>();

	private final List<String> channels;

	private final PostgresNotificationListener listener;

	private final Supplier<Optional<Credentials>> credentials;

	private final Supplier<Optional<SSLContext>> sslContext;

	private PostgresConnector(Builder builder, PostgresNotificationListener listener) {
		this.channels = builder.channels;
		this.listener = listener;
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
	public PGConnection open(ConnectionAttempt attempt) throws Exception {
		PostgresUrl url = PostgresUrl.of(attempt.requireEndpoint());
		Optional<Credentials> credentials = this.credentials.get().or(url::credentials);
		PostgresSession session = PostgresSession.open(attempt, url, credentials, this.sslContext.get());
		try {
			session.listen(this.channels);
			session.start(this.listener);
		}
		catch (Exception | Error ex) {
			session.abort();
			throw PostgresFailures.translate(ex);
		}
		this.sessions.put(session.connection(), session);
		attempt.connected();
		return session.connection();
	}

	@Override
	public void close(PGConnection connection) throws Exception {
		PostgresSession session = this.sessions.remove(connection);
		if (session != null) {
			session.close();
		}
	}

	/**
	 * A builder of {@link PostgresConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private List<String> channels = List.of();

		private @Nullable PostgresNotificationListener listener;

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private Builder() {
		}

		/**
		 * Sets the channels to listen on, at least one. Names are case-sensitive:
		 * {@code NOTIFY Orders} without quotation marks notifies {@code orders}.
		 * @param channels the names of the channels
		 * @return this builder
		 * @throws IllegalArgumentException if there is no channel, or PostgreSQL does not
		 * allow a name
		 */
		public Builder channels(String... channels) {
			this.channels = ChannelNames.validated(Arrays.asList(channels));
			return this;
		}

		/**
		 * Sets the listener that receives the notifications.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(PostgresNotificationListener listener) {
			this.listener = Objects.requireNonNull(listener, "listener");
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
		 * Sets the supplier of the SSL context, which is asked at each attempt. The
		 * connection is then encrypted, and the certificate of the server must be trusted
		 * by the context and name the host. By default, the parameters of the URL decide,
		 * as the driver documents them.
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
		 * @throws IllegalArgumentException if the channels are missing
		 * @throws NullPointerException if the listener is missing
		 */
		public PostgresConnector build() {
			ChannelNames.validated(this.channels);
			return new PostgresConnector(this, Objects.requireNonNull(this.listener, "listener"));
		}

	}

}
