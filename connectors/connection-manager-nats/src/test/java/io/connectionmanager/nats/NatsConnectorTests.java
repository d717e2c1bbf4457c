package io.connectionmanager.nats;

import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.Credentials;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link NatsConnector} under a manager.
 */
@ExtendWith(OutputCaptureExtension.class)
class NatsConnectorTests {

	static {
		// A busy machine takes its time.
		Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
	}

	private static final Duration SOON = Duration.ofSeconds(10);

	private final ConcurrentLinkedQueue<ConnectionTransition> transitions = new ConcurrentLinkedQueue<>();

	private ConnectionManager<Connection> manager;

	@AfterEach
	void close() {
		if (this.manager != null) {
			this.manager.close();
		}
	}

	private ConnectionManager<Connection> start(Connector<Connection> connector, String url) {
		// Longer than any test: what takes its whole timeout is noticed.
		this.manager = ConnectionManager.builder("events", connector)
			.endpoint(URI.create(url))
			.settings(ConnectionSettings.builder()
				.timeout(Duration.ofMinutes(2))
				.reconnectAfter(Duration.ofMillis(20))
				.authenticationDelay(Duration.ofMillis(50))
				.build())
			.listener(this.transitions::add)
			.start();
		return this.manager;
	}

	private ConnectionTransition awaitFailure() {
		return await().until(
				() -> this.transitions.stream().filter((it) -> it.cause().isPresent()).findFirst().orElse(null),
				(it) -> it != null);
	}

	private static Connector<Connection> connector() {
		return NatsConnector.builder().build();
	}

	@Test
	void messages_flow_both_ways() throws Exception {
		try (NatsServer server = new NatsServer()) {
			Connection connection = start(connector(), "nats://" + server.address()).awaitConnection(SOON);
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			connection
				.createDispatcher((message) -> received.add(new String(message.getData(), StandardCharsets.UTF_8)))
				.subscribe("prices");
			connection.publish("prices", "42".getBytes(StandardCharsets.UTF_8));
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("42");
			assertThat(connection.getOptions().getConnectionName()).isEqualTo("events");
			assertThat(connection.getOptions().getMaxReconnect()).isZero();
		}
	}

	@Test
	void a_server_that_is_killed_is_lost_once_and_comes_back_once(CapturedOutput output) throws Exception {
		try (NatsServer server = new NatsServer()) {
			BlockingQueue<String> calls = new LinkedBlockingQueue<>();
			start(connector(), "nats://" + server.address()).subscribe(new ConnectionSubscriber<>() {
				@Override
				public void connected(Connection connection) {
					calls.add("up");
				}

				@Override
				public void disconnected(Connection connection, Throwable cause) {
					calls.add("down");
				}
			});
			assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
			server.kill();
			assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("down");
			await().until(() -> this.manager.snapshot().state() == ConnectionState.WAITING);
			server.start();
			assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("up");
			assertThat(calls).isEmpty();
			assertThat(awaitFailure().failureKind()).get().isIn(FailureKind.CLOSED_BY_PEER, FailureKind.RESET);
			assertThat(output.getErr()).isEmpty();
		}
	}

	@Test
	void a_refused_connection_says_so(CapturedOutput output) throws Exception {
		NatsServer server = new NatsServer();
		server.close();
		start(connector(), "nats://user:s3cret@" + server.address());
		ConnectionTransition failure = awaitFailure();
		assertThat(failure.failureKind()).contains(FailureKind.REFUSED);
		assertThat(failure.cause()).get().asString().doesNotContain("s3cret");
		assertThat(output.getErr()).isEmpty();
	}

	@Test
	void a_host_without_an_address_is_unresolved() {
		start(connector(), "nats://nowhere.invalid:4222");
		assertThat(awaitFailure().failureKind()).contains(FailureKind.UNRESOLVED);
	}

	@Test
	void credentials_are_asked_at_each_attempt() throws Exception {
		try (NatsServer server = new NatsServer("--user", "user", "--pass", "right")) {
			AtomicReference<String> password = new AtomicReference<>("wrong");
			start(NatsConnector.builder()
				.credentials(() -> new Credentials("user", password.get().toCharArray()))
				.build(), "nats://" + server.address());
			assertThat(awaitFailure().failureKind()).contains(FailureKind.AUTHENTICATION);
			password.set("right");
			assertThat(this.manager.awaitConnection(SOON)).isNotNull();
		}
	}

	@Test
	void credentials_may_be_part_of_the_url() throws Exception {
		try (NatsServer server = new NatsServer("--user", "user", "--pass", "p:a@ss")) {
			assertThat(start(connector(), "nats://user:p%3Aa%40ss@" + server.address()).awaitConnection(SOON))
				.isNotNull();
		}
	}

	@Test
	void a_user_name_alone_in_the_url_is_a_token() throws Exception {
		try (NatsServer server = new NatsServer("--auth", "t0ken")) {
			assertThat(start(connector(), "nats://t0ken@" + server.address()).awaitConnection(SOON)).isNotNull();
		}
	}

	@Test
	void a_password_alone_is_a_token() throws Exception {
		try (NatsServer server = new NatsServer("--auth", "t0ken")) {
			Connector<Connection> connector = NatsConnector.builder()
				.credentials(() -> new Credentials("", "t0ken".toCharArray()))
				.build();
			assertThat(start(connector, "nats://" + server.address()).awaitConnection(SOON)).isNotNull();
		}
	}

