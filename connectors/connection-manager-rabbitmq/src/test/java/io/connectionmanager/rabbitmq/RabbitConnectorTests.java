package io.connectionmanager.rabbitmq;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;
import io.connectionmanager.KeepAliveProbe;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.testing.RecordingListener;
import io.connectionmanager.testing.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RabbitConnectorTests {

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	private final RecordingSubscriber<Connection> subscriber = new RecordingSubscriber<>();

	private final RecordingListener transitions = new RecordingListener();

	@BeforeAll
	static void requireBroker() {
		SharedBroker.require();
	}

	@AfterEach
	void closeManagers() {
		this.managers.forEach(ConnectionManager::close);
	}

	@Test
	void messages_are_published_and_consumed() throws Exception {
		ConnectionManager<Connection> manager = started(SharedBroker.url());
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		try (Channel channel = manager.requireConnection().createChannel()) {
			String queue = channel.queueDeclare().getQueue();
			channel.basicConsume(queue, true, (tag, delivery) -> received.add(new String(delivery.getBody(), "UTF-8")),
					(tag) -> {
					});
			channel.basicPublish("", queue, null, "hello".getBytes("UTF-8"));
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
		}
	}

	@Test
	void the_connection_is_named_after_its_manager_and_does_not_recover_itself() {
		Connection connection = started(SharedBroker.url()).requireConnection();
		assertThat(connection.getClientProvidedName()).isEqualTo("feed");
		assertThat(connection).isNotInstanceOf(com.rabbitmq.client.Recoverable.class);
	}

	@Test
	void the_heartbeat_follows_from_the_keep_alive() {
		ConnectionManager<Connection> manager = build(SharedBroker.url(), RabbitConnector.builder().build(),
				Duration.ofSeconds(7), Duration.ofSeconds(10));
		manager.start();
		await().until(manager::isConnected);
		assertThat(manager.requireConnection().getHeartbeat()).isEqualTo(7);
	}

	@Test
	void a_connection_that_the_application_closes_is_opened_again() throws Exception {
		ConnectionManager<Connection> manager = started(SharedBroker.url());
		manager.requireConnection().close();
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected", "disconnected", "connected"));
		assertThat(loss().failureKind()).contains(FailureKind.REQUESTED);
	}

	@Test
	void a_mistake_that_ends_the_connection_is_a_protocol_failure() throws Exception {
		ConnectionManager<Connection> manager = started(SharedBroker.url());
		Channel channel = manager.requireConnection().createChannel();
		try {
			// No content may follow this method: the broker ends the whole connection.
			channel.asyncRpc(new com.rabbitmq.client.AMQP.Connection.Blocked.Builder().reason("x").build());
		}
		catch (ShutdownSignalException ex) {
			// expected
		}
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected", "disconnected", "connected"));
		assertThat(loss().failureKind()).contains(FailureKind.PROTOCOL);
	}

	@Test
	void a_missing_virtual_host_stops_the_retries() {
		ConnectionManager<Connection> manager = manager(SharedBroker.url() + "/no-such-vhost",
				RabbitConnector.builder().build());
		manager.start();
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(failure()).isInstanceOf(ConnectionRejectedException.class)
			.hasMessageContaining("virtual host 'no-such-vhost'")
			.hasMessageContaining("530");
	}

	@Test
	@SuppressWarnings("deprecation")
	void a_customizer_that_chooses_another_transport_stops_the_retries() {
		ConnectionManager<Connection> manager = manager(SharedBroker.url(),
				RabbitConnector.builder().customizer(ConnectionFactory::useNio).build());
		manager.start();
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(failure()).isInstanceOf(ConnectionRejectedException.class).hasMessageContaining("NIO or Netty");
	}

	@Test
	void a_server_that_does_not_speak_amqp_is_a_protocol_failure() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			ConnectionManager<Connection> manager = manager("amqp://localhost:" + server.getLocalPort(),
					RabbitConnector.builder().build());
			manager.start();
			try (Socket peer = server.accept()) {
				peer.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("UTF-8"));
				await().until(() -> manager.snapshot().lastFailure().isPresent());
			}
			assertThat(failure()).hasMessageContaining("not AMQP");
			assertThat(this.transitions.transitions().stream().flatMap((it) -> it.failureKind().stream()).findFirst())
				.contains(FailureKind.PROTOCOL);
		}
	}

	@Test
	void a_slash_at_the_end_of_the_url_is_explained() {
		ConnectionManager<Connection> manager = manager(SharedBroker.url() + "/", RabbitConnector.builder().build());
		manager.start();
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(failure()).hasMessageContaining("the URL ends with a slash");
	}

	@Test
	void a_wrong_password_is_an_authentication_failure_until_it_is_corrected() {
		List<char[]> passwords = new ArrayList<>(List.of("s3cret-wrong".toCharArray(), "guest".toCharArray()));
		ConnectionManager<Connection> manager = ConnectionManager
			.builder("feed",
					RabbitConnector.builder().credentials(() -> new Credentials("guest", passwords.remove(0))).build())
			.endpoint(URI.create(SharedBroker.urlWithoutCredentials()))
			.settings(settings().toBuilder().authenticationDelay(Duration.ofMillis(50)).build())
			.listener(this.transitions)
			.build();
		this.managers.add(manager);
		manager.start();
		await().until(manager::isConnected);
		ConnectionTransition failed = this.transitions.transitions()
			.stream()
			.filter((it) -> it.failureKind().isPresent())
			.findFirst()
			.orElseThrow();
		assertThat(failed.failureKind()).contains(FailureKind.AUTHENTICATION);
		assertThat(failed.cause().orElseThrow()).hasStackTraceContaining("ACCESS_REFUSED")
			.satisfies((it) -> assertThat(it.toString()).doesNotContain("s3cret"));
	}

	@Test
	void an_ssl_context_for_a_plain_url_is_rejected() throws Exception {
		SSLContext context = SSLContext.getDefault();
		ConnectionManager<Connection> manager = manager(SharedBroker.url(),
				RabbitConnector.builder().sslContext(() -> context).build());
		manager.start();
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(failure()).hasMessageContaining("use amqps");
	}

	@Test
	void a_customizer_does_not_replace_what_the_connector_needs() {
		ConnectionManager<Connection> manager = manager(SharedBroker.url(),
				RabbitConnector.builder().customizer((factory) -> {
					factory.setAutomaticRecoveryEnabled(true);
					factory.setHost("nowhere.invalid");
					factory.setClientProperties(Map.of("product", "custom"));
				}).build());
		manager.start();
		await().until(manager::isConnected);
		assertThat(manager.requireConnection().getClientProperties()).containsEntry("product", "custom");
	}

	@Test
	void no_thread_is_left_after_many_connections() {
		ConnectionManager<Connection> manager = started(SharedBroker.url());
		for (int i = 1; i <= 20; i++) {
			int cycle = i;
			manager.reconnect();
			await().untilAsserted(() -> assertThat(told()).hasSize(2 * cycle + 1));
		}
		manager.close();
		await().untilAsserted(() -> assertThat(clientThreads()).isEmpty());
	}

	@Test
	void a_consumer_that_cannot_keep_up_is_not_taken_for_a_silent_broker() throws Exception {
		AtomicInteger probes = new AtomicInteger();
		RabbitConnector connector = RabbitConnector.builder().build();
		ConnectionManager<Connection> manager = build(SharedBroker.url(),
				Connector.signalling((attempt) -> connector.open(counting(attempt, probes)), connector::close),
				Duration.ofMillis(200), Duration.ofSeconds(1));
		manager.subscribe(this.subscriber);
		manager.start();
		await().until(manager::isConnected);
		CountDownLatch release = new CountDownLatch(1);
		Channel channel = manager.requireConnection().createChannel();
		String queue = channel.queueDeclare().getQueue();
		// More than the client queues for a consumer before it stops reading.
		for (int i = 0; i < 3000; i++) {
			channel.basicPublish("", queue, null, new byte[1]);
		}
		CountDownLatch all = new CountDownLatch(3000);
		channel.basicConsume(queue, true, (tag, delivery) -> {
			awaitUninterruptibly(release);
			all.countDown();
		}, (tag) -> {
		});
		// Longer than interval and timeout together.
		await().until(() -> probes.get() >= 5);
		release.countDown();
		assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(told()).containsExactly("connected");
	}

	/** Counts how often the connection had been silent for the interval. */
	private static ConnectionAttempt counting(ConnectionAttempt attempt, AtomicInteger probes) {
		return (ConnectionAttempt) Proxy.newProxyInstance(RabbitConnectorTests.class.getClassLoader(),
				new Class<?>[] { ConnectionAttempt.class }, (proxy, method, arguments) -> {
					if (!method.getName().equals("keepAlive")) {
						return method.invoke(attempt, arguments);
					}
					KeepAliveProbe probe = (KeepAliveProbe) arguments[0];
					attempt.keepAlive(() -> {
						probes.incrementAndGet();
						probe.probe();
					});
					return null;
				});
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	private static List<String> clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((it) -> it.contains("connection-manager-feed-amqp") || it.contains("AMQP Connection"))
			.toList();
	}

	private List<String> told() {
		return this.subscriber.calls().stream().map((it) -> it.connected() ? "connected" : "disconnected").toList();
	}

	private ConnectionTransition loss() {
		return this.transitions.transitions()
			.stream()
			.filter((it) -> it.from() == ConnectionState.CONNECTED)
			.findFirst()
			.orElseThrow();
	}

	private Throwable failure() {
		return this.transitions.transitions().stream().flatMap((it) -> it.cause().stream()).findFirst().orElseThrow();
	}

	private ConnectionManager<Connection> started(String url) {
		ConnectionManager<Connection> manager = manager(url, RabbitConnector.builder().build());
		manager.subscribe(this.subscriber);
		manager.start();
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected"));
		return manager;
	}

	private ConnectionManager<Connection> manager(String url, RabbitConnector connector) {
		return build(url, connector, Duration.ofSeconds(30), Duration.ofSeconds(10));
	}

	private static io.connectionmanager.ConnectionSettings settings() {
		return io.connectionmanager.ConnectionSettings.builder()
			.timeout(Duration.ofSeconds(10))
			.reconnectAfter(Duration.ofMillis(20))
			.build();
	}

	private ConnectionManager<Connection> build(String url, Connector<Connection> connector, Duration interval,
			Duration timeout) {
		ConnectionManager<Connection> manager = ConnectionManager.builder("feed", connector)
			.endpoint(URI.create(url))
			.settings(settings().toBuilder().keepAlive(interval, timeout).build())
			.listener(this.transitions)
			.build();
		this.managers.add(manager);
		return manager;
	}

}
