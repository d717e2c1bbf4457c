package io.connectionmanager.documentation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.sample.server.Fault;
import io.connectionmanager.sample.server.PriceServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of each connector's page works with its real server, before and after a
 * reconnect, and so does the one without Spring. Servers are used where they run already;
 * a test is skipped without its server, or fails in an environment with {@code CI=true}.
 */
@Timeout(60)
class ConnectorExamplesTests {

	private final String first = "first" + UUID.randomUUID();

	private final String second = "second" + UUID.randomUUID();

	private final String third = "third" + UUID.randomUUID();

	@TempDir
	private Path folder;

	@Test
	void tcp() throws Exception {
		try (LineServer server = new LineServer();
				PageExample example = start("tcp.md", "tcp://localhost:" + server.port())) {
			assertThatItReceives(example, () -> server.send("SAP " + this.first),
					() -> server.send("SAP " + this.second));
			assertThatItReceivesWithoutSpring("tcp.md", "tcp://localhost:" + server.port(),
					() -> server.send("SAP " + this.third));
		}
	}

	@Test
	void websocket() throws Exception {
		try (PriceServer server = new PriceServer(0);
				PageExample example = start("websocket.md", "ws://localhost:%d/prices".formatted(port(server)),
						// The price server has no subprotocols.
						"--connection-manager.connections.prices.options.subprotocols=")) {
			assertThatItReceives(example, () -> server.clients(), "SAP");
			Object connection = example.manager().requireConnection();
			server.apply(Fault.CUT, Duration.ZERO);
			awaitAnother(example, connection);
			await().until(() -> server.clients() == 1);
			assertThatItReceivesWithoutSpring("websocket.md", Map.of(),
					"ws://localhost:%d/prices".formatted(port(server)), () -> server.clients(), "SAP");
		}
	}

	@Test
	void server_sent_events() throws Exception {
		try (EventServer server = new EventServer();
				PageExample example = start("server-sent-events.md",
						"http://localhost:%d/news".formatted(server.port()))) {
			assertThatItReceives(example, () -> server.send("event: headline\ndata: %s\n".formatted(this.first)),
					() -> server.send("event: headline\ndata: %s\n".formatted(this.second)));
			assertThatItReceivesWithoutSpring("server-sent-events.md",
					"http://localhost:%d/news".formatted(server.port()),
					() -> server.send("event: headline\ndata: %s\n".formatted(this.third)));
		}
	}

	@Test
	void netty() throws Exception {
		try (LineServer server = new LineServer();
				PageExample example = start("netty.md", "netty://localhost:" + server.port())) {
			assertThatItReceives(example, () -> server.send(this.first), () -> server.send(this.second));
			assertThatItReceivesWithoutSpring("netty.md", "netty://localhost:" + server.port(),
					() -> server.send(this.third));
		}
	}

	@Test
	void nats() throws Exception {
		InetSocketAddress server = TestServer.externalAddress("NATS_ADDRESS", 4222);
		try (PageExample example = start("nats.md", "nats://" + text(server))) {
			assertThatItReceives(example, () -> example.call("Prices", "publish", "SAP", this.first),
					() -> example.call("Prices", "publish", "SAP", this.second));
			assertThatItReceivesWithoutSpring("nats.md", "nats://" + text(server),
					() -> example.call("Prices", "publish", "SAP", this.third));
		}
	}

	@Test
	void postgresql() throws Exception {
		InetSocketAddress server = TestServer.externalAddress("POSTGRESQL_ADDRESS", 5432);
		String user = System.getenv().getOrDefault("POSTGRESQL_USER", "postgres");
		String password = System.getenv().getOrDefault("POSTGRESQL_PASSWORD", "");
		String url = "postgresql://%s/postgres".formatted(text(server));
		try (java.sql.Connection sender = DriverManager.getConnection("jdbc:" + url, user, password);
				PreparedStatement notify = sender.prepareStatement("SELECT pg_notify('orders', ?)");
				PageExample example = start("postgresql.md", url,
						"--connection-manager.connections.orders.username=" + user,
						"--DATABASE_PASSWORD=" + password)) {
			assertThatItReceives(example, () -> notify(notify, this.first), () -> notify(notify, this.second));
			assertThatItReceivesWithoutSpring("postgresql.md", withUserInfo(url, user, password),
					() -> notify(notify, this.third));
		}
	}

	private static void notify(PreparedStatement statement, String text) throws Exception {
		statement.setString(1, text);
		statement.execute();
	}

	@Test
	void rabbitmq() throws Exception {
		InetSocketAddress server = TestServer.externalAddress("RABBITMQ_ADDRESS", 5672);
		String user = System.getenv().getOrDefault("RABBITMQ_USER", "guest");
		String password = System.getenv().getOrDefault("RABBITMQ_PASSWORD", "guest");
		String queue = "documentation-" + UUID.randomUUID();
		ConnectionFactory factory = new ConnectionFactory();
		factory.setHost(server.getHostString());
		factory.setPort(server.getPort());
		factory.setUsername(user);
		factory.setPassword(password);
		try (com.rabbitmq.client.Connection sender = factory.newConnection();
				Channel channel = sender.createChannel()) {
			Map<String, String> ownQueue = Map.of("queueDeclare(\"orders\",", "queueDeclare(\"%s\",".formatted(queue),
					"basicConsume(\"orders\",", "basicConsume(\"%s\",".formatted(queue));
			try (PageExample example = PageExample.start("rabbitmq.md", this.folder, ownQueue,
					"--connection-manager.connections.orders.url=amqp://" + text(server),
					"--connection-manager.connections.orders.username=" + user, "--BROKER_PASSWORD=" + password)) {
				assertThatItReceives(example, () -> channel.basicPublish("", queue, null, this.first.getBytes()),
						() -> channel.basicPublish("", queue, null, this.second.getBytes()));
				assertThatItReceivesWithoutSpring("rabbitmq.md", ownQueue,
						withUserInfo("amqp://" + text(server), user, password),
						() -> channel.basicPublish("", queue, null, this.third.getBytes()), this.third);
			}
			finally {
				channel.queueDelete(queue);
			}
		}
	}

