package io.connectionmanager.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.event.command.CommandFailedEvent;
import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.ServerAddress;

/**
 * The connection of one attempt, its client and its channel.
 */
final class PubSubConnection {

	private static final int DEFAULT_PORT = 6379;

	/**
	 * How long a connection may take to close, and after it the listener to return from a
	 * call: half of the grace of the manager.
	 */
	private static final long CLOSE_MILLIS = 500;

	private static final Pattern DATABASE = Pattern.compile("/(\\d{1,9})");

	/** What a server accepts as the name of a client. */
	private static final Pattern CLIENT_NAME = Pattern.compile("[!-~]+");

	private final ConnectionAttempt attempt;

	private final RedisPubSubConnector.Builder options;

	private final URI endpoint;

	private final ServerAddress server;

	private final @Nullable SSLContext sslContext;

	private final RedisURI uri;

	private final ClientResources resources;

	private final CapturingClient client;

	private volatile @Nullable Channel channel;

	/** Whether a channel that the client creates from now on is not wanted. */
	private volatile boolean ended;

	private volatile @Nullable ListenerQueue queue;

	PubSubConnection(ConnectionAttempt attempt, RedisPubSubConnector.Builder options) {
		this.attempt = attempt;
		this.options = options;
		this.endpoint = attempt.requireEndpoint();
		this.server = server(this.endpoint);
		this.sslContext = this.server.tls() ? options.resolveSslContext().orElseGet(ClientTls::defaultContext) : null;
		this.uri = uri();
		ClientResources supplied = options.clientResources();
		this.resources = (supplied != null) ? supplied : options.sharedResources().acquire();
		this.client = new CapturingClient(new WatchedResources(this.resources, this::initialized), this.uri);
	}

	/** Rejects a URL that no attempt can connect to. */
	static ServerAddress server(URI endpoint) {
		String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
		if (endpoint.getHost() == null || !(scheme.equals("redis") || scheme.equals("rediss"))) {
			throw new ConnectionRejectedException("The URL of a Redis connection names one server, as in "
					+ "redis://host:port or rediss://host:port. Sentinel, Cluster and Unix sockets are not supported.");
		}
		if (endpoint.getRawQuery() != null) {
			throw new ConnectionRejectedException("The URL of a Redis connection must not have a query");
		}
		database(endpoint);
		return ServerAddress.of(endpoint, "redis", DEFAULT_PORT, "rediss", DEFAULT_PORT);
	}

	/** Without TLS, which is added to the channel. */
	private RedisURI uri() {
		RedisURI.Builder builder = RedisURI.builder()
			.withHost(this.server.host())
			.withPort(this.server.port())
			.withDatabase(database(this.endpoint))
			.withTimeout(this.attempt.timeout());
		if (CLIENT_NAME.matcher(this.attempt.name()).matches()) {
			builder.withClientName(this.attempt.name());
		}
		this.options.resolveCredentials(this.endpoint).ifPresent((it) -> authenticate(builder, it));
		return builder.build();
	}

	private static void authenticate(RedisURI.Builder builder, Credentials credentials) {
		if (credentials.username().isEmpty()) {
			builder.withPassword(credentials.password());
		}
		else {
			builder.withAuthentication(credentials.username(), credentials.password());
		}
	}

	private static int database(URI endpoint) {
		String path = endpoint.getRawPath();
		if (path == null || path.isEmpty() || path.equals("/")) {
			return 0;
		}
		var matcher = DATABASE.matcher(path);
		if (!matcher.matches()) {
			throw new ConnectionRejectedException(
					"The path of a Redis URL is the number of a database, as in redis://host:port/2");
		}
		return Integer.parseInt(matcher.group(1));
	}

