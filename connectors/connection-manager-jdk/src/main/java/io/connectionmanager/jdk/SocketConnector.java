package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.Connector;
import io.connectionmanager.DurationText;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.ServerAddress;

/**
 * A connector for TCP, and for TCP with TLS if the scheme of the endpoint is
 * {@code tcps}. <pre class="code">
 * ConnectionManager&lt;Socket&gt; prices = ConnectionManager
 *     .builder("prices", SocketConnector.builder((socket) -&gt; read(socket)).build())
 *     .endpoint(URI.create("tcp://feed.example:7000"))
 *     .start();
 * </pre>
 * <ul>
 * <li><b>Ready</b> when TCP is connected and, with TLS, the handshake is complete. The
 * certificate must match the host name.</li>
 * <li><b>Lost</b> when the {@link SocketHandler} returns or throws.</li>
 * <li><b>Addresses.</b> All addresses of the host name are tried, one after the other, in
 * the order of the resolver.</li>
 * <li><b>Threads.</b> One for each connection that is up, for the handler. Thread-safe;
 * several managers may share a connector.</li>
 * </ul>
 */
public final class SocketConnector implements Connector<Socket> {

	private static final Duration MAX_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

	static final String SCHEME = "tcp";

	static final String TLS_SCHEME = "tcps";

	private final SocketHandler handler;

	private final boolean tcpNoDelay;

	private final @Nullable Duration readTimeout;

	private final Supplier<Optional<SSLContext>> sslContext;

	private final Map<Socket, HandledSocket> sockets = new ConcurrentHashMap<>();

	private SocketConnector(Builder builder) {
		this.handler = builder.handler;
		this.tcpNoDelay = builder.tcpNoDelay;
		this.readTimeout = builder.readTimeout;
		this.sslContext = builder.sslContext;
	}

	/**
	 * Returns a builder.
	 * @param handler communicates over each connection
	 * @return the builder
	 */
	public static Builder builder(SocketHandler handler) {
		return new Builder(handler);
	}

	@Override
	public Socket open(ConnectionAttempt attempt) throws Exception {
		ServerAddress server = server(attempt.requireEndpoint());
		Socket tcp = connect(attempt, server);
		try {
			Socket socket = server.tls() ? handshake(attempt, server, tcp) : tcp;
			socket.setSoTimeout(readTimeoutMillis(attempt));
			HandledSocket handled = new HandledSocket(socket, tcp, this.handler, attempt);
			attempt.connected();
			start(socket, handled);
			return socket;
		}
		catch (Throwable ex) {
			tcp.close();
			throw ex;
		}
	}

	/** Rejects a URL that no attempt can connect to. */
	static ServerAddress server(URI url) {
		return ServerAddress.of(url, SCHEME, TLS_SCHEME);
	}

	private void start(Socket socket, HandledSocket handled) {
		this.sockets.put(socket, handled);
		try {
			handled.start();
		}
		catch (Throwable ex) {
			// There may be no thread left for it.
			this.sockets.remove(socket);
			throw ex;
		}
	}

	private Socket connect(ConnectionAttempt attempt, ServerAddress server) throws IOException {
		List<InetAddress> addresses = server.resolve();
		int timeout = millis(attempt.timeout());
		IOException failure = null;
		for (int i = 0; i < addresses.size(); i++) {
			boolean last = i == addresses.size() - 1;
			// An address that does not answer must leave time for the others. The last
			// one ends with the attempt at the latest.
			int share = last ? timeout : Math.max(1, timeout / addresses.size());
			InetSocketAddress address = new InetSocketAddress(addresses.get(i), server.port());
			Socket socket = new Socket();
			try {
				// Connecting and the handshake do not heed interrupts.
				attempt.onAbandoned(() -> closeQuietly(socket));
				socket.setTcpNoDelay(this.tcpNoDelay);
				socket.connect(address, share);
				return socket;
			}
			catch (IOException ex) {
				closeQuietly(socket);
				if (failure == null) {
					failure = ex;
				}
				else {
					failure.addSuppressed(ex);
				}
			}
		}
		throw Objects.requireNonNull(failure);
	}

	private SSLSocket handshake(ConnectionAttempt attempt, ServerAddress server, Socket tcp) throws IOException {
		SSLContext context = this.sslContext.get().orElseGet(ClientTls::defaultContext);
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, server.host(), server.port(), true);
		ClientTls.verifyHost(socket);
		socket.setSoTimeout(millis(attempt.timeout()));
		socket.startHandshake();
		return socket;
	}

	private int readTimeoutMillis(ConnectionAttempt attempt) {
		if (this.readTimeout != null) {
			return this.readTimeout.isZero() ? 0 : millis(this.readTimeout);
		}
		KeepAlive keepAlive = attempt.settings().keepAlive();
		return keepAlive.enabled() ? millis(keepAlive.interval().plus(keepAlive.timeout())) : 0;
	}

	/** Sockets take 0 for no timeout at all. */
	private static int millis(Duration duration) {
		return (duration.compareTo(MAX_TIMEOUT) < 0) ? Math.max(1, (int) duration.toMillis()) : Integer.MAX_VALUE;
	}

	@Override
	public void close(Socket socket) throws IOException {
		HandledSocket handled = this.sockets.remove(socket);
		if (handled != null) {
			handled.close();
		}
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Nothing else can be done about it.
		}
	}

	/**
	 * A builder of {@link SocketConnector}. Not thread-safe.
	 */
	public static final class Builder {

		private final SocketHandler handler;

		private boolean tcpNoDelay = true;

		private @Nullable Duration readTimeout;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private Builder(SocketHandler handler) {
			this.handler = Objects.requireNonNull(handler, "handler");
		}

		/**
		 * Sets whether small messages are sent at once; {@code true} by default.
		 * @param tcpNoDelay whether to set {@code TCP_NODELAY}
		 * @return this builder
		 */
		public Builder tcpNoDelay(boolean tcpNoDelay) {
			this.tcpNoDelay = tcpNoDelay;
			return this;
		}

		/**
		 * Sets the maximum time that a read waits for data. By default, it is the sum of
		 * {@code keep-alive.interval} and {@code keep-alive.timeout}, or unlimited if
		 * keep-alive is disabled.
		 * @param readTimeout the time, zero for no limit
		 * @return this builder
		 */
		public Builder readTimeout(Duration readTimeout) {
			if (readTimeout.isNegative()) {
				throw new IllegalArgumentException(
						"readTimeout must not be negative, but is " + DurationText.setting(readTimeout));
			}
			this.readTimeout = readTimeout;
			return this;
		}

		/**
		 * Sets the supplier of the SSL context, which is asked at each attempt. The
		 * default context of the JVM is used if there is none.
		 * @param sslContext the supplier
		 * @return this builder
		 */
		public Builder sslContext(Supplier<Optional<SSLContext>> sslContext) {
			this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
			return this;
		}

		/**
		 * Builds the connector.
		 * @return the connector
		 */
		public SocketConnector build() {
			return new SocketConnector(this);
		}

	}

}
