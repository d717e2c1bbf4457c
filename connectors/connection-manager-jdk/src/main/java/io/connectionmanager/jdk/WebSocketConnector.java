package io.connectionmanager.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
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
 * A connector for WebSockets, which are ready when the handshake is complete and the
 * server has accepted a subprotocol, if any is requested.
 * <ul>
 * <li><b>Listener.</b> It receives the messages of each connection in turn, on a thread
 * of the HTTP client, one call at a time. When {@link WebSocket.Listener#onOpen onOpen}
 * is called, a new connection begins: parts of a message of the previous one never
 * arrive. After the manager has closed a connection, its listener hears nothing more. An
 * exception of the listener ends the connection.</li>
 * <li><b>Sending.</b> The methods of the connection may be called at any time and from
 * any thread; messages are sent in the order of the calls. Parts of one message must not
 * be mixed with other messages. When too many messages are waiting, a send fails with an
 * {@link IllegalStateException}.</li>
 * <li><b>Loss.</b> The connection is lost when it is closed or broken, when the
 * application aborts it, or when the server no longer answers pings. A listener that is
 * slow, or requests no messages, does not cause a loss.</li>
 * <li><b>Threads.</b> Connections need no thread of their own.</li>
 * </ul>
 */
public final class WebSocketConnector implements Connector<WebSocket> {

	static final int DEFAULT_MAX_PENDING_SENDS = 1_024;

	static final Set<String> SCHEMES = Set.of("ws", "wss");

	private final WebSocket.Listener listener;

	private final HttpSettings settings;

	private final List<String> subprotocols;

	private final int maxPendingSends;

	private WebSocketConnector(Builder builder) {
		this(builder.listener, new HttpSettings(builder.headers, builder.credentials, builder.sslContext),
				builder.subprotocols, builder.maxPendingSends);
	}

	WebSocketConnector(WebSocket.Listener listener, HttpSettings settings, List<String> subprotocols,
			int maxPendingSends) {
		this.listener = listener;
		this.settings = settings;
		this.subprotocols = subprotocols;
		this.maxPendingSends = maxPendingSends;
	}

	static boolean areSubprotocols(List<String> names) {
		return names.stream().allMatch(HttpSettings::isName) && names.stream().distinct().count() == names.size();
	}

	/**
	 * Returns a builder.
	 * @param listener receives the messages of all connections
	 * @return the builder
	 */
	public static Builder builder(WebSocket.Listener listener) {
		return new Builder(Objects.requireNonNull(listener, "listener"));
	}

	/**
	 * Starts the handshake with the endpoint of the attempt, and returns without waiting
	 * for it.
	 */
	@Override
	public WebSocket open(ConnectionAttempt attempt) {
		URI endpoint = attempt.requireEndpoint();
		URI target = HttpTarget.of(endpoint, SCHEMES);
		HttpClient client = this.settings.client();
		WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(attempt.timeout());
		this.settings.headers(endpoint).forEach(builder::header);
		if (!this.subprotocols.isEmpty()) {
			List<String> lessPreferred = this.subprotocols.subList(1, this.subprotocols.size());
			builder.subprotocols(this.subprotocols.get(0), lessPreferred.toArray(String[]::new));
		}
		WebSocketLink link = new WebSocketLink(attempt, this.listener, !this.subprotocols.isEmpty(),
				this.maxPendingSends);
		attempt.onAbandoned(link::abandon);
		link.opening(builder.buildAsync(target, link), client.executor().orElseThrow());
		return link.socket();
	}

	/**
	 * Closes the connection with a closing handshake, or at once if the server does not
	 * answer.
	 */
	@Override
	public void close(WebSocket connection) throws InterruptedException {
		if (connection instanceof ManagedWebSocket socket) {
			socket.link().close();
		}
	}

	/**
	 * A builder of {@link WebSocketConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private final WebSocket.Listener listener;

		private Supplier<Map<String, String>> headers = Map::of;

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private List<String> subprotocols = List.of();

		private int maxPendingSends = DEFAULT_MAX_PENDING_SENDS;

		private Builder(WebSocket.Listener listener) {
			this.listener = listener;
		}

		/**
		 * Sets the subprotocols to request. A server that accepts none of them fails the
		 * attempt.
		 * @param subprotocols the subprotocols, the preferred one first
		 * @return this builder
		 */
		public Builder subprotocols(String... subprotocols) {
			List<String> names = List.of(subprotocols);
			if (!areSubprotocols(names)) {
				throw new IllegalArgumentException("subprotocols must be different names, but are " + names);
			}
			this.subprotocols = names;
			return this;
		}

		/**
		 * Sets the supplier of further headers of the handshake, which is asked at each
		 * attempt.
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
		 * there is only a password. By default, they are taken from the URL.
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
		 * Sets the maximum number of messages that wait to be sent: 1,024 by default.
		 * @param maxPendingSends the number, at least 1
		 * @return this builder
		 */
		public Builder maxPendingSends(int maxPendingSends) {
			if (maxPendingSends < 1) {
				throw new IllegalArgumentException("maxPendingSends must be at least 1, but is " + maxPendingSends);
			}
			this.maxPendingSends = maxPendingSends;
			return this;
		}

		/**
		 * Builds the connector.
		 * @return the connector
		 */
		public WebSocketConnector build() {
			return new WebSocketConnector(this);
		}

	}

}