	/**
	 * Starts connecting.
	 * @return the connection, which is not ready yet
	 */
	StatefulRedisPubSubConnection<String, String> open() {
		try {
			this.client.setOptions(clientOptions());
			this.client.addListener(new ReadOnlyListener());
			this.attempt.onAbandoned(this::abort);
			CompletionStage<StatefulRedisPubSubConnection<String, String>> connecting = this.client
				.connectPubSubAsync(StringCodec.UTF8, this.uri);
			StatefulRedisPubSubConnection<String, String> connection = this.client.captured();
			connecting.thenCompose(this::prepare).whenComplete((ready, failure) -> {
				if (failure != null) {
					failed(failure);
				}
				else {
					this.attempt.connected();
				}
			});
			return connection;
		}
		catch (RuntimeException | Error ex) {
			abort();
			release();
			throw ex;
		}
	}

	private ClientOptions clientOptions() {
		return ClientOptions.builder()
			.autoReconnect(false)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			// They hand a connection over to another server, by reconnecting.
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.socketOptions(SocketOptions.builder().connectTimeout(this.attempt.timeout()).keepAlive(true).build())
			.build();
	}

	/** The handshake of RESP3 says nothing: a server that is loading accepts it. */
	private CompletionStage<?> prepare(StatefulRedisPubSubConnection<String, String> connection) {
		this.attempt.keepAlive(() -> probe(connection));
		listen(connection);
		RedisPubSubAsyncCommands<String, String> commands = connection.async();
		return commands.ping()
			.thenCompose((pong) -> (this.options.channels().length == 0) ? done()
					: commands.subscribe(this.options.channels()))
			.thenCompose((subscribed) -> (this.options.patterns().length == 0) ? done()
					: commands.psubscribe(this.options.patterns()));
	}

	private static CompletionStage<Void> done() {
		return CompletableFuture.completedFuture(null);
	}

	private void listen(StatefulRedisPubSubConnection<String, String> connection) {
		RedisPubSubListener<String, String> listener = this.options.listener();
		Channel channel = this.channel;
		if (listener != null && channel != null) {
			ListenerQueue queue = new ListenerQueue(this.attempt.name(), listener,
					this.resources.eventExecutorGroup().next(), channel);
			this.queue = queue;
			connection.addListener(queue);
		}
	}

	private void probe(StatefulRedisPubSubConnection<String, String> connection) {
		ListenerQueue queue = this.queue;
		if (queue != null && queue.isPaused()) {
			this.attempt.alive();
			return;
		}
		// The answer counts when it is read from the channel.
		connection.async().ping();
	}

	private void initialized(Channel channel) {
		this.channel = channel;
		channel.pipeline().addFirst(new WireHandler(this.attempt::alive, this::failed));
		if (this.sslContext != null) {
			channel.pipeline().addFirst(sslHandler(this.sslContext));
		}
		if (this.ended) {
			channel.close();
		}
	}

	private SslHandler sslHandler(SSLContext sslContext) {
		SslHandler handler = new SslHandler(ClientTls.engine(sslContext, this.server.host(), this.server.port()));
		// Longer than the attempt, whose timeout is not a failure of TLS.
		handler.setHandshakeTimeoutMillis(2 * this.attempt.timeout().toMillis());
		handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
		return handler;
	}

	private void failed(Throwable failure) {
		this.attempt.disconnected(RedisFailures.translate(failure));
	}

	private void abort() {
		this.ended = true;
		Channel channel = this.channel;
		if (channel != null) {
			channel.close();
		}
	}

	/**
	 * Closes the connection, and returns when the channel is closed.
	 */
	void close() throws InterruptedException {
		this.ended = true;
		Channel channel = this.channel;
		boolean lost = channel == null || !channel.isActive();
		try {
			this.client.shutdownAsync();
			if (channel != null) {
				channel.close().await(CLOSE_MILLIS);
			}
			ListenerQueue queue = this.queue;
			if (queue != null && !lost) {
				queue.end(Duration.ofMillis(CLOSE_MILLIS));
			}
		}
		finally {
			release();
		}
	}

	private void release() {
		if (this.options.clientResources() == null) {
			this.options.sharedResources().release();
		}
	}

	/** After a failover, a former primary stays up but can no longer be written to. */
	private final class ReadOnlyListener implements CommandListener {

		@Override
		public void commandFailed(CommandFailedEvent event) {
			if (event.getCause() instanceof RedisReadOnlyException) {
				failed(event.getCause());
			}
		}

	}

}
