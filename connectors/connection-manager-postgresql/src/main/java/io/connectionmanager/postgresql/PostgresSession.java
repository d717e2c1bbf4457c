package io.connectionmanager.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.core.SocketFactoryFactory;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.KeepAliveTimeoutException;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.postgresql.internal.AttemptSocketFactory;
import io.connectionmanager.postgresql.internal.AttemptSockets;
import io.connectionmanager.postgresql.internal.AttemptSslSocketFactory;

/**
 * A session of a server: the connection of an attempt, its sockets, and the thread that
 * waits for notifications.
 */
final class PostgresSession {

	private static final Driver DRIVER = new Driver();

	private static final String SESSION = "SELECT pg_catalog.pg_backend_pid(), channel"
			+ " FROM pg_catalog.pg_listening_channels() AS channel";

	/** The driver counts in seconds, and multiplies by a thousand. */
	private static final int MAX_SECONDS = 1_000_000;

	/** How long the listener may take when the connection is given up. */
	private static final Duration LISTENER_GRACE = Duration.ofMillis(500);

	private static final Set<String> VERIFYING = Set.of("verify-ca", "verify-full");

	private final ConnectionAttempt attempt;

	private final AttemptSockets sockets;

	private final Connection connection;

	private int processId;

	private volatile @Nullable NotificationLoop loop;

	private volatile boolean probing;

	private PostgresSession(ConnectionAttempt attempt, AttemptSockets sockets, Connection connection) {
		this.attempt = attempt;
		this.sockets = sockets;
		this.connection = connection;
	}

	static PostgresSession open(ConnectionAttempt attempt, PostgresUrl url, Optional<Credentials> credentials,
			Optional<SSLContext> sslContext) throws Exception {
		Properties properties = new Properties();
		properties.putAll(url.parameters());
		Optional<String> socketTimeout = Optional.ofNullable(PGProperty.SOCKET_TIMEOUT.getOrDefault(properties));
		credentials.ifPresent((it) -> authenticate(properties, it));
		prepare(properties, attempt);
		if (sslContext.isPresent()) {
			secure(properties);
		}
		SocketFactory socketFactory = SocketFactoryFactory.getSocketFactory(properties);
		AttemptSockets sockets = AttemptSockets.register(socketFactory, sslContext,
				"verify-full".equals(PGProperty.SSL_MODE.getOrDefault(properties)));
		attempt.onAbandoned(sockets::close);
		try {
			PGProperty.SOCKET_FACTORY.set(properties, AttemptSocketFactory.class.getName());
			PGProperty.SOCKET_FACTORY_ARG.set(properties, sockets.key());
			if (sslContext.isPresent()) {
				PGProperty.SSL_FACTORY.set(properties, AttemptSslSocketFactory.class.getName());
				PGProperty.SSL_FACTORY_ARG.set(properties, sockets.key());
			}
			Connection connection = DRIVER.connect(url.address(), properties);
			if (connection == null) {
				throw new ConnectionRejectedException("The driver does not accept the URL");
			}
			connection.setNetworkTimeout(Runnable::run, seconds(socketTimeout) * 1000);
			return new PostgresSession(attempt, sockets, connection);
		}
		catch (Exception | Error ex) {
			sockets.close();
			throw PostgresFailures.translate(ex);
		}
	}

	private static void authenticate(Properties properties, Credentials credentials) {
		if (!credentials.username().isEmpty()) {
			PGProperty.USER.set(properties, credentials.username());
		}
		PGProperty.PASSWORD.set(properties, new String(credentials.password()));
	}

