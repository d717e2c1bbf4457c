package io.connectionmanager.jdk;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLServerSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;
import io.connectionmanager.connector.test.TestCertificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SocketConnector} that go beyond the contract.
 */
class SocketConnectorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

	private ServerSocket listener;

	private ConnectionManager<Socket> manager;

	@AfterEach
	void close() throws IOException {
		if (this.manager != null) {
			this.manager.close();
		}
		if (this.listener != null) {
			this.listener.close();
		}
		for (Socket socket : this.accepted) {
			socket.close();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					tcp://host      | Connection 'prices': URL 'tcp://host' has no port from 1 to 65535: expected tcp://host:port
					tcps://host:0   | Connection 'prices': URL 'tcps://host:0' has no port from 1 to 65535: expected tcps://host:port
					tcp://:7000     | Connection 'prices': URL 'tcp://:7000' has no valid host name: expected tcp://host:port
					tcp://a_b:7000  | Connection 'prices': URL 'tcp://a_b:7000' has no valid host name: expected tcp://host:port
					udp://host:7000 | Connection 'prices': URL 'udp://host:7000' is not of the form tcp://host:port or tcps://host:port
					""")
	void a_url_that_cannot_work_is_reported_at_once(URI url, String message) {
		ConnectorContext context = ConnectorContext.builder("prices", url).collaborator((SocketHandler) (socket) -> {
		}).build();
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> new SocketConnectorFactory().create(context))
			.withMessage(message);
	}

	@Test
	void a_url_that_cannot_work_suspends_a_manager_that_was_built_without_the_factory() {
		this.manager = builder((socket) -> {
		}).endpoint(URI.create("tcp://host")).start();
		Awaitility.await().until(() -> this.manager.snapshot().state() == ConnectionState.SUSPENDED);
	}

	@Test
	void a_handler_is_required() {
		ConnectorContext context = ConnectorContext.builder("prices", URI.create("tcp://host:1")).build();
		assertThatExceptionOfType(MissingCollaboratorException.class)
			.isThrownBy(() -> new SocketConnectorFactory().create(context));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp-no-delay", "read-timeout" })
	void an_option_that_cannot_be_converted_is_reported(String option) {
		ConnectorContext context = ConnectorContext.builder("prices", URI.create("tcp://host:1"))
			.option(option, "often")
			.collaborator((SocketHandler) (socket) -> {
			})
			.build();
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> new SocketConnectorFactory().create(context))
			.withMessageContaining(option);
	}

	@Test
	void a_handler_that_returns_loses_the_connection() throws Exception {
		listen(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		start("tcp", builder((socket) -> socket.getInputStream().read()));
		this.accepted.take().getOutputStream().write('x');
		// A failed attempt, if the handler returns before open does.
		Awaitility.await().until(() -> this.manager.snapshot().lastFailureKind().isPresent());
		assertThat(this.manager.snapshot().lastFailureKind()).contains(FailureKind.CLOSED_BY_PEER);
	}

	@Test
	void a_handler_that_throws_loses_the_connection_with_that_cause() throws Exception {
		listen(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		IllegalStateException failure = new IllegalStateException("no such price");
		start("tcp", builder((socket) -> {
			throw failure;
		}));
		Awaitility.await().until(() -> this.manager.snapshot().lastFailure().isPresent());
		assertThat(this.manager.snapshot().lastFailure()).contains(failure);
	}

	@Test
	void a_stop_interrupts_a_handler_that_does_not_read() throws Exception {
		listen(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		CountDownLatch handling = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		start("tcp", builder((socket) -> {
			handling.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}));
		assertThat(handling.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.manager.stop();
		assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void the_thread_of_a_handler_inherits_nothing() throws Exception {
		listen(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		AtomicReference<Thread> thread = new AtomicReference<>();
		AtomicReference<ClassLoader> loader = new AtomicReference<>();
		start("tcp", builder((socket) -> {
			loader.set(Thread.currentThread().getContextClassLoader());
			thread.set(Thread.currentThread());
			socket.getInputStream().read();
		}));
		Awaitility.await().until(() -> thread.get() != null);
		assertThat(thread.get().getName()).isEqualTo("connection-prices");
		assertThat(thread.get().isDaemon()).isTrue();
		assertThat(loader.get()).isSameAs(getClass().getClassLoader());
	}

	@Test
	void the_handler_finds_the_options_of_the_connection_set() throws Exception {
		Map<String, Object> options = optionsSeenByHandler(
				new KeepAlive(true, Duration.ofSeconds(5), Duration.ofSeconds(6)));
		assertThat(options).containsEntry("SO_KEEPALIVE", true)
			.containsEntry("TCP_NODELAY", true)
			.containsEntry("read timeout", 11_000);
		if (options.containsKey("TCP_KEEPIDLE")) {
			assertThat(options).containsEntry("TCP_KEEPIDLE", 5)
				.containsEntry("TCP_KEEPINTERVAL", 2)
				.containsEntry("TCP_KEEPCOUNT", 3);
		}
	}

	@Test
	void a_disabled_keep_alive_leaves_reads_unlimited() throws Exception {
		assertThat(optionsSeenByHandler(new KeepAlive(false, Duration.ofSeconds(5), Duration.ofSeconds(6))))
			.containsEntry("SO_KEEPALIVE", false)
			.containsEntry("read timeout", 0);
	}

	private Map<String, Object> optionsSeenByHandler(KeepAlive keepAlive) throws Exception {
		listen(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		CompletableFuture<Map<String, Object>> seen = new CompletableFuture<>();
		start("tcp", builder((socket) -> {
			Map<String, Object> options = new HashMap<>();
			for (SocketOption<?> option : socket.supportedOptions()) {
				options.put(option.name(), socket.getOption(option));
			}
			options.put("read timeout", socket.getSoTimeout());
			seen.complete(options);
			socket.getInputStream().read();
		}).settings(ConnectionSettings.builder().keepAlive(keepAlive).build()));
		return seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void a_negative_read_timeout_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SocketConnector.builder((socket) -> {
		}).readTimeout(Duration.ofSeconds(-5))).withMessage("readTimeout must not be negative, but is -5s");
	}

	@Test
	void a_read_timeout_of_ages_is_the_longest_that_there_is() throws Exception {
		listen(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		SocketConnector connector = SocketConnector.builder((socket) -> socket.getInputStream().read())
			.readTimeout(Duration.ofSeconds(Long.MAX_VALUE))
			.build();
		start("tcp", ConnectionManager.builder("prices", connector));
		assertThat(this.manager.awaitConnection(PATIENCE).getSoTimeout()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void all_addresses_of_a_host_name_are_tried() throws Exception {
		// Depending on the system, localhost is ::1 first; nothing listens there.
		listen(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
		this.manager = builder((socket) -> socket.getInputStream().read())
			.endpoint(URI.create("tcp://localhost:" + this.listener.getLocalPort()))
			.start();
		assertThat(this.manager.awaitConnection(PATIENCE).isConnected()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void a_stop_does_not_wait_for_a_handler_that_hangs_in_a_write(String protocol) throws Exception {
		ServerSocket listener = TestCertificates.get()
			.server()
			.serverContext()
			.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		((SSLServerSocket) listener).setEnabledProtocols(new String[] { protocol });
		listen(listener);
		CountDownLatch ended = new CountDownLatch(1);
		SocketConnector connector = SocketConnector.builder((socket) -> {
			try {
				OutputStream out = socket.getOutputStream();
				while (true) {
					out.write(new byte[100_000]);
				}
			}
			catch (SocketException ex) {
				ended.countDown();
				throw ex;
			}
		}).sslContext(() -> Optional.of(TestCertificates.get().clientContext())).build();
		start("tcps", ConnectionManager.builder("prices", connector));
		this.accepted.take().getInputStream().read();
		this.manager.stop();
		assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	private static ConnectionManager.Builder<Socket> builder(SocketHandler handler) {
		return ConnectionManager.builder("prices", SocketConnector.builder(handler).build());
	}

	private void start(String scheme, ConnectionManager.Builder<Socket> builder) {
		this.manager = builder.endpoint(URI.create("%s://127.0.0.1:%d".formatted(scheme, this.listener.getLocalPort())))
			.start();
	}

	private void listen(ServerSocket listener) {
		this.listener = listener;
		Thread thread = new Thread(() -> {
			try {
				while (true) {
					this.accepted.add(listener.accept());
				}
			}
			catch (IOException ex) {
				// closed
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

}