	@Test
	void a_server_that_ends_the_handshake_is_noticed_at_once() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.send(socket, FakeServer.INFO);
			socket.getInputStream().read();
			FakeServer.send(socket, "-ERR 'maximum connections exceeded'\r\n");
			socket.shutdownOutput();
		})) {
			start(connector(), server.url().toString());
			ConnectionTransition failure = awaitFailure();
			assertThat(failure.failureKind()).contains(FailureKind.CLOSED_BY_PEER);
			assertThat(failure.cause()).get().asString().contains("maximum connections exceeded");
		}
	}

	@Test
	void a_server_that_drops_the_connection_without_a_word_is_noticed_at_once() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.send(socket, FakeServer.INFO);
			socket.getInputStream().read();
			socket.close();
		})) {
			start(connector(), server.url().toString());
			assertThat(awaitFailure().failureKind()).get().isIn(FailureKind.CLOSED_BY_PEER, FailureKind.RESET);
		}
	}

	@Test
	void a_server_of_another_protocol_is_a_violation_of_the_protocol() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> FakeServer.send(socket, "220 mail ready\r\n"))) {
			start(connector(), server.url().toString());
			assertThat(awaitFailure().failureKind()).contains(FailureKind.PROTOCOL);
		}
	}

	@Test
	void a_stop_during_the_handshake_leaves_nothing_open() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> FakeServer.send(socket, FakeServer.INFO))) {
			start(connector(), server.url().toString());
			await().until(() -> !server.accepted.isEmpty());
			this.manager.close();
			assertThat(isClosedByClient(server.accepted.peek())).isTrue();
			await().until(() -> threads() == 0);
		}
	}

	@Test
	void a_stop_before_the_server_says_anything_leaves_nothing_open() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
		})) {
			start(connector(), server.url().toString());
			await().until(() -> !server.accepted.isEmpty());
			this.manager.close();
			assertThat(isClosedByClient(server.accepted.peek())).isTrue();
		}
	}

	private static boolean isClosedByClient(Socket socket) throws Exception {
		socket.setSoTimeout(10_000);
		int read = 0;
		try {
			while (read >= 0) {
				read = socket.getInputStream().read(new byte[1024]);
			}
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
		return true;
	}

	@Test
	void a_connection_that_the_application_closes_is_lost_on_request() throws Exception {
		try (NatsServer server = new NatsServer()) {
			start(connector(), "nats://" + server.address()).awaitConnection(SOON).close();
			assertThat(awaitFailure().failureKind()).contains(FailureKind.REQUESTED);
		}
	}

	@Test
	void lame_duck_mode_is_a_detail() throws Exception {
		try (NatsServer server = new NatsServer()) {
			start(connector(), "nats://" + server.address()).awaitConnection(SOON);
			server.enterLameDuckMode();
			await().untilAsserted(() -> assertThat(this.manager.snapshot().details()).containsKey("lame duck"));
			assertThat(this.manager.isConnected()).isTrue();
		}
	}

	@Test
	void an_error_that_concerns_one_subject_is_a_detail(@TempDir Path folder) throws Exception {
		Path configuration = Files.writeString(folder.resolve("nats.conf"), """
				authorization {
					users = [{ user: user, password: password, permissions: { publish: "allowed" } }]
				}
				""");
		try (NatsServer server = new NatsServer("-c", configuration.toString())) {
			start(connector(), "nats://user:password@" + server.address()).awaitConnection(SOON)
				.publish("denied", new byte[0]);
			await().untilAsserted(() -> assertThat(this.manager.snapshot().details()).extractingByKey("last error")
				.asString()
				.contains("Permissions Violation"));
			assertThat(this.manager.isConnected()).isTrue();
		}
	}

	@Test
	void listeners_of_the_application_are_called_as_well() throws Exception {
		try (NatsServer server = new NatsServer()) {
			BlockingQueue<Object> calls = new LinkedBlockingQueue<>();
			start(NatsConnector.builder()
				.customizer((options) -> options.connectionListener((connection, event) -> calls.add(event))
					.errorListener(new ErrorListener() {
						@Override
						public void exceptionOccurred(Connection connection, Exception exception) {
							calls.add(exception);
						}
					}))
				.build(), "nats://" + server.address());
			assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo(ConnectionListener.Events.CONNECTED);
			server.kill();
			await().until(() -> calls.contains(ConnectionListener.Events.CLOSED));
		}
	}

	@Test
	void a_customizer_must_not_add_servers() {
		start(NatsConnector.builder().customizer((options) -> options.server("nats://other.example:4222")).build(),
				"nats://127.0.0.1:1");
		await().until(() -> this.manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(awaitFailure().cause()).get().asString().contains("customizer");
	}

	@Test
	void reconnecting_leaves_no_threads_behind() throws Exception {
		try (NatsServer server = new NatsServer()) {
			Connection connection = start(connector(), "nats://" + server.address()).awaitConnection(SOON);
			for (int i = 0; i < 50; i++) {
				Connection last = connection;
				this.manager.reconnect();
				connection = await().pollInterval(Duration.ofMillis(2))
					.until(() -> this.manager.connection().filter((it) -> it != last).orElse(null), (it) -> it != null);
			}
			// Reader, writer and timer of the one that is left.
			await().until(() -> threads() <= 4);
			this.manager.close();
			await().until(() -> threads() == 0);
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((it) -> it.getName().startsWith("connection-manager-nats") || it.getName().startsWith("pool-")
					|| it.getName().startsWith("nats"))
			.count();
	}

}
