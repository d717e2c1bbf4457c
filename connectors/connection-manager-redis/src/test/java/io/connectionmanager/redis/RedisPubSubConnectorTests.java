package io.connectionmanager.redis;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.Transports;
import io.netty.channel.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

class RedisPubSubConnectorTests {

	private final String channel = "connection-manager:" + UUID.randomUUID();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<FailureKind> failures = new CopyOnWriteArrayList<>();

	private final List<ConnectionManager<?>> managers = new CopyOnWriteArrayList<>();

	@AfterEach
	void closeManagers() {
		this.managers.forEach(ConnectionManager::close);
	}

	@Test
	void messages_on_channels_and_patterns_reach_the_listener() throws Exception {
		var connector = RedisPubSubConnector.builder()
			.channels(this.channel)
			.patterns(this.channel + ".*")
			.listener(new Recorder());
		var manager = start(RedisServers.uri(RedisServers.shared()), connector);
		var connection = manager.awaitConnection(Duration.ofSeconds(30));
		connection.sync().publish(this.channel, "to the channel");
		connection.sync().publish(this.channel + ".a", "to the pattern");
		await().until(() -> this.received.containsAll(List.of("to the channel", "to the pattern")));
	}

	@Test
	void a_listener_that_throws_receives_the_next_message() throws Exception {
		var connector = RedisPubSubConnector.builder().channels(this.channel).listener(new Recorder() {

			@Override
			public void message(String channel, String message) {
				super.message(channel, message);
				throw new IllegalStateException("planned");
			}

		});
		var connection = start(RedisServers.uri(RedisServers.shared()), connector)
			.awaitConnection(Duration.ofSeconds(30));
		connection.sync().publish(this.channel, "1");
		connection.sync().publish(this.channel, "2");
		await().until(() -> this.received.equals(List.of("1", "2")));
	}

	@Test
	void a_slow_listener_neither_blocks_the_connection_nor_loses_messages() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		var connector = RedisPubSubConnector.builder().channels(this.channel).listener(new Recorder() {

			@Override
			public void message(String channel, String message) {
				awaitQuietly(released);
				super.message(channel, message);
			}

		});
		int count = 3 * ListenerQueue.PAUSE_AT;
		var manager = start(RedisServers.uri(RedisServers.shared()), connector);
		manager.awaitConnection(Duration.ofSeconds(30));
		var other = start(RedisServers.uri(RedisServers.shared()), RedisPubSubConnector.builder());
		var publisher = other.awaitConnection(Duration.ofSeconds(30));
		for (int i = 0; i < count; i++) {
			publisher.async().publish(this.channel, String.valueOf(i));
		}
		assertThat(publisher.sync().ping()).isEqualTo("PONG");
		released.countDown();
		await().until(() -> this.received.size() == count);
		assertThat(this.received).startsWith("0", "1").endsWith(String.valueOf(count - 1));
		assertThat(manager.snapshot().disconnects()).isZero();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void survives_a_killed_server() throws Exception {
		try (ServerProcess server = RedisServers.start()) {
			var connector = RedisPubSubConnector.builder().channels(this.channel).listener(new Recorder());
			var manager = start(RedisServers.uri(server), connector);
			var first = manager.awaitConnection(Duration.ofSeconds(30));
			server.kill();
			await().until(() -> !manager.isConnected());
			assertThat(this.failures.get(0)).isIn(FailureKind.CLOSED_BY_PEER, FailureKind.RESET);
			server.start();
			var second = manager.awaitConnection(Duration.ofSeconds(30));
			assertThat(second).isNotSameAs(first);
			assertThatException().isThrownBy(() -> first.sync().ping());
			second.sync().publish(this.channel, "again");
			await().until(() -> this.received.contains("again"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "'',authentication", ":wrong@,authentication", "planted-secret@,none", ":planted-secret@,none",
			"default:planted-secret@,none", "nobody:planted-secret@,authentication" })
	void credentials_of_the_url_are_used(String userInfo, String expected) throws Exception {
		try (ServerProcess server = RedisServers.start("--requirepass", "planted-secret")) {
			var manager = start(RedisServers.uri(server, userInfo), RedisPubSubConnector.builder());
			if (expected.equals("none")) {
				assertThat(manager.awaitConnection(Duration.ofSeconds(30)).sync().ping()).isEqualTo("PONG");
			}
			else {
				await().until(() -> !this.failures.isEmpty());
				assertThat(this.failures.get(0)).hasToString(expected);
				assertThat(manager.snapshot().lastFailure().orElseThrow()).message().doesNotContain("planted");
			}
		}
	}

	@Test
	void a_channel_that_is_not_permitted_is_an_authentication_failure() throws Exception {
		try (ServerProcess server = RedisServers.start("--user", "reader", "on", "nopass", "resetchannels",
				"&permitted", "+@all")) {
			start(RedisServers.uri(server, "reader:any@"),
					RedisPubSubConnector.builder().channels("forbidden").listener(new Recorder()));
			await().until(() -> this.failures.contains(FailureKind.AUTHENTICATION));
		}
	}

	@Test
	void the_path_selects_the_database() throws Exception {
		var manager = start(URI.create(RedisServers.uri(RedisServers.shared()) + "/3"), RedisPubSubConnector.builder());
		assertThat(manager.awaitConnection(Duration.ofSeconds(30)).sync().clientInfo()).contains(" db=3 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://127.0.0.1:6379/99", "redis://127.0.0.1/first", "redis://one:1,two:2/0",
			"redis-sentinel://127.0.0.1:26379/0#main", "redis-socket:///tmp/redis.sock",
			"redis://127.0.0.1?timeout=1s" })
	void a_url_that_cannot_work_stops_the_retries(String url) {
		RedisServers.shared();
		var manager = start(URI.create(url), RedisPubSubConnector.builder());
		await().until(() -> manager.snapshot().state() == ConnectionState.SUSPENDED);
		assertThat(manager.snapshot().lastFailure().orElseThrow()).isInstanceOf(ConnectionRejectedException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-LOADING Redis is loading the dataset in memory\r\n",
			"-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n" })
	void a_server_that_is_not_ready_is_tried_again(String answer) throws Exception {
		try (ScriptedRedis server = new ScriptedRedis(
				Map.of("HELLO", ScriptedRedis.HELLO, "CLIENT", "+OK\r\n", "PING", answer))) {
			var manager = start(server.uri(), RedisPubSubConnector.builder());
			await().until(() -> this.failures.size() > 1);
			assertThat(this.failures).containsOnly(FailureKind.OTHER);
			assertThat(manager.snapshot().lastFailure().orElseThrow()).hasMessageContaining(answer.substring(1, 8));
		}
	}

	@Test
	void a_command_that_meets_a_read_only_replica_is_a_loss() throws Exception {
		try (ServerProcess server = RedisServers.start()) {
			var manager = start(RedisServers.uri(server), RedisPubSubConnector.builder());
			var connection = manager.awaitConnection(Duration.ofSeconds(30));
			connection.sync().replicaof("127.0.0.1", 1);
			connection.async().set("key", "value");
			await().until(() -> manager.snapshot().disconnects() == 1);
			assertThat(this.failures).first().isEqualTo(FailureKind.OTHER);
		}
	}

	/**
	 * Before Redis 6, there was no HELLO; a ping has another answer after subscribing.
	 */
	@Test
	void pings_and_messages_pass_after_subscribing_with_the_old_protocol() throws Exception {
		try (ServerProcess server = RedisServers.start("--rename-command", "HELLO", "")) {
			var connector = RedisPubSubConnector.builder().channels(this.channel).listener(new Recorder());
			var connection = start(RedisServers.uri(server), connector).awaitConnection(Duration.ofSeconds(30));
			var publisher = start(RedisServers.uri(server), RedisPubSubConnector.builder())
				.awaitConnection(Duration.ofSeconds(30));
			for (int i = 0; i < 3; i++) {
				var pong = connection.async().ping();
				publisher.sync().publish(this.channel, String.valueOf(i));
				await().until(() -> pong.toCompletableFuture().isDone());
			}
			await().until(() -> this.received.equals(List.of("0", "1", "2")));
		}
	}

	@Test
	void a_stalled_handshake_is_aborted_at_the_timeout() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			var manager = manager(URI.create("redis://127.0.0.1:" + server.getLocalPort()),
					RedisPubSubConnector.builder())
				.timeout(Duration.ofMillis(300))
				.build();
			this.managers.add(manager);
			manager.start();
			try (Socket socket = server.accept()) {
				while (socket.getInputStream().read() >= 0) {
					// until it is closed
				}
			}
			await().until(() -> this.failures.contains(FailureKind.TIMEOUT));
		}
	}

