package io.connectionmanager.rabbitmq;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandlerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.ConnectorThreads;
import io.connectionmanager.connector.Credentials;

/**
 * The client of one attempt. Its sockets can be closed while it is still connecting,
 * because the client hands out no connection before that is done.
 */
final class AttemptConnectionFactory extends ConnectionFactory {

	private static final int MAX_HEARTBEAT = 60;

	private final ConnectionAttempt attempt;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean aborted;

	private volatile @Nullable WatchedFrameHandler frames;

	AttemptConnectionFactory(ConnectionAttempt attempt) {
		this.attempt = attempt;
		setThreadFactory(ConnectorThreads.platform("connection-manager-%s-amqp-".formatted(attempt.name())));
		setExceptionHandler(new QuietExceptionHandler());
	}

	void prepare(RabbitUrl url, Optional<Credentials> credentials) {
		setHost(url.host());
		setPort(url.port());
		setVirtualHost(url.virtualHost());
		credentials.ifPresent((it) -> {
			setUsername(it.username());
			setPassword(new String(it.password()));
		});
		setAutomaticRecoveryEnabled(false);
		setTopologyRecoveryEnabled(false);
		int timeout = millis(this.attempt.timeout());
		setConnectionTimeout(timeout);
		// Of which the client waits for each answer no longer than one half.
		setHandshakeTimeout((int) Math.min(2L * timeout, Integer.MAX_VALUE));
		setChannelRpcTimeout(timeout);
		KeepAlive keepAlive = this.attempt.settings().keepAlive();
		if (keepAlive.enabled()) {
			setRequestedHeartbeat(heartbeat(keepAlive.interval()));
		}
		setSocketConfigurator(getSocketConfigurator().andThen(this::register));
	}

	/**
	 * The server sends a heartbeat each half of this, so that nothing has to be provoked
	 * while it does.
	 */
	private static int heartbeat(Duration interval) {
		return (int) Math.max(1, Math.min(interval.toSeconds(), MAX_HEARTBEAT));
	}

	private static int millis(Duration duration) {
		return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
	}

	void secure(SSLContext sslContext) {
		useSslProtocol(sslContext);
		enableHostnameVerification();
	}

	Connection newConnectionNamedAfterAttempt() throws Exception {
		return newConnection(this.attempt.name());
	}

	private void register(Socket socket) throws IOException {
		socket.setKeepAlive(true);
		this.sockets.add(socket);
		if (this.aborted) {
			abort();
			throw new IOException("The attempt to connect is over");
		}
	}

	@Override
	protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
		FrameHandlerFactory delegate = super.createFrameHandlerFactory();
		if (!(delegate instanceof SocketFrameHandlerFactory)) {
			throw new ConnectionRejectedException("A customizer has chosen NIO or Netty, with which"
					+ " the connector could neither notice a silent broker nor abort an attempt");
		}
		return (address, connectionName) -> {
			WatchedFrameHandler handler = new WatchedFrameHandler(delegate.create(address, connectionName),
					this.attempt::alive);
			this.frames = handler;
			return handler;
		};
	}

	/**
	 * Returns what reads and writes the frames of the connection.
	 * @return the handler of the frames
	 */
	WatchedFrameHandler frames() {
		WatchedFrameHandler frames = this.frames;
		if (frames == null) {
			throw new IllegalStateException("There is no connection yet");
		}
		return frames;
	}

	/**
	 * Closes the sockets, without any farewell to the broker. Whoever reads from them or
	 * connects them fails.
	 */
	void abort() {
		this.aborted = true;
		for (Socket socket : this.sockets) {
			try {
				// Or else closing a TLS socket waits for a write that is under way.
				socket.setSoLinger(true, 0);
				socket.close();
			}
			catch (IOException ex) {
				// There is nothing more to release.
			}
		}
	}

	/** The loss of the connection is the manager's to log. */
	private static final class QuietExceptionHandler extends DefaultExceptionHandler {

		@Override
		public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
			LoggerFactory.getLogger(RabbitConnector.class)
				.debug("The client lost its connection", Masking.standard().mask(exception));
		}

	}

}
