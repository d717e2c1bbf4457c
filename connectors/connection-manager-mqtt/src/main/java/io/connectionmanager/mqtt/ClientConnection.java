package io.connectionmanager.mqtt;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.ListenerCalls;
import io.connectionmanager.connector.ServerAddress;

/**
 * The client of one attempt, and its channel.
 */
final class ClientConnection {

	private static final Logger logger = LoggerFactory.getLogger(MqttConnector.class);

	private static final int DEFAULT_PORT = 1883;

	private static final int DEFAULT_SECURE_PORT = 8883;

	/**
	 * How long the broker has to close the connection after a DISCONNECT, and after it
	 * the listener to return from a call: half of the grace of the manager.
	 */
	private static final long CLOSE_MILLIS = 500;

	private static final int LONGEST_KEEP_ALIVE = 65_535;

	private final ConnectionAttempt attempt;

	private final MqttConnector.Builder options;

	private final MqttFailures failures;

	private final URI endpoint;

	private final ServerAddress server;

	private final WireHandler wire;

	private final @Nullable SSLContext sslContext;

	private final Mqtt5Connect connect;

	private final CapturingEventLoopGroup eventLoops;

	private final Mqtt5AsyncClient client;

	private final ListenerCalls calls = new ListenerCalls();

	private volatile @Nullable Channel channel;

	ClientConnection(ConnectionAttempt attempt, MqttConnector.Builder options, String clientId) {
		this.attempt = attempt;
		this.options = options;
		this.failures = new MqttFailures(clientId);
		this.endpoint = attempt.requireEndpoint();
		this.server = server(this.endpoint);
		this.wire = new WireHandler(attempt::alive, this::failed);
		this.sslContext = this.server.tls() ? options.resolveSslContext().orElseGet(ClientTls::defaultContext) : null;
		this.connect = connectMessage();
		this.eventLoops = options.eventLoops().acquire();
		try {
			this.client = buildClient(clientId);
		}
		catch (RuntimeException | Error ex) {
			this.options.eventLoops().release();
			throw ex;
		}
	}

	/** Rejects a URL that no attempt can connect to. */
	static ServerAddress server(URI url) {
		return ServerAddress.of(url, "mqtt", DEFAULT_PORT, "mqtts", DEFAULT_SECURE_PORT);
	}

	private Mqtt5AsyncClient buildClient(String clientId) {
		Mqtt5ClientBuilder builder = MqttClient.builder().useMqttVersion5();
		MqttClientCustomizer customizer = this.options.customizer();
		if (customizer != null) {
			customizer.customize(builder);
		}
		return builder.identifier(clientId)
			.transportConfig(transport())
			.executorConfig()
			.nettyExecutor(this.eventLoops)
			.applyExecutorConfig()
			.automaticReconnect(null)
			.addConnectedListener(this::accepted)
			.addDisconnectedListener(this::disconnected)
			.buildAsync();
	}

	private MqttClientTransportConfig transport() {
		long timeout = Math.min(this.attempt.timeout().toMillis(), Integer.MAX_VALUE);
		return MqttClientTransportConfig.builder()
			.serverHost(this.server.host())
			.serverPort(this.server.port())
			.socketConnectTimeout(timeout, TimeUnit.MILLISECONDS)
			.mqttConnectTimeout(timeout, TimeUnit.MILLISECONDS)
			.build();
	}

	private Mqtt5Connect connectMessage() {
		Duration sessionExpiry = this.options.sessionExpiry();
		Mqtt5ConnectBuilder builder = Mqtt5Connect.builder()
			.keepAlive(keepAliveSeconds(this.attempt.settings().keepAlive()))
			.cleanStart(sessionExpiry.isZero())
			.sessionExpiryInterval(sessionExpiry.toSeconds());
		this.options.resolveCredentials(this.endpoint).ifPresent((it) -> builder.simpleAuth(simpleAuth(it)));
		return builder.build();
	}

	/**
	 * Returns the keep-alive of the protocol, with which the broker detects a client that
	 * has vanished. The client library gives up after twice the time: it must not do so
	 * before {@code interval + timeout}.
	 */
	private static int keepAliveSeconds(KeepAlive keepAlive) {
		if (!keepAlive.enabled()) {
			return 0;
		}
		long interval = keepAlive.interval().toSeconds();
		long half = keepAlive.interval().plus(keepAlive.timeout()).toSeconds() / 2;
		return (int) Math.min(Math.max(interval, half) + 1, LONGEST_KEEP_ALIVE);
	}

