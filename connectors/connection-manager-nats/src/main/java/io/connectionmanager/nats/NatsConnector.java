package io.connectionmanager.nats;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.ServerAddress;

/**
 * Connects to NATS. The URL of the connection is {@code nats://host:4222}, or
 * {@code tls://host:4222} for TLS, which verifies the name of the host.
 * <pre class="code">
 * ConnectionManager&lt;Connection&gt; events = ConnectionManager.builder("events", NatsConnector.builder().build())
 *     .endpoint(URI.create("nats://broker.example:4222"))
 *     .start();
 * events.subscribe((connection) -&gt; connection.createDispatcher(this::onMessage).subscribe("prices.*"));
 * </pre>
 * <ul>
 * <li><b>Ready</b> when the server has accepted the credentials and answered a ping.</li>
 * <li><b>Lost</b> when the client reports that it is disconnected or closed. It does not
 * reconnect by itself, so a subscription ends with the connection that it was made
 * on.</li>
 * <li><b>Liveness.</b> Everything that is received is a sign of life. A server that is
 * silent for longer than the interval of the keep-alive is sent a ping.</li>
 * <li><b>Credentials</b> are asked at each attempt. A user name alone in the URL is a
 * token, as the client has it; of {@link Credentials} without a user name, the password
 * is the token.</li>
 * <li><b>Details.</b> {@code lame duck} while the server asks its clients to leave, and
 * {@code last error} for an error that does not end the connection.</li>
 * </ul>
 */
public final class NatsConnector implements Connector<Connection> {

	static final String SCHEME = "nats";

	static final String TLS_SCHEME = "tls";

	private static final int DEFAULT_PORT = 4222;

	private final List<NatsOptionsCustomizer> customizers;

	private final Supplier<Optional<Credentials>> credentials;

	private final Supplier<Optional<SSLContext>> sslContext;

	private NatsConnector(Builder builder) {
		this.customizers = List.copyOf(builder.customizers);
		this.credentials = builder.credentials;
		this.sslContext = builder.sslContext;
	}

	/**
	 * Returns a builder of a connector.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public Connection open(ConnectionAttempt attempt) throws Exception {
		URI url = attempt.requireEndpoint();
		ServerAddress server = server(url);
		NatsAttempt state = new NatsAttempt(attempt, server);
		Options options = watched(options(attempt, url, server), state, attempt);
		attempt.onAbandoned(state::abandon);
		Connection connection = connect(options, state);
		attempt.keepAlive(() -> ping(connection));
		attempt.connected();
		return connection;
	}

	/** Rejects a URL that no attempt can connect to. */
	static ServerAddress server(URI url) {
		return ServerAddress.of(url, SCHEME, DEFAULT_PORT, TLS_SCHEME, DEFAULT_PORT);
	}

	/** The client would put credentials in a URL into its messages. */
	static String withoutCredentials(ServerAddress server) {
		String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
		return "%s://%s:%d".formatted(server.tls() ? TLS_SCHEME : SCHEME, host, server.port());
	}

	private static Connection connect(Options options, NatsAttempt state) throws Exception {
		Connection connection;
		state.opening();
		try {
			connection = Nats.connect(options);
		}
		catch (IOException | InterruptedException ex) {
			throw asException(state.failureOr(ex));
		}
		finally {
			state.opened();
		}
		// A client that was closed while it connected returns as if nothing had happened.
		if (connection.getStatus() != Connection.Status.CONNECTED) {
			connection.close();
			throw asException(state.failureOr(new IOException("The client closed the connection")));
		}
		return connection;
	}

