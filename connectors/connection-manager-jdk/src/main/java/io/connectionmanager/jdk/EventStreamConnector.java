package io.connectionmanager.jdk;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.Credentials;

/**
 * A connector for streams of server-sent events, which are ready when the server has
 * answered with status 200 and the content type {@code text/event-stream}. It belongs to
 * one connection, because it remembers the last event ID and the reconnection time that
 * the server has set.
 * <ul>
 * <li><b>Loss.</b> The connection is lost when the stream ends or breaks, when the
 * application closes it, or when no byte arrives for the sum of keep-alive interval and
 * timeout. Comments count, so a server that sends one every 15 seconds is never silent. A
 * listener that is slow does not cause a loss.</li>
 * <li><b>Threads.</b> Connections need no thread of their own.</li>
 * </ul>
 *
 * @see EventStreamListener
 */
public final class EventStreamConnector implements Connector<EventStream> {

	static final Set<String> SCHEMES = Set.of("http", "https");

	static final int DEFAULT_MAX_EVENT_SIZE = 1 << 20;

	private final EventStreamListener listener;

	private final HttpSettings settings;

	private final int maxEventSize;

	private final EventStreamPosition position = new EventStreamPosition();

	private EventStreamConnector(Builder builder) {
		this(builder.listener, new HttpSettings(builder.headers, builder.credentials, builder.sslContext),
				builder.maxEventSize);
	}

	EventStreamConnector(EventStreamListener listener, HttpSettings settings, int maxEventSize) {
		this.listener = listener;
		this.settings = settings;
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Returns a builder.
	 * @param listener receives the events of all connections
	 * @return the builder
	 */
	public static Builder builder(EventStreamListener listener) {
		return new Builder(Objects.requireNonNull(listener, "listener"));
	}

	/**
	 * Sends the request to the endpoint of the attempt, and returns without waiting for
	 * the answer.
	 */
	@Override
	public EventStream open(ConnectionAttempt attempt) {
		URI endpoint = attempt.requireEndpoint();
		URI target = HttpTarget.of(endpoint, SCHEMES);
		EventStreamConnection connection = new EventStreamConnection(attempt, this.listener, this.position,
				this.maxEventSize);
		attempt.onAbandoned(connection::close);
		new EventStreamHandshake(this.settings.client(), this.settings.headers(endpoint), this.position, connection)
			.start(target);
		return connection;
	}

	@Override
	public void close(EventStream connection) throws InterruptedException {
		if (connection instanceof EventStreamConnection stream) {
			stream.closeForManager();
		}
	}

	/**
	 * A builder of {@link EventStreamConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private final EventStreamListener listener;

		private Supplier<Map<String, String>> headers = Map::of;

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private int maxEventSize = DEFAULT_MAX_EVENT_SIZE;

		private Builder(EventStreamListener listener) {
			this.listener = listener;
		}

		/**
		 * Sets the supplier of further headers of the request, which is asked at each
		 * attempt. They are not sent to another origin.
		 * @param headers the supplier
		 * @return this builder
		 */
		public Builder headers(Supplier<Map<String, String>> headers) {
			this.headers = Objects.requireNonNull(headers, "headers");
			return this;
		}

		/**
		 * Sets the supplier of credentials, which is asked at each attempt. They are sent
		 * with the first request, without waiting for a challenge: as a bearer token if
		 * there is only a password. They are not sent to another origin. By default, they
		 * are taken from the URL.
		 * @param credentials the supplier
		 * @return this builder
		 */
		public Builder credentials(Supplier<Credentials> credentials) {
			Objects.requireNonNull(credentials, "credentials");
			this.credentials = () -> Optional.of(credentials.get());
			return this;
		}

		/**
		 * Sets the supplier of the SSL context, which is asked at each attempt. It should
		 * return the same context until something has changed, because each context needs
		 * an HTTP client of its own.
		 * @param sslContext the supplier
		 * @return this builder
		 */
		public Builder sslContext(Supplier<SSLContext> sslContext) {
			Objects.requireNonNull(sslContext, "sslContext");
			this.sslContext = () -> Optional.of(sslContext.get());
			return this;
		}

		/**
		 * Sets the maximum number of bytes of a line, and of an event: 1 MiB by default.
		 * A stream with a larger one is lost.
		 * @param maxEventSize the number of bytes, at least 1
		 * @return this builder
		 */
		public Builder maxEventSize(int maxEventSize) {
			if (maxEventSize < 1) {
				throw new IllegalArgumentException("maxEventSize must be at least 1, but is " + maxEventSize);
			}
			this.maxEventSize = maxEventSize;
			return this;
		}

		/**
		 * Builds the connector.
		 * @return the connector
		 */
		public EventStreamConnector build() {
			return new EventStreamConnector(this);
		}

	}

}