	private static Mqtt5SimpleAuth simpleAuth(Credentials credentials) {
		Mqtt5SimpleAuthBuilder builder = Mqtt5SimpleAuth.builder();
		byte[] password = new String(credentials.password()).getBytes(StandardCharsets.UTF_8);
		if (credentials.username().isEmpty()) {
			return builder.password(password).build();
		}
		return (password.length == 0) ? builder.username(credentials.username()).build()
				: builder.username(credentials.username()).password(password).build();
	}

	Mqtt5AsyncClient client() {
		return this.client;
	}

	void connect() {
		MqttPublishListener listener = this.options.listener();
		if (listener != null) {
			// Before connecting: a resumed session delivers at once.
			this.client.publishes(MqttGlobalPublishFilter.ALL, (publish) -> deliver(listener, publish));
		}
		this.attempt.onAbandoned(this::abort);
		CapturingEventLoopGroup.whileRegistering(this::startConnecting, this::registering);
	}

	private void startConnecting() {
		this.client.connect(this.connect).whenComplete((connAck, failure) -> {
			if (failure != null) {
				failed(failure);
			}
		});
	}

	/** A listener that throws would not be called again. */
	private void deliver(MqttPublishListener listener, Mqtt5Publish publish) {
		if (!this.calls.begin()) {
			return;
		}
		try {
			listener.onPublish(publish);
		}
		catch (Throwable ex) {
			logger.error("Connection '{}': the listener failed for a message on topic '{}'", this.attempt.name(),
					publish.getTopic(), Masking.standard().mask(ex));
		}
		finally {
			this.calls.finish();
		}
	}

	private void registering(Channel channel) {
		this.channel = channel;
		channel.pipeline().addFirst(this.wire);
		if (this.sslContext != null) {
			channel.pipeline().addFirst(sslHandler(this.sslContext));
		}
	}

	private SslHandler sslHandler(SSLContext sslContext) {
		SslHandler handler = new SslHandler(ClientTls.engine(sslContext, this.server.host(), this.server.port()));
		// Longer than the attempt, whose timeout is not a failure of TLS.
		handler.setHandshakeTimeoutMillis(2 * this.attempt.timeout().toMillis());
		return handler;
	}

	// Called on the event loop

	private void accepted(MqttClientConnectedContext context) {
		if (context instanceof Mqtt5ClientConnectedContext mqtt5) {
			this.attempt.detail("session present", mqtt5.getConnAck().isSessionPresent());
		}
		this.attempt.keepAlive(this.wire::ping);
		if (this.options.topics().isEmpty()) {
			this.attempt.connected();
			return;
		}
		this.client.subscribe(subscription()).whenComplete((subAck, failure) -> {
			if (failure != null) {
				failed(failure);
			}
			else {
				this.attempt.connected();
			}
		});
	}

	private Mqtt5Subscribe subscription() {
		return Mqtt5Subscribe.builder()
			.addSubscriptions(this.options.topics()
				.stream()
				.map((it) -> Mqtt5Subscription.builder().topicFilter(it).qos(this.options.qos()).build()))
			.build();
	}

	private void disconnected(MqttClientDisconnectedContext context) {
		// A customizer may have added a listener that reconnects.
		context.getReconnector().reconnect(false);
		this.attempt.disconnected(this.failures.translate(context.getCause(), context.getSource()));
	}

	private void failed(Throwable failure) {
		this.attempt.disconnected(this.failures.translate(failure));
	}

	// Called on workers

	private void abort() {
		Channel channel = this.channel;
		if (channel != null) {
			channel.close();
		}
	}

	/**
	 * Disconnects, and returns when the channel is closed: a broker that allows one
	 * session must not see two.
	 */
	void close() throws InterruptedException {
		Channel channel = this.channel;
		boolean connected = this.client.getState().isConnected();
		try {
			if (channel != null && connected) {
				this.client.disconnect();
				channel.closeFuture().await(CLOSE_MILLIS);
			}
		}
		finally {
			if (channel != null) {
				channel.close();
			}
			this.options.eventLoops().release();
		}
		if (connected) {
			this.calls.end(Duration.ofMillis(CLOSE_MILLIS));
		}
	}

}