	private static Exception asException(Throwable failure) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		return (failure instanceof Exception exception) ? exception : new IOException(failure);
	}

	private Options options(ConnectionAttempt attempt, URI url, ServerAddress server) {
		Options.Builder options = new Options.Builder().server(withoutCredentials(server))
			.connectionName(attempt.name())
			.hostnameResolveMode(Options.HostnameResolveMode.ResolveToAllIncludeIPV6)
			.executor(NatsThreads.workers())
			.connectExecutor(NatsThreads.workers())
			.scheduledExecutor(NatsThreads.timer())
			.errorListener(new LoggingErrorListener(attempt.name()));
		authenticate(options, url);
		if (server.tls()) {
			options.sslContext(this.sslContext.get().orElseGet(ClientTls::defaultContext));
		}
		this.customizers.forEach((it) -> it.customize(options));
		Options customized = options.build();
		if (customized.getServers().size() != 1) {
			throw new ConnectionRejectedException(("A customizer has added servers to connection '%s':"
					+ " its URLs belong to the connection, which knows which of them works")
				.formatted(attempt.name()));
		}
		return customized;
	}

	private void authenticate(Options.Builder options, URI url) {
		Optional<Credentials> configured = this.credentials.get();
		if (configured.isPresent()) {
			authenticate(options, configured.get());
		}
		else if (url.getRawUserInfo() != null && !url.getRawUserInfo().contains(":")) {
			Credentials.ofUserInfo(url).ifPresent((it) -> options.token(it.username().toCharArray()));
		}
		else {
			Credentials.ofUserInfo(url).ifPresent((it) -> authenticate(options, it));
		}
	}

	private static void authenticate(Options.Builder options, Credentials credentials) {
		if (credentials.username().isEmpty()) {
			options.token(credentials.password());
		}
		else {
			options.userInfo(credentials.username().toCharArray(), credentials.password());
		}
	}

	/**
	 * Returns options that report to the attempt. The pings of the client are off: their
	 * resolution is a whole interval, and it takes calls of {@code flush} at the same
	 * time for pings that were not answered.
	 */
	private static Options watched(Options customized, NatsAttempt state, ConnectionAttempt attempt) {
		ErrorListener errorListener = customized.getErrorListener();
		ConnectionListener connectionListener = customized.getConnectionListener();
		InOrder callbacks = new InOrder();
		return new Options.Builder(customized).noReconnect()
			.ignoreDiscoveredServers()
			.connectionTimeout(attempt.timeout())
			.pingInterval(Duration.ZERO)
			.maxPingsOut(0)
			.callbackExecutor(NatsThreads.caller())
			.dataPortType(WatchedDataPort.class.getName())
			.errorListener(
					new AttemptErrorListener(state, (call) -> callbacks.execute(() -> call.accept(errorListener))))
			.connectionListener(new ConnectionListener() {
				@Override
				@Deprecated
				public void connectionEvent(Connection connection, Events event) {
					// The client calls the other method.
				}

				@Override
				public void connectionEvent(Connection connection, Events event, Long time, String details) {
					state.event(event);
					if (connectionListener != null) {
						callbacks.execute(() -> connectionListener.connectionEvent(connection, event, time, details));
					}
				}
			})
			.build();
	}

	/**
	 * Says nothing about what becomes of it: a silent server is for the keep-alive to
	 * judge.
	 */
	private static void ping(Connection connection) {
		try {
			connection.RTT();
		}
		catch (IOException | IllegalStateException ex) {
			// A connection that is lost is reported by the listener.
		}
	}

	@Override
	public void close(Connection connection) throws InterruptedException {
		connection.close();
	}

	/**
	 * Calls listeners of the application one after another, on threads that may block.
	 */
	private static final class InOrder {

		private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

		synchronized void execute(Runnable call) {
			// A call that throws does not keep the next one from being made.
			this.last = this.last.handleAsync((result, failure) -> {
				call.run();
				return null;
			}, NatsThreads.workers());
		}

	}

	/**
	 * A builder of connectors. Not thread-safe.
	 */
	public static final class Builder {

		private final List<NatsOptionsCustomizer> customizers = new ArrayList<>();

		private Supplier<Optional<Credentials>> credentials = Optional::empty;

		private Supplier<Optional<SSLContext>> sslContext = Optional::empty;

		private Builder() {
		}

		/**
		 * Adds a customizer of the options of the client.
		 * @param customizer the customizer, called at each attempt
		 * @return this builder
		 */
		public Builder customizer(NatsOptionsCustomizer customizer) {
			this.customizers.add(Objects.requireNonNull(customizer, "customizer"));
			return this;
		}

		/**
		 * Sets the supplier of credentials, which is asked at each attempt. By default,
		 * those of the URL are used.
		 * @param credentials the supplier
		 * @return this builder
		 */
		public Builder credentials(Supplier<Credentials> credentials) {
			Objects.requireNonNull(credentials, "credentials");
			return credentialsIfPresent(() -> Optional.of(credentials.get()));
		}

		Builder credentialsIfPresent(Supplier<Optional<Credentials>> credentials) {
			this.credentials = credentials;
			return this;
		}

		/**
		 * Sets the supplier of the SSL context of {@code tls} URLs, which is asked at
		 * each attempt. By default, it is the default of the JVM.
		 * @param sslContext the supplier
		 * @return this builder
		 */
		public Builder sslContext(Supplier<SSLContext> sslContext) {
			Objects.requireNonNull(sslContext, "sslContext");
			return sslContextIfPresent(() -> Optional.of(sslContext.get()));
		}

		Builder sslContextIfPresent(Supplier<Optional<SSLContext>> sslContext) {
			this.sslContext = sslContext;
			return this;
		}

		/**
		 * Builds the connector.
		 * @return the connector
		 */
		public NatsConnector build() {
			return new NatsConnector(this);
		}

	}

}