	@Test
	void a_channel_that_is_created_after_the_attempt_has_ended_is_closed() throws Exception {
		BlockingQueue<Channel> created = new LinkedBlockingQueue<>();
		CountDownLatch released = new CountDownLatch(1);
		ClientResources resources = ClientResources.builder().nettyCustomizer(new NettyCustomizer() {

			@Override
			public void afterChannelInitialized(Channel channel) {
				created.add(channel);
				awaitQuietly(released);
			}

		}).build();
		// Held here, or it would end with the only client, and its channels with it.
		resources.eventLoopGroupProvider().allocate(Transports.eventLoopGroupClass());
		try {
			var manager = start(RedisServers.uri(RedisServers.shared()),
					RedisPubSubConnector.builder().clientResources(resources));
			Channel channel = created.poll(10, TimeUnit.SECONDS);
			assertThat(channel).isNotNull();
			manager.close();
			released.countDown();
			assertThat(channel.closeFuture().await(10, TimeUnit.SECONDS)).as("closed").isTrue();
		}
		finally {
			released.countDown();
			resources.shutdown(0, 2, TimeUnit.SECONDS);
		}
	}

	private ConnectionManager<StatefulRedisPubSubConnection<String, String>> start(URI uri,
			RedisPubSubConnector.Builder connector) {
		var manager = manager(uri, connector).build();
		this.managers.add(manager);
		manager.start();
		return manager;
	}

	private ConnectionManager.Builder<StatefulRedisPubSubConnection<String, String>> manager(URI uri,
			RedisPubSubConnector.Builder connector) {
		return ConnectionManager.builder("news", connector.build())
			.endpoint(uri)
			.timeout(Duration.ofSeconds(5))
			.reconnectAfter(Duration.ofMillis(50))
			.listener((transition) -> transition.failureKind()
				.filter((kind) -> kind != FailureKind.REQUESTED)
				.ifPresent(this.failures::add));
	}

	private class Recorder extends RedisPubSubAdapter<String, String> {

		@Override
		public void message(String channel, String message) {
			RedisPubSubConnectorTests.this.received.add(message);
		}

		@Override
		public void message(String pattern, String channel, String message) {
			RedisPubSubConnectorTests.this.received.add(message);
		}

	}

}