	@Test
	void mqtt() throws Exception {
		InetSocketAddress server = TestServer.externalAddress("MQTT_ADDRESS", 1883);
		try (PageExample example = start("mqtt.md", "mqtt://" + text(server))) {
			assertThatItReceives(example, () -> example.call("Alarms", "raise", this.first),
					() -> example.call("Alarms", "raise", this.second));
			assertThatItReceivesWithoutSpring("mqtt.md", "mqtt://" + text(server),
					() -> example.call("Alarms", "raise", this.third));
		}
	}

	@Test
	void redis() throws Exception {
		InetSocketAddress server = TestServer.externalAddress("REDIS_ADDRESS", 6379);
		String url = "redis://" + text(server);
		RedisClient client = RedisClient.create(url);
		try (StatefulRedisConnection<String, String> sender = client.connect();
				PageExample example = start("redis.md", url)) {
			assertThatItReceives(example, () -> sender.sync().publish("headlines", this.first),
					() -> sender.sync().publish("headlines", this.second));
			assertThatItReceivesWithoutSpring("redis.md", url, () -> sender.sync().publish("headlines", this.third));
		}
		finally {
			client.shutdown();
		}
	}

	private PageExample start(String page, String url, String... properties) throws Exception {
		String name = Page.read(Path.of("docs", "connectors", page))
			.snippets()
			.stream()
			.filter((snippet) -> snippet.language().equals("yaml"))
			.findFirst()
			.orElseThrow()
			.text()
			.replaceFirst("(?s).*? {4}(\\w+):\n.*", "$1");
		String[] all = new String[properties.length + 1];
		all[0] = "--connection-manager.connections.%s.url=%s".formatted(name, url);
		System.arraycopy(properties, 0, all, 1, properties.length);
		return PageExample.start(page, this.folder, Map.of(), all);
	}

	/**
	 * Sends until the text arrives: some examples subscribe while others are notified of
	 * the connection already.
	 */
	private void assertThatItReceives(PageExample example, Sending sendFirst, Sending sendSecond) throws Exception {
		assertThatItReceives(example, sendFirst, this.first);
		Object connection = example.manager().requireConnection();
		example.manager().reconnect();
		awaitAnother(example, connection);
		assertThatItReceives(example, sendSecond, this.second);
		assertThat(example.manager().snapshot().connects()).isEqualTo(2);
	}

	private static void assertThatItReceives(PageExample example, Sending send, String text) throws Exception {
		example.manager().awaitConnection(Duration.ofSeconds(20));
		await().pollInterval(Duration.ofMillis(200)).until(() -> {
			send.run();
			return example.hasReceived(text);
		});
	}

	private void assertThatItReceivesWithoutSpring(String page, String url, Sending send) throws Exception {
		assertThatItReceivesWithoutSpring(page, Map.of(), url, send, this.third);
	}

	private void assertThatItReceivesWithoutSpring(String page, Map<String, String> replaced, String url, Sending send,
			String text) throws Exception {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		ConnectionManager<?> manager = PageExample.startWithoutSpring(page, this.folder, replaced, URI.create(url),
				received::add);
		try {
			manager.awaitConnection(Duration.ofSeconds(20));
			await().pollInterval(Duration.ofMillis(200)).until(() -> {
				send.run();
				return received.stream().anyMatch((each) -> each.contains(text));
			});
		}
		finally {
			manager.close();
		}
	}

	private static String withUserInfo(String url, String user, String password) {
		return url.replace("://", "://%s:%s@".formatted(user, URLEncoder.encode(password, StandardCharsets.UTF_8)));
	}

	private static void awaitAnother(PageExample example, Object connection) {
		await().until(() -> example.manager().connection().filter((it) -> it != connection).isPresent());
	}

	private static int port(PriceServer server) {
		return server.address().getPort();
	}

	private static String text(InetSocketAddress address) {
		return address.getHostString() + ":" + address.getPort();
	}

	@FunctionalInterface
	private interface Sending {

		void run() throws Exception;

	}

	/** A server that sends lines to whoever connected last. */
	private static class LineServer implements AutoCloseable {

		private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private volatile @Nullable Socket client;

		LineServer() throws Exception {
			Thread acceptor = new Thread(() -> {
				try {
					while (true) {
						Socket accepted = this.socket.accept();
						welcome(accepted);
						this.client = accepted;
					}
				}
				catch (IOException ex) {
					// closed
				}
			});
			acceptor.setDaemon(true);
			acceptor.start();
		}

		void welcome(Socket client) throws IOException {
		}

		int port() {
			return this.socket.getLocalPort();
		}

		void send(String line) throws Exception {
			Socket client = this.client;
			if (client != null) {
				OutputStream out = client.getOutputStream();
				out.write((line + "\n").getBytes());
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
			Socket client = this.client;
			if (client != null) {
				client.close();
			}
		}

	}

	/** A server that answers every request with a stream of events. */
	private static final class EventServer extends LineServer {

		EventServer() throws Exception {
		}

		@Override
		void welcome(Socket client) throws IOException {
			var request = new BufferedReader(new InputStreamReader(client.getInputStream()));
			while (!request.readLine().isEmpty()) {
				// Headers do not matter.
			}
			client.getOutputStream()
				.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".getBytes());
		}

	}

}
