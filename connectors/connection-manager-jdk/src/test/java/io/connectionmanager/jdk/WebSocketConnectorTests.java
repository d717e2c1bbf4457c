package io.connectionmanager.jdk;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;
import io.connectionmanager.RetryAfterException;
import io.connectionmanager.connector.Credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WebSocketConnector} under a manager.
 */
class WebSocketConnectorTests extends ManagedTest {

	private final RecordingWebSocketListener listener = new RecordingWebSocketListener();

	private final WebSocketConnector connector = WebSocketConnector.builder(this.listener).build();

	private WebSocket connect(ScriptedServer server) throws Exception {
		return start(this.connector, server.url("ws", "/")).awaitConnection(PATIENCE);
	}

	private void awaitHeard(String... heard) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.listener.heard).containsExactly(heard));
	}

	@Test
	void messages_flow_both_ways() throws Exception {
		WebSocket socket = connect(server((it) -> {
			it.acceptWebSocket();
			it.echo();
		}));
		socket.sendText("hello", true).get();
		awaitHeard("open", "text hello");
	}

	@Test
	void a_path_and_a_query_reach_the_server_as_they_are() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		start(this.connector, server.url("ws", "/a%20b?c=d%26e#fragment")).awaitConnection(PATIENCE);
		assertThat(server.exchanges().get(0).requestLine()).isEqualTo("GET /a%20b?c=d%26e HTTP/1.1");
	}

	@ParameterizedTest
	@CsvSource({ "1000, CLOSED_BY_PEER", "1001, CLOSED_BY_PEER", "1002, PROTOCOL", "1003, PROTOCOL", "1007, PROTOCOL",
			"1011, OTHER", "1012, CLOSED_BY_PEER", "1013, CLOSED_BY_PEER", "4000, CLOSED_BY_PEER",
			"5000, CLOSED_BY_PEER", "65535, CLOSED_BY_PEER" })
	void a_close_code_is_a_loss_and_the_connection_comes_back(int code, FailureKind kind) throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.sendClose(code, "bye");
			it.awaitEnd();
		}, (it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		ConnectionManager<WebSocket> manager = start(this.connector, server.url("ws", "/"));
		ConnectionTransition loss = awaitFailure();
		assertThat(loss.failureKind()).contains(kind);
		assertThat(loss.cause()).get().asString().contains("code " + code).contains("bye");
		await().atMost(PATIENCE).until(() -> server.accepted() == 2 && manager.isConnected());
		awaitHeard("open", "close " + code, "open");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "0000", "03e7", "03ed", "03ee", "03f7", "03e8ff" })
	void an_invalid_close_frame_is_a_loss_and_the_connection_comes_back(String payload) throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.sendFrame(Exchange.Frame.CLOSE, HexFormat.of().parseHex(payload));
			it.awaitEnd();
		}, (it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		ConnectionManager<WebSocket> manager = start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.PROTOCOL);
		await().atMost(PATIENCE).until(() -> server.accepted() == 2 && manager.isConnected());
	}

	@Test
	void a_policy_violation_ends_the_retrying() {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.sendClose(1008, "");
			it.awaitEnd();
		});
		ConnectionManager<WebSocket> manager = start(this.connector, server.url("ws", "/"));
		awaitState(manager, ConnectionState.SUSPENDED);
		assertThat(awaitFailure().cause()).get().isInstanceOf(ConnectionRejectedException.class);
	}

	@Test
	void an_end_without_a_close_frame_is_a_loss() {
		ScriptedServer server = server(Exchange::acceptWebSocket);
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.CLOSED_BY_PEER);
	}

	@Test
	void an_end_that_the_client_misses_because_the_listener_is_busy_is_noticed_by_a_ping() {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.sendText("the last one");
			busy.await();
			it.socket().close();
			ended.countDown();
		});
		WebSocket.Listener listener = new WebSocket.Listener() {

			@Override
			public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
				busy.countDown();
				await().atMost(PATIENCE).until(() -> ended.getCount() == 0);
				webSocket.request(1);
				return null;
			}

		};
		start(WebSocketConnector.builder(listener).build(), server.url("ws", "/"), (builder) -> builder
			.settings(ConnectionSettings.builder().keepAlive(Duration.ofMillis(500), Duration.ofMillis(500)).build()));
		assertThat(awaitFailure().failureKind()).get().isIn(FailureKind.LIVENESS, FailureKind.CLOSED_BY_PEER);
	}

	@Test
	void a_reset_is_a_loss() throws Exception {
		WebSocket socket = connect(server((it) -> {
			it.acceptWebSocket();
			it.readFrame();
			it.socket().setSoLinger(true, 0);
		}));
		socket.sendText("reset", true);
		assertThat(awaitFailure().failureKind()).contains(FailureKind.RESET);
	}

	@Test
	void a_reset_in_the_handshake_is_a_failed_attempt() {
		ScriptedServer server = server((it) -> it.socket().setSoLinger(true, 0));
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure()).satisfies((it) -> {
			assertThat(it.from()).isEqualTo(ConnectionState.CONNECTING);
			assertThat(it.failureKind()).as("%s", it.cause()).contains(FailureKind.RESET);
		});
	}

	@Test
	void an_end_in_the_handshake_is_a_failed_attempt() {
		ScriptedServer server = server((it) -> it.write("HTTP/1.1 101"));
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure()).satisfies((it) -> {
			assertThat(it.from()).isEqualTo(ConnectionState.CONNECTING);
			assertThat(it.failureKind()).as("%s", it.cause()).contains(FailureKind.CLOSED_BY_PEER);
		});
	}

	@Test
	void a_frame_that_breaks_the_protocol_is_a_loss() {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.sendFrame(7);
			it.awaitEnd();
		});
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.PROTOCOL);
	}

	@Test
	void a_listener_that_throws_ends_the_connection() {
		WebSocketConnector connector = WebSocketConnector.builder(new RecordingWebSocketListener() {

			@Override
			public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
				throw new ConnectionRejectedException("enough");
			}

		}).build();
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.sendText("x");
			it.awaitEnd();
		});
		awaitState(start(connector, server.url("ws", "/")), ConnectionState.SUSPENDED);
	}

	@ParameterizedTest
	@CsvSource({ "401, AUTHENTICATION", "403, AUTHENTICATION", "404, PROTOCOL", "426, PROTOCOL", "302, PROTOCOL",
			"429, REFUSED", "503, REFUSED", "504, TIMEOUT", "200, PROTOCOL" })
	void a_refused_handshake_is_classified(int status, FailureKind kind) {
		ScriptedServer server = server((it) -> it.answer(status, "Location: http://user:secret@example.com/"));
		start(this.connector, server.url("ws", "/"));
		ConnectionTransition failure = awaitFailure();
		assertThat(failure.failureKind()).contains(kind);
		assertThat(failure.cause()).get().asString().contains("status " + status).doesNotContain("secret");
	}

	@Test
	void seconds_of_retry_after_are_a_hint() {
		ScriptedServer server = server((it) -> it.answer(503, "Retry-After: 120"));
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure().cause()).get()
			.isInstanceOfSatisfying(RetryAfterException.class,
					(it) -> assertThat(it.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
	}

	@Test
	void a_date_of_retry_after_is_compared_with_the_clock_of_the_server() {
		ZonedDateTime now = ZonedDateTime.of(2001, 2, 3, 4, 5, 6, 0, ZoneOffset.UTC);
		ScriptedServer server = server(
				(it) -> it.answer(429, "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now),
						"Retry-After: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(90))));
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure().cause()).get()
			.isInstanceOfSatisfying(RetryAfterException.class,
					(it) -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(90)));
	}

	@Test
	void the_preferred_subprotocol_is_requested_and_shown() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket("Sec-WebSocket-Protocol: v1");
			it.echo();
		});
		WebSocket socket = start(WebSocketConnector.builder(this.listener).subprotocols("v2", "v1").build(),
				server.url("ws", "/"))
			.awaitConnection(PATIENCE);
		assertThat(socket.getSubprotocol()).isEqualTo("v1");
		assertThat(server.exchanges().get(0).headers()).containsEntry("Sec-WebSocket-Protocol", "v2, v1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Nothing: here", "Sec-WebSocket-Protocol: other" })
	void a_server_that_accepts_no_subprotocol_fails_the_attempt(String header) {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket(header);
			it.awaitEnd();
		});
		start(WebSocketConnector.builder(this.listener).subprotocols("v2").build(), server.url("ws", "/"));
		ConnectionTransition failure = awaitFailure();
		assertThat(failure.from()).isEqualTo(ConnectionState.CONNECTING);
		assertThat(failure.failureKind()).contains(FailureKind.PROTOCOL);
		assertThat(this.listener.heard).isEmpty();
	}

	@Test
	void credentials_are_asked_for_at_each_attempt_and_stay_out_of_messages() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		ScriptedServer server = server((it) -> it.answer(401), (it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		WebSocketConnector connector = WebSocketConnector.builder(this.listener)
			.credentials(() -> new Credentials("user", ("secret" + asked.incrementAndGet()).toCharArray()))
			.build();
		start(connector, server.url("ws", "/"),
				(it) -> it.settings(ConnectionSettings.builder()
					.reconnectAfter(Duration.ofMillis(20))
					.authenticationDelay(Duration.ofMillis(20))
					.build()))
			.awaitConnection(PATIENCE);
		assertThat(server.exchanges()).extracting((it) -> it.headers().get("Authorization"))
			.containsExactly("Basic dXNlcjpzZWNyZXQx", "Basic dXNlcjpzZWNyZXQy");
		assertThat(awaitFailure().cause()).get().asString().doesNotContain("secret", "dXNlcjpzZWNyZXQx");
	}

	@Test
	void user_info_of_the_url_becomes_a_header() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		URI url = URI.create("ws://us%3Aer:p%40ss@localhost:" + server.port());
		start(this.connector, url).awaitConnection(PATIENCE);
		assertThat(server.exchanges().get(0).headers()).containsEntry("Authorization", "Basic dXM6ZXI6cEBzcw==");
		assertThat(server.exchanges().get(0).requestLine()).isEqualTo("GET / HTTP/1.1");
	}

	@Test
	void a_password_alone_is_a_bearer_token() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		start(WebSocketConnector.builder(this.listener)
			.credentials(() -> new Credentials("", "t0ken".toCharArray()))
			.headers(() -> Map.of("Origin", "https://example.com"))
			.build(), server.url("ws", "/")).awaitConnection(PATIENCE);
		assertThat(server.exchanges().get(0).headers()).containsEntry("Authorization", "Bearer t0ken")
			.containsEntry("Origin", "https://example.com");
	}

	@Test
	void a_token_that_no_header_can_carry_is_not_repeated() {
		ScriptedServer server = server((it) -> it.answer(500));
		start(WebSocketConnector.builder(this.listener)
			.credentials(() -> new Credentials("", "t0ken\n".toCharArray()))
			.build(), server.url("ws", "/"));
		ConnectionTransition failure = awaitFailure();
		assertThat(failure.failureKind()).contains(FailureKind.AUTHENTICATION);
		assertThat(failure.cause()).get().asString().doesNotContain("t0ken").contains("Authorization");
	}

	@Test
	void a_name_that_does_not_resolve_is_unresolved() {
		start(this.connector, URI.create("ws://does-not-exist.invalid/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.UNRESOLVED);
	}

	@Test
	void a_closed_port_refuses() throws Exception {
		ScriptedServer server = server((it) -> it.answer(500));
		server.close();
		start(this.connector, server.url("ws", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.REFUSED);
	}

	@Test
	void a_url_of_another_scheme_is_rejected() {
		awaitState(start(this.connector, URI.create("http://localhost/")), ConnectionState.SUSPENDED);
		assertThat(awaitFailure().cause()).get().asString().contains("[ws, wss]");
	}

	@Test
	void a_stalled_handshake_leaves_nothing_open() {
		ScriptedServer server = server(Exchange::awaitEnd);
		start(this.connector, server.url("ws", "/"),
				(it) -> it.timeout(Duration.ofMillis(200)).reconnectAfter(Duration.ofHours(1)));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.TIMEOUT);
		await().atMost(PATIENCE).until(() -> server.openConnections() == 0);
	}

	@Test
	void a_stop_during_the_handshake_leaves_nothing_open() {
		ScriptedServer server = server(Exchange::awaitEnd);
		ConnectionManager<WebSocket> manager = start(this.connector, server.url("ws", "/"),
				(it) -> it.timeout(Duration.ofHours(1)));
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 1);
		manager.stop();
		await().atMost(PATIENCE).until(() -> server.openConnections() == 0);
		assertThat(this.listener.heard).isEmpty();
	}

	@Test
	void a_stop_closes_with_a_handshake_after_the_last_messages() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			while (true) {
				Exchange.Frame frame = it.readFrame();
				received.add((frame.opcode() == Exchange.Frame.CLOSE) ? "close " + frame.closeCode() : frame.text());
				if (frame.opcode() == Exchange.Frame.CLOSE) {
					it.sendClose(frame.closeCode(), "");
					return;
				}
			}
		});
		ConnectionManager<WebSocket> manager = start(this.connector, server.url("ws", "/"));
		WebSocket socket = manager.awaitConnection(PATIENCE);
		awaitHeard("open");
		IntStream.range(0, 100).forEach((i) -> socket.sendText("m" + i, true));
		manager.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).hasSize(101).endsWith("m99", "close 1000"));
		assertThat(this.listener.heard).containsExactly("open");
	}

	@Test
	void a_stop_does_not_wait_for_a_server_that_ignores_the_close_frame() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.awaitEnd();
		});
		ConnectionManager<WebSocket> manager = start(this.connector, server.url("ws", "/"));
		manager.awaitConnection(PATIENCE);
		manager.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> server.openConnections() == 0);
	}

	@Test
	void an_abort_by_the_application_is_a_loss() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		WebSocket socket = connect(server);
		socket.abort();
		assertThat(awaitFailure().cause()).get().asString().contains("aborted");
		assertThat(socket.sendText("late", true)).isCompletedExceptionally();
		await().atMost(PATIENCE).until(() -> server.accepted() == 2);
	}

	@Test
	void a_close_by_the_application_is_a_loss() throws Exception {
		WebSocket socket = connect(server((it) -> {
			it.acceptWebSocket();
			it.echo();
		}));
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get();
		assertThat(awaitFailure().cause()).get().asString().contains("code 1000");
	}

	@Test
	void sends_from_many_threads_overlap_and_keep_the_order_of_each() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		WebSocket socket = connect(server((it) -> {
			it.acceptWebSocket();
			while (true) {
				Exchange.Frame frame = it.readFrame();
				if (frame.opcode() == Exchange.Frame.CLOSE) {
					return;
				}
				received.add((frame.opcode() == Exchange.Frame.PING) ? "ping" : frame.text());
			}
		}));
		List<CompletableFuture<Void>> senders = IntStream.range(0, 4)
			.mapToObj((sender) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 200; i++) {
					socket.sendText(sender + "-" + i, true);
				}
			}))
			.toList();
		CompletableFuture<WebSocket> ping = socket.sendPing(ByteBuffer.allocate(1));
		CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get();
		assertThat(ping.get()).isSameAs(socket);
		await().atMost(PATIENCE).until(() -> received.size() == 801);
		for (int sender = 0; sender < 4; sender++) {
			String prefix = sender + "-";
			assertThat(received.stream().filter((it) -> it.startsWith(prefix)).toList())
				.containsExactlyElementsOf(IntStream.range(0, 200).mapToObj((i) -> prefix + i).toList());
		}
	}

	@Test
	void parts_of_a_message_stay_together() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		WebSocket socket = connect(server((it) -> {
			it.acceptWebSocket();
			while (true) {
				Exchange.Frame frame = it.readFrame();
				received.add(frame.opcode() + " " + frame.last() + " " + frame.text());
			}
		}));
		socket.sendText("a", false);
		socket.sendText("b", false);
		socket.sendText("c", true);
		socket.sendBinary(ByteBuffer.wrap(new byte[] { 'd' }), true).get();
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(received).containsExactly("1 false a", "0 false b", "0 true c", "2 true d"));
	}

	@Test
	void a_server_that_does_not_read_makes_sends_fail_at_the_limit_and_at_the_end() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			done.await();
		});
		ConnectionManager<WebSocket> manager = start(
				WebSocketConnector.builder(this.listener).maxPendingSends(3).build(), server.url("ws", "/"));
		WebSocket socket = manager.awaitConnection(PATIENCE);
		String large = "x".repeat(32 << 20);
		List<CompletableFuture<WebSocket>> sends = IntStream.range(0, 4)
			.mapToObj((i) -> socket.sendText(large, true))
			.toList();
		CompletableFuture<WebSocket> tooMany = socket.sendText("x", true);
		assertThat(tooMany).failsWithin(PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("3 messages are waiting");
		manager.stop();
		assertThat(sends).allSatisfy((it) -> assertThat(it).failsWithin(PATIENCE));
		done.countDown();
	}

}
