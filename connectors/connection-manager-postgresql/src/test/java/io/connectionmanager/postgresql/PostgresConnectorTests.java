package io.connectionmanager.postgresql;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.test.FaultProxy;
import io.connectionmanager.testing.RecordingListener;
import io.connectionmanager.testing.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PostgresConnectorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static SharedPostgres server;

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	private final Notifications notifications = new Notifications();

	private final RecordingSubscriber<PGConnection> subscriber = new RecordingSubscriber<>();

	private final RecordingListener transitions = new RecordingListener();

	@BeforeAll
	static void createDatabase() throws SQLException {
		server = new SharedPostgres();
	}

	@AfterAll
	static void dropDatabase() throws SQLException {
		if (server != null) {
			server.close();
		}
	}

	@AfterEach
	void closeManagers() {
		this.managers.forEach(ConnectionManager::close);
	}

	@Test
	void notifications_reach_the_listener_in_order() throws Exception {
		started(server.url(), this.notifications, "orders", "prices");
		for (int i = 1; i <= 5; i++) {
			server.execute("NOTIFY orders, '" + i + "'");
		}
		server.execute("NOTIFY prices");
		await().untilAsserted(() -> assertThat(this.notifications.received()).containsExactly("orders=1", "orders=2",
				"orders=3", "orders=4", "orders=5", "prices="));
	}

	@Test
	void channel_names_are_quoted() throws Exception {
		String channel = "Or\"ders\"; DROP TABLE x; -- 'ü";
		started(server.url(), this.notifications, channel);
		server.execute("SELECT pg_notify('" + channel.replace("'", "''") + "', 'x')");
		await().untilAsserted(() -> assertThat(this.notifications.received()).containsExactly(channel + "=x"));
	}

	@Test
	void jdbc_urls_are_accepted() {
		ConnectionManager<PGConnection> manager = manager("jdbc:" + server.url() + "?ApplicationName=by-jdbc",
				this.notifications, "orders");
		manager.start();
		await().until(manager::isConnected);
		await().untilAsserted(() -> assertThat(sessions("by-jdbc")).hasSize(1));
	}

	@Test
	void the_session_is_named_after_the_connection_and_ends_with_it() throws Exception {
		ConnectionManager<PGConnection> manager = started(server.url(), this.notifications, "orders");
		await().untilAsserted(() -> assertThat(sessions("feed")).hasSize(1));
		// Virtual threads, which the engine uses from Java 24 on, cannot be listed.
		int listed = (Runtime.version().feature() < 24) ? 1 : 0;
		await().untilAsserted(() -> assertThat(waitingThreads()).hasSize(listed));
		manager.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
		await().untilAsserted(() -> assertThat(sessions("feed")).isEmpty());
		await().untilAsserted(() -> assertThat(waitingThreads()).isEmpty());
	}

	@Test
	void a_terminated_session_is_one_loss_and_one_new_connection() throws Exception {
		ConnectionManager<PGConnection> manager = started(server.url(), this.notifications, "orders");
		server.execute("SELECT pg_terminate_backend(" + manager.requireConnection().getBackendPID() + ")");
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected", "disconnected", "connected"));
		assertThat(lossOf(this.transitions)).isEqualTo(FailureKind.CLOSED_BY_PEER);
		server.execute("NOTIFY orders, 'again'");
		await().untilAsserted(() -> assertThat(this.notifications.received()).containsExactly("orders=again"));
	}

	@Test
	void a_connection_that_the_application_closes_is_opened_again() throws Exception {
		ConnectionManager<PGConnection> manager = started(server.url(), this.notifications, "orders");
		((Connection) manager.requireConnection()).close();
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected", "disconnected", "connected"));
	}

	@Test
	void a_listener_that_throws_receives_the_next_notification() throws Exception {
		started(server.url(), (notification) -> {
			this.notifications.onNotification(notification);
			Thread.currentThread().interrupt();
			throw new IllegalStateException("not this one");
		}, "orders");
		server.execute("NOTIFY orders, '1'");
		await().untilAsserted(() -> assertThat(this.notifications.received()).hasSize(1));
		server.execute("NOTIFY orders, '2'");
		await().untilAsserted(() -> assertThat(this.notifications.received()).hasSize(2));
		assertThat(told()).containsExactly("connected");
	}

	@Test
	void a_listener_can_give_the_connection_up() throws Exception {
		started(server.url(), (notification) -> {
			throw new ConnectionUnusableException("out of step");
		}, "orders");
		server.execute("NOTIFY orders");
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected", "disconnected", "connected"));
	}

	@Test
	void queries_on_the_connection_find_a_gap_between_two_waits() throws Exception {
		ConnectionManager<PGConnection> manager = started(server.url(), this.notifications, "orders");
		Connection connection = (Connection) manager.requireConnection();
		for (int i = 0; i < 5; i++) {
			try (Statement statement = connection.createStatement();
					ResultSet row = statement.executeQuery("SELECT " + i)) {
				assertThat(row.next()).isTrue();
				assertThat(row.getInt(1)).isEqualTo(i);
			}
		}
		server.execute("NOTIFY orders, 'x'");
		await().untilAsserted(() -> assertThat(this.notifications.received()).containsExactly("orders=x"));
	}

	@Test
	void a_transaction_delays_notifications_until_its_end() throws Exception {
		ConnectionManager<PGConnection> manager = started(server.url(), this.notifications, "orders");
		Connection connection = (Connection) manager.requireConnection();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT 1");
		}
		server.execute("NOTIFY orders, 'x'");
		connection.commit();
		connection.setAutoCommit(true);
		await().untilAsserted(() -> assertThat(this.notifications.received()).containsExactly("orders=x"));
	}

	@Test
	void a_server_that_falls_silent_during_a_transaction_is_noticed() throws Exception {
		try (FaultProxy proxy = FaultProxy.to(server.address())) {
			PostgresConnector connector = PostgresConnector.builder()
				.channels("orders")
				.listener(this.notifications)
				.build();
			ConnectionManager<PGConnection> manager = built(server.urlAt("127.0.0.1:" + proxy.address().getPort()),
					connector,
					(builder) -> builder.settings(ConnectionSettings.builder()
						.keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(1))
						.build()));
			manager.start();
			await().until(manager::isConnected);
			((Connection) manager.requireConnection()).setAutoCommit(false);
			proxy.silence();
			await().untilAsserted(() -> assertThat(told()).contains("disconnected"));
			assertThat(lossOf(this.transitions)).isEqualTo(FailureKind.LIVENESS);
		}
	}

	@Test
	void stopping_does_not_wait_for_a_listener_that_hangs() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		ConnectionManager<PGConnection> manager = started(server.url(), (notification) -> {
			entered.countDown();
			awaitUninterruptibly(release);
		}, "orders");
		server.execute("NOTIFY orders");
		assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
		manager.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
		await().untilAsserted(() -> assertThat(sessions("feed")).isEmpty());
		release.countDown();
		await().untilAsserted(() -> assertThat(waitingThreads()).isEmpty());
	}

	@Test
	void an_unknown_database_stops_the_retries() {
		ConnectionManager<PGConnection> manager = manager(server.url() + "_missing", this.notifications, "orders");
		manager.start();
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(this.transitions.transitions()).last()
			.satisfies((it) -> assertThat(it.cause().orElseThrow()).hasRootCauseMessage("FATAL: database \""
					+ server.url().substring(server.url().lastIndexOf('/') + 1) + "_missing\" does not exist"));
	}

	@Test
	void an_unknown_role_is_an_authentication_failure() {
		ConnectionManager<PGConnection> manager = manager(server.url().replaceFirst("//[^@]*@", "//no_such_role@"),
				this.notifications, "orders");
		manager.start();
		await().untilAsserted(() -> assertThat(this.transitions.transitions())
			.anyMatch((it) -> it.failureKind().filter(FailureKind.AUTHENTICATION::equals).isPresent()));
	}

	@Test
	void an_ssl_context_with_a_mode_that_verifies_nothing_is_rejected() throws Exception {
		SSLContext context = SSLContext.getDefault();
		ConnectionManager<PGConnection> manager = built(server.url() + "?sslmode=require",
				PostgresConnector.builder()
					.channels("orders")
					.listener(this.notifications)
					.sslContext(() -> context)
					.build());
		manager.start();
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(this.transitions.transitions()).last()
			.satisfies((it) -> assertThat(it.cause().orElseThrow()).isInstanceOf(ConnectionRejectedException.class)
				.hasMessageContaining("sslmode=require"));
	}

	private List<String> told() {
		return this.subscriber.calls().stream().map((it) -> it.connected() ? "connected" : "disconnected").toList();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	static FailureKind lossOf(RecordingListener listener) {
		return listener.transitions()
			.stream()
			.filter((it) -> it.from() == ConnectionState.CONNECTED)
			.findFirst()
			.flatMap((it) -> it.failureKind())
			.orElseThrow();
	}

	private static List<Thread> waitingThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((it) -> it.getName().equals("connection-manager-feed-notifications"))
			.toList();
	}

	private static List<Integer> sessions(String application) throws SQLException {
		List<Integer> processIds = new ArrayList<>();
		try (Connection connection = server.connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE application_name = '"
						+ application + "' AND datname = current_database()")) {
			while (rows.next()) {
				processIds.add(rows.getInt(1));
			}
		}
		return processIds;
	}

	private ConnectionManager<PGConnection> started(String url, PostgresNotificationListener listener,
			String... channels) {
		ConnectionManager<PGConnection> manager = manager(url, listener, channels);
		manager.start();
		await().until(manager::isConnected);
		await().untilAsserted(() -> assertThat(told()).containsExactly("connected"));
		return manager;
	}

	private ConnectionManager<PGConnection> manager(String url, PostgresNotificationListener listener,
			String... channels) {
		return built(url, PostgresConnector.builder().channels(channels).listener(listener).build());
	}

	private ConnectionManager<PGConnection> built(String url, PostgresConnector connector) {
		return built(url, connector, (builder) -> {
		});
	}

	private ConnectionManager<PGConnection> built(String url, PostgresConnector connector,
			Consumer<ConnectionManager.Builder<PGConnection>> customizer) {
		ConnectionManager.Builder<PGConnection> builder = ConnectionManager.builder("feed", connector)
			.endpoint(URI.create(url))
			.subscriber(this.subscriber)
			.listener(this.transitions);
		customizer.accept(builder);
		ConnectionManager<PGConnection> manager = builder.timeout(TIMEOUT)
			.reconnectAfter(Duration.ofMillis(20))
			.build();
		this.managers.add(manager);
		return manager;
	}

}