	private static void prepare(Properties properties, ConnectionAttempt attempt) {
		int timeout = seconds(attempt.timeout());
		// With a login timeout, the driver would connect on a thread of its own.
		PGProperty.LOGIN_TIMEOUT.set(properties, 0);
		PGProperty.CONNECT_TIMEOUT.set(properties, timeout);
		PGProperty.SOCKET_TIMEOUT.set(properties, timeout);
		properties.putIfAbsent(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
		properties.putIfAbsent(PGProperty.APPLICATION_NAME.getName(), attempt.name());
	}

	/** A mode that verifies nothing would make the SSL context an ornament. */
	private static void secure(Properties properties) {
		String mode = PGProperty.SSL_MODE.getOrDefault(properties);
		if (mode != null && !VERIFYING.contains(mode)) {
			throw new ConnectionRejectedException(("The connection has an SSL context, but the URL says sslmode=%s,"
					+ " which does not verify the server: remove one of them, or use verify-full")
				.formatted(mode));
		}
		if (properties.containsKey(PGProperty.SSL_FACTORY.getName())) {
			throw new ConnectionRejectedException(
					"The connection has an SSL context, but the URL names an sslfactory: remove one of them");
		}
		PGProperty.SSL_MODE.set(properties, (mode != null) ? mode : "verify-full");
	}

	private static int seconds(Duration duration) {
		long seconds = Math.min(duration.toSeconds(), MAX_SECONDS - 1L);
		return (int) seconds + 1;
	}

	private static int seconds(Optional<String> property) {
		return property.map(Integer::valueOf).map((it) -> Math.min(it, MAX_SECONDS)).orElse(0);
	}

	PGConnection connection() {
		return (PGConnection) this.connection;
	}

	/**
	 * Listens, and makes sure that the session is this connection's alone: a proxy that
	 * pools transactions would let it listen on a session that others use, and from which
	 * no notification finds its way back.
	 */
	void listen(List<String> channels) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(ChannelNames.listenTo(channels));
		}
		this.processId = requireSession(channels);
		if (this.processId != connection().getBackendPID()) {
			this.attempt.detail("proxied", true);
			if (requireSession(channels) != this.processId) {
				throw pooled();
			}
		}
	}

	private int requireSession(List<String> channels) throws SQLException {
		Set<String> missing = new HashSet<>(channels);
		int processId = 0;
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery(SESSION)) {
			while (rows.next()) {
				processId = rows.getInt(1);
				missing.remove(rows.getString(2));
			}
		}
		if (!missing.isEmpty()) {
			throw pooled();
		}
		return processId;
	}

	private static ConnectionRejectedException pooled() {
		return new ConnectionRejectedException("LISTEN has no effect, because a proxy changes the server session"
				+ " between transactions: connect directly to the server, or set the proxy to session pooling");
	}

	void start(PostgresNotificationListener listener) {
		NotificationLoop loop = new NotificationLoop(this.attempt, connection(), listener);
		this.loop = loop;
		loop.start();
		this.attempt.keepAlive(this::probe);
	}

	private void probe() throws Exception {
		this.probing = true;
		if (this.connection.getAutoCommit()) {
			probeSession();
		}
		// A query would begin a transaction, during which no notifications arrive.
		else if (!this.connection.isValid(seconds(this.attempt.settings().keepAlive().timeout()))) {
			throw new KeepAliveTimeoutException("The server does not answer");
		}
		this.probing = false;
		this.attempt.alive();
	}

	private void probeSession() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
			if (rows.next() && rows.getInt(1) != this.processId) {
				throw pooled();
			}
		}
		catch (SQLException ex) {
			// Such as in a transaction that has failed: an answer nevertheless.
			if (this.connection.isClosed()) {
				throw ex;
			}
		}
	}

	/**
	 * Takes leave of the server, unless it is silent: then there is nobody to write to.
	 */
	void close() throws SQLException, InterruptedException {
		boolean lost = this.probing || this.connection.isClosed();
		stopLoop();
		try {
			if (!lost) {
				this.connection.close();
			}
		}
		finally {
			abort();
			NotificationLoop loop = this.loop;
			if (loop != null && !lost) {
				loop.endCall(LISTENER_GRACE);
			}
		}
	}

	void abort() {
		stopLoop();
		this.sockets.close();
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			// Its sockets are closed.
		}
	}

	private void stopLoop() {
		NotificationLoop loop = this.loop;
		if (loop != null) {
			loop.stop();
		}
	}

}
