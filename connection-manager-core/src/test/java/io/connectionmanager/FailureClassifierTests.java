package io.connectionmanager;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import javax.naming.AuthenticationException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.security.auth.login.FailedLoginException;

import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class FailureClassifierTests {

	static Stream<Arguments> failuresOfAttempts() {
		return Stream.of(Arguments.of(FailureKind.REFUSED, new ConnectException("Connection refused")),
				Arguments.of(FailureKind.REFUSED, new ConnectException("feed.example:7000")),
				Arguments.of(FailureKind.TIMEOUT, new ConnectException("Connection timed out")),
				Arguments.of(FailureKind.TIMEOUT, new SocketTimeoutException("Connect timed out")),
				Arguments.of(FailureKind.TIMEOUT, new SocketTimeoutException("Read timed out")),
				Arguments.of(FailureKind.TIMEOUT, new TimeoutException()),
				Arguments.of(FailureKind.TIMEOUT, new ConnectTimeoutException("too late")),
				Arguments.of(FailureKind.UNREACHABLE, new NoRouteToHostException("No route to host")),
				Arguments.of(FailureKind.UNREACHABLE, new SocketException("Network is unreachable")),
				Arguments.of(FailureKind.UNRESOLVED, new UnknownHostException("feed.example")),
				Arguments.of(FailureKind.UNRESOLVED, new UnresolvedAddressException()),
				Arguments.of(FailureKind.UNRESOLVED, unresolved()), Arguments.of(FailureKind.REFUSED, refused()),
				Arguments.of(FailureKind.RESET, new SocketException("Connection reset")),
				Arguments.of(FailureKind.RESET, new IOException("Connection reset by peer")),
				Arguments.of(FailureKind.RESET, new IOException("Broken pipe")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new EOFException()),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new ClosedChannelException()),
				Arguments.of(FailureKind.TLS, new SSLHandshakeException("no common cipher")),
				Arguments.of(FailureKind.TLS, new CertificateException("expired")),
				Arguments.of(FailureKind.AUTHENTICATION, new FailedLoginException()),
				Arguments.of(FailureKind.REJECTED, new ConnectionRejectedException("not you")),
				Arguments.of(FailureKind.AUTHENTICATION,
						new ConnectionRejectedException("bad password", new FailedLoginException())),
				Arguments.of(FailureKind.PROTOCOL, new ProtocolException("garbage")),
				Arguments.of(FailureKind.PROTOCOL, new MalformedInputException(1)),
				Arguments.of(FailureKind.PROTOCOL, new NumberFormatException("garbage")),
				Arguments.of(FailureKind.OTHER, new IllegalStateException("anything")),
				Arguments.of(FailureKind.OTHER, new IOException()));
	}

	static Stream<Arguments> failuresOfTheSystemAndOfClients() {
		return Stream.of(Arguments.of(FailureKind.REFUSED, new SocketException("No such file or directory")),
				Arguments.of(FailureKind.REFUSED, new NoSuchFileException("/run/feed.sock")),
				Arguments.of(FailureKind.REFUSED,
						new FileNotFoundException("/dev/ttyUSB0 (No such file or directory)")),
				Arguments.of(FailureKind.REFUSED, new PortUnreachableException()),
				Arguments.of(FailureKind.AUTHENTICATION, new AccessDeniedException("/run/feed.sock")),
				Arguments.of(FailureKind.AUTHENTICATION, new BindException("Permission denied")),
				Arguments.of(FailureKind.AUTHENTICATION, new FileNotFoundException("/dev/ttyUSB0 (Permission denied)")),
				Arguments.of(FailureKind.UNREACHABLE, new BindException("Cannot assign requested address")),
				Arguments.of(FailureKind.UNREACHABLE, new BindException("Address already in use")),
				Arguments.of(FailureKind.UNREACHABLE, new SocketException("Network is down")),
				Arguments.of(FailureKind.UNREACHABLE, new SocketException("Host is down")),
				Arguments.of(FailureKind.TIMEOUT, new HttpTimeoutException("request timed out")),
				Arguments.of(FailureKind.TIMEOUT, new HttpConnectTimeoutException("too late")),
				Arguments.of(FailureKind.RESET, new SocketException("Broken pipe")),
				Arguments.of(FailureKind.RESET, new SocketException("Software caused connection abort")),
				Arguments.of(FailureKind.RESET, new IOException("Received RST_STREAM: Stream cancelled")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new IOException("/127.0.0.1:5000: GOAWAY received")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new IOException("HTTP/1.1 header parser received no bytes")),
				Arguments.of(FailureKind.RESET,
						new IOException("HTTP/1.1 header parser received no bytes",
								new IOException("Connection reset by peer"))),
				Arguments.of(FailureKind.CLOSED_BY_PEER,
						new IOException("HTTP/1.1 header parser received no bytes",
								new EOFException("EOF reached while reading"))),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new IOException("Output closed")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new IOException("Connection closed prematurely")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new IOException("Premature EOF")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new SocketException("Unexpected end of file from server")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new SocketException("Socket is closed")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new AsynchronousCloseException()),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new ClosedByInterruptException()),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new ConnectionLostException("no reason given")),
				Arguments.of(FailureKind.TLS, new SSLException("no trust store", new NoSuchFileException("ca.pem"))),
				Arguments.of(FailureKind.TLS, new KeyStoreException("broken", new FileNotFoundException("ca.jks"))),
				Arguments.of(FailureKind.PROTOCOL, new ZipException("invalid block type")),
				Arguments.of(FailureKind.AUTHENTICATION, new SQLInvalidAuthorizationSpecException()),
				Arguments.of(FailureKind.UNREACHABLE, new SQLNonTransientConnectionException("no state")),
				Arguments.of(FailureKind.UNREACHABLE, new SQLTransientConnectionException("no state")),
				Arguments.of(FailureKind.UNREACHABLE, new SQLRecoverableException("IO Error")),
				Arguments.of(FailureKind.REFUSED,
						new SQLRecoverableException("IO Error", new ConnectException("Connection refused"))),
				Arguments.of(FailureKind.AUTHENTICATION, new AuthenticationException("invalid credentials")),
				Arguments.of(FailureKind.OTHER, new IOException("Too many open files")));
	}

	/** As the HTTP client of the JDK reports them. */
	private static Throwable unresolved() {
		return new ConnectException().initCause(new ConnectException().initCause(new UnresolvedAddressException()));
	}

	private static Throwable refused() {
		return new ConnectException().initCause(new ConnectException().initCause(new ClosedChannelException()));
	}

	@ParameterizedTest
	@MethodSource({ "failuresOfAttempts", "failuresOfTheSystemAndOfClients" })
	void the_failure_of_an_attempt_has_a_kind(FailureKind kind, Throwable failure) {
		assertThat(classify(failure, CONNECTING)).isEqualTo(kind);
		assertThat(classify(new CompletionException(failure), CONNECTING)).isEqualTo(kind);
		assertThat(classify(new ExecutionException("failed", new IllegalStateException(failure)), CONNECTING))
			.isEqualTo(kind);
	}

	static Stream<Arguments> failuresThatPeersCode() {
		return Stream.of(Arguments.of(FailureKind.AUTHENTICATION, new SQLException("denied", "28P01")),
				Arguments.of(FailureKind.AUTHENTICATION, new SQLInvalidAuthorizationSpecException("denied", "28000")),
				Arguments.of(FailureKind.REFUSED, new SQLException("too many clients", "53300")),
				Arguments.of(FailureKind.REFUSED, new SQLException("too many clients", "08004")),
				Arguments.of(FailureKind.REFUSED, new SQLException("starting up", "57P03")),
				Arguments.of(FailureKind.CLOSED_BY_PEER, new SQLException("terminated by administrator", "57P01")),
				Arguments.of(FailureKind.TIMEOUT, new SQLException("canceled", "57014")),
				Arguments.of(FailureKind.TIMEOUT, new SQLTimeoutException("too late")),
				Arguments.of(FailureKind.PROTOCOL, new SQLException("garbage", "08P01")),
				Arguments.of(FailureKind.UNREACHABLE, new SQLException("unable to connect", "08001")),
				Arguments.of(FailureKind.OTHER, new SQLException("no state")),
				Arguments.of(FailureKind.OTHER, new SQLException("short", "0")),
				Arguments.of(FailureKind.OTHER, new SQLException("no such table", "42P01")),
				Arguments.of(FailureKind.AUTHENTICATION, handshake(401)),
				Arguments.of(FailureKind.AUTHENTICATION, handshake(403)),
				Arguments.of(FailureKind.REFUSED, handshake(503)), Arguments.of(FailureKind.TIMEOUT, handshake(504)),
				Arguments.of(FailureKind.PROTOCOL, handshake(404)));
	}

	@ParameterizedTest
	@MethodSource("failuresThatPeersCode")
	void what_a_peer_says_by_a_code_has_a_kind(FailureKind kind, Throwable failure) {
		assertThat(classify(failure, CONNECTING)).isEqualTo(kind);
		assertThat(classify(new CompletionException(failure), CONNECTING)).isEqualTo(kind);
	}

	@Test
	void a_code_for_any_trouble_decides_only_where_nothing_inside_does() {
		Throwable refused = new SQLException("unable to connect", "08001", new ConnectException("Connection refused"));
		assertThat(classify(refused, CONNECTING)).isEqualTo(FailureKind.REFUSED);
		assertThat(classify(new SQLException("I/O error", "08006", new EOFException()), CONNECTED))
			.isEqualTo(FailureKind.CLOSED_BY_PEER);
		assertThat(classify(new SQLException("I/O error", "08006"), CONNECTED)).isEqualTo(FailureKind.RESET);
	}

	@Test
	void a_secure_connection_that_is_torn_down_is_no_matter_of_tls() {
		assertThat(classify(new SSLException("Connection reset", new SocketException("Connection reset")), CONNECTED))
			.isEqualTo(FailureKind.RESET);
		assertThat(classify(new SSLException("broken", new IOException("anything")), CONNECTED))
			.isEqualTo(FailureKind.TLS);
		assertThat(classify(new SSLHandshakeException("terminated").initCause(new EOFException()), CONNECTING))
			.isEqualTo(FailureKind.TLS);
	}

	@Test
	void a_handshake_that_was_reset_is_no_matter_of_tls_whoever_wraps_it() {
		Throwable failure = new SSLHandshakeException("Remote host terminated the handshake")
			.initCause(new SocketException("Connection reset"));
		assertThat(classify(failure, CONNECTING)).isEqualTo(FailureKind.RESET);
	}

	@Test
	void what_kept_an_http_client_from_connecting_is_inside() {
		Throwable failure = new ConnectException("Cannot assign requested address")
			.initCause(new BindException("Cannot assign requested address"));
		assertThat(classify(failure, CONNECTING)).isEqualTo(FailureKind.UNREACHABLE);
	}

	static Stream<Arguments> whatProxiesSay() {
		return Stream.of(
				Arguments.of(FailureKind.AUTHENTICATION,
						new IOException("Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 407 Proxy\"")),
				Arguments.of(FailureKind.AUTHENTICATION, new SocketException("SOCKS : No acceptable methods")),
				Arguments.of(FailureKind.AUTHENTICATION, new SocketException("SOCKS : authentication failed")),
				Arguments.of(FailureKind.PROTOCOL, new SocketException("Malformed reply from SOCKS server")),
				Arguments.of(FailureKind.UNREACHABLE, new SocketException("SOCKS: Host unreachable")),
				Arguments.of(FailureKind.REFUSED, new SocketException("SOCKS: Connection refused")));
	}

	@ParameterizedTest
	@MethodSource("whatProxiesSay")
	void the_answer_of_a_proxy_has_a_kind(FailureKind kind, Throwable failure) {
		assertThat(classify(failure, CONNECTING)).isEqualTo(kind);
	}

	@Test
	void a_database_that_did_not_answer_in_time_is_not_unreachable() {
		assertThat(classify(new SQLException("Connection attempt timed out.", "08001"), CONNECTING))
			.isEqualTo(FailureKind.TIMEOUT);
		assertThat(classify(new SQLTransientConnectionException("not available, request timed out after 30000ms",
				new SQLException("no", new ConnectException("Connection refused"))), CONNECTING))
			.isEqualTo(FailureKind.REFUSED);
	}

	@Test
	void a_timeout_of_a_socket_is_one_whatever_it_says() {
		assertThat(classify(new SocketTimeoutException(), CONNECTING)).isEqualTo(FailureKind.TIMEOUT);
		assertThat(classify(new SocketTimeoutException("timeout"), CONNECTED)).isEqualTo(FailureKind.LIVENESS);
	}

	@Test
	void what_is_behind_many_wrappers_is_found() {
		Throwable failure = new ConnectException("Connection refused");
		for (int i = 0; i < 100; i++) {
			failure = new IllegalStateException("wrapper " + i, failure);
		}
		assertThat(classify(failure, CONNECTING)).isEqualTo(FailureKind.REFUSED);
	}

	@Test
	void what_cannot_say_its_cause_has_none() {
		Throwable unspeakable = new IllegalStateException("broken") {

			@Override
			public synchronized Throwable getCause() {
				throw new UnsupportedOperationException();
			}

		};
		assertThat(classify(unspeakable, CONNECTING)).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void a_real_handshake_that_is_refused_has_a_kind() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(401, -1);
			exchange.close();
		});
		server.start();
		try {
			URI uri = URI.create("ws://localhost:%d/".formatted(server.getAddress().getPort()));
			assertThat(failure(
					() -> HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {
					}).join(), CONNECTING))
				.isEqualTo(FailureKind.AUTHENTICATION);
		}
		finally {
			server.stop(0);
		}
	}

	@SuppressWarnings("unchecked")
	private static Throwable handshake(int status) {
		HttpResponse<Object> response = (HttpResponse<Object>) Proxy.newProxyInstance(
				FailureClassifierTests.class.getClassLoader(), new Class<?>[] { HttpResponse.class },
				(proxy, method, arguments) -> method.getName().equals("statusCode") ? status : null);
		return new WebSocketHandshakeException(response);
	}

	@Test
	void a_connection_that_was_up_and_says_nothing_any_more_is_a_matter_of_liveness() {
		assertThat(classify(new SocketTimeoutException("Read timed out"), CONNECTED)).isEqualTo(FailureKind.LIVENESS);
		assertThat(classify(new TimeoutException("no heartbeat"), CONNECTED)).isEqualTo(FailureKind.LIVENESS);
	}

	@Test
	void a_connection_that_was_lost_without_a_reason_was_closed_by_the_peer_whether_or_not_it_was_ready() {
		assertThat(classify(new ConnectionLostException("lost"), CONNECTED)).isEqualTo(FailureKind.CLOSED_BY_PEER);
		assertThat(classify(new ConnectionLostException("lost"), CONNECTING)).isEqualTo(FailureKind.CLOSED_BY_PEER);
		assertThat(classify(new ConnectionLostException("lost", new SocketException("Connection reset")), CONNECTED))
			.isEqualTo(FailureKind.RESET);
	}

	@Test
	void what_has_no_cause_was_asked_for() {
		ConnectionTransition stopped = new ConnectionTransition("prices", CONNECTED, STOPPED, 0, Optional.empty(),
				Instant.EPOCH, Duration.ZERO, 0, Optional.empty(), Optional.empty());
		assertThat(FailureClassifier.standard().classify(stopped)).isEqualTo(FailureKind.REQUESTED);
	}

	@Test
	void causes_in_a_circle_come_to_an_end() {
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException second = new IllegalStateException("second", first);
		first.initCause(second);
		assertThat(classify(first, CONNECTING)).isEqualTo(FailureKind.OTHER);
	}

	@Test
	void what_real_sockets_throw_has_the_right_kind() throws IOException {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		int port;
		try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
			port = server.getLocalPort();
			try (Socket socket = new Socket(loopback, port)) {
				Socket accepted = server.accept();
				socket.setSoTimeout(1);
				assertThat(failure(() -> socket.getInputStream().read(), CONNECTED)).isEqualTo(FailureKind.LIVENESS);
				// With this, a close is a reset.
				accepted.setSoLinger(true, 0);
				accepted.close();
				socket.setSoTimeout(0);
				assertThat(failure(() -> socket.getInputStream().read(), CONNECTED)).isEqualTo(FailureKind.RESET);
			}
			try (Socket socket = new Socket(loopback, port); Socket accepted = server.accept()) {
				accepted.getOutputStream().write("this is not TLS\n".getBytes());
				SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
				try (SSLSocket secure = (SSLSocket) factory.createSocket(socket, "localhost", 0, false)) {
					assertThat(failure(secure::startHandshake, CONNECTING)).isEqualTo(FailureKind.TLS);
				}
			}
		}
		assertThat(failure(() -> new Socket(loopback, port), CONNECTING)).isEqualTo(FailureKind.REFUSED);
		assertThat(failure(() -> SocketChannel.open(new InetSocketAddress(loopback, port)), CONNECTING))
			.isEqualTo(FailureKind.REFUSED);
		assertThat(failure(() -> SocketChannel.open(UnixDomainSocketAddress.of("no-such-socket")), CONNECTING))
			.isEqualTo(FailureKind.REFUSED);
		assertThat(failure(() -> new Socket().bind(new InetSocketAddress("192.0.2.7", 0)), CONNECTING))
			.isEqualTo(FailureKind.UNREACHABLE);
		assertThat(failure(() -> new Socket("no-such-host.invalid", 7000), CONNECTING))
			.isEqualTo(FailureKind.UNRESOLVED);
	}

	@Test
	void kinds_are_words() {
		assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::toString)).containsExactly("refused",
				"unreachable", "unresolved", "timeout", "reset", "closed-by-peer", "authentication", "tls", "rejected",
				"protocol", "liveness", "lease", "requested", "other");
	}

	private static FailureKind failure(ThrowingCallable call, ConnectionState from) {
		return classify(catchThrowable(call), from);
	}

	private static FailureKind classify(Throwable failure, ConnectionState from) {
		return FailureClassifier.standard()
			.classify(new ConnectionTransition("prices", from, WAITING, 1, Optional.of(failure), Instant.EPOCH,
					Duration.ZERO, 1, Optional.empty(), Optional.empty()));
	}

}
