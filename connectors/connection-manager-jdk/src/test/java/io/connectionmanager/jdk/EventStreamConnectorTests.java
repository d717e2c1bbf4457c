package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.RetryAfterException;
import io.connectionmanager.connector.Credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventStreamConnector} under a manager.
 */
class EventStreamConnectorTests extends ManagedTest {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final EventStreamConnector connector = EventStreamConnector.builder((it) -> this.events.add(it.data()))
		.build();

	private static void stream(Exchange exchange) throws IOException {
		exchange.beginEvents();
		exchange.awaitEnd();
	}

	private void awaitEvents(String... events) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.events).containsExactly(events));
	}

	private static Optional<Duration> hint(ConnectionTransition transition) {
		return transition.cause()
			.filter(RetryAfterException.class::isInstance)
			.map((it) -> ((RetryAfterException) it).retryAfter());
	}

	@Test
	void events_are_delivered_in_order() throws Exception {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("id: 1\ndata: a\n\ndata: b\n\n");
			it.write("data: c\n\n");
			it.awaitEnd();
		});
		EventStream stream = start(this.connector, server.url("http", "/a%20b?c=%26#x")).awaitConnection(PATIENCE);
		awaitEvents("a", "b", "c");
		assertThat(stream.lastEventId()).isEqualTo("1");
		assertThat(stream.isOpen()).isTrue();
		Exchange request = server.exchanges().get(0);
		assertThat(request.requestLine()).isEqualTo("GET /a%20b?c=%26 HTTP/1.1");
		assertThat(request.headers()).containsEntry("Accept", "text/event-stream").doesNotContainKey("Last-Event-ID");
	}

	@Test
	void a_chunked_stream_is_read_as_it_arrives() {
		ScriptedServer server = server((it) -> {
			it.beginEvents("Transfer-Encoding: chunked");
			it.write("4\r\ndata\r\n5\r\n: a\n\n\r\n");
			it.awaitEnd();
		});
		start(this.connector, server.url("http", "/"));
		awaitEvents("a");
	}

	@Test
	void the_end_of_the_stream_is_a_loss_and_the_last_event_id_is_sent() {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("id: 4 2\ndata: a\n\nid: 43\ndata: incomplete\n");
		}, (it) -> {
			it.beginEvents();
			it.write("data: b\n\n");
		}, EventStreamConnectorTests::stream);
		start(this.connector, server.url("http", "/"));
		awaitEvents("a", "b");
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 3);
		assertThat(server.exchanges()).extracting((it) -> it.headers().get("Last-Event-ID"))
			.containsExactly(null, "4 2", "4 2");
		assertThat(awaitFailure().failureKind()).contains(FailureKind.CLOSED_BY_PEER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0001", "ä", "€" })
	void an_id_that_no_header_can_carry_is_not_sent(String id) {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("id: " + id + "\ndata: a\n\n");
		}, EventStreamConnectorTests::stream);
		ConnectionManager<EventStream> manager = start(this.connector, server.url("http", "/"));
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 2 && manager.isConnected());
		assertThat(server.exchanges().get(1).headers()).doesNotContainKey("Last-Event-ID");
	}

	@Test
	void an_id_that_would_make_the_server_refuse_the_request_is_not_sent() {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("id: " + "x".repeat(100_000) + "\ndata: a\n\n");
		}, EventStreamConnectorTests::stream);
		ConnectionManager<EventStream> manager = start(this.connector, server.url("http", "/"));
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 2 && manager.isConnected());
		assertThat(server.exchanges().get(1).headers()).doesNotContainKey("Last-Event-ID");
	}

	@Test
	void a_broken_chunk_is_a_loss() {
		ScriptedServer server = server((it) -> {
			it.beginEvents("Transfer-Encoding: chunked");
			it.write("ff\r\ndata");
		});
		start(this.connector, server.url("http", "/"));
		ConnectionTransition loss = awaitFailure();
		assertThat(loss.from()).isEqualTo(ConnectionState.CONNECTED);
		assertThat(loss.failureKind()).contains(FailureKind.CLOSED_BY_PEER);
	}

	@Test
	void a_reconnection_time_of_the_server_is_a_hint_at_each_failure() throws Exception {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("retry: 150\n");
		}, (it) -> it.answer(500), (it) -> it.answer(503, "Retry-After: 1"), EventStreamConnectorTests::stream);
		start(this.connector, server.url("http", "/"));
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 4);
		List<ConnectionTransition> failures = this.transitions.stream().filter((it) -> it.cause().isPresent()).toList();
		assertThat(failures).extracting(EventStreamConnectorTests::hint)
			.containsExactly(Optional.of(Duration.ofMillis(150)), Optional.of(Duration.ofMillis(150)),
					Optional.of(Duration.ofSeconds(1)));
		assertThat(failures).extracting((it) -> it.failureKind().orElseThrow())
			.containsExactly(FailureKind.CLOSED_BY_PEER, FailureKind.PROTOCOL, FailureKind.REFUSED);
	}

	@Test
	void status_204_ends_the_retrying() {
		ScriptedServer server = server((it) -> it.write("HTTP/1.1 204 No Content\r\n\r\n"));
		awaitState(start(this.connector, server.url("http", "/")), ConnectionState.SUSPENDED);
		assertThat(awaitFailure().cause()).get().isInstanceOf(ConnectionRejectedException.class);
	}

	@ParameterizedTest
	@CsvSource({ "401, AUTHENTICATION", "403, AUTHENTICATION", "404, PROTOCOL", "429, REFUSED", "503, REFUSED",
			"504, TIMEOUT", "304, PROTOCOL" })
	void another_status_is_classified(int status, FailureKind kind) {
		ScriptedServer server = server((it) -> it.answer(status));
		start(this.connector, server.url("http", "/"));
		ConnectionTransition failure = awaitFailure();
		assertThat(failure.failureKind()).contains(kind);
		assertThat(failure.cause()).get().asString().contains("status " + status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: text/html", "X-No: type" })
	void another_content_type_is_a_protocol_failure(String header) {
		ScriptedServer server = server((it) -> it.answer(200, header));
		start(this.connector, server.url("http", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.PROTOCOL);
	}

	@Test
	void a_compressed_stream_is_a_protocol_failure() {
		ScriptedServer server = server((it) -> {
			it.beginEvents("Content-Encoding: gzip");
			it.awaitEnd();
		});
		start(this.connector, server.url("http", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.PROTOCOL);
	}

	@Test
	void the_content_type_may_have_parameters() throws Exception {
		ScriptedServer server = server((it) -> {
			it.write("HTTP/1.1 200 OK\r\ncontent-type: Text/Event-Stream ; charset=utf-8\r\n\r\ndata: a\n\n");
			it.awaitEnd();
		});
		start(this.connector, server.url("http", "/"));
		awaitEvents("a");
	}

	@Test
	void an_endless_answer_that_is_no_event_stream_is_not_read() {
		ScriptedServer server = server((it) -> {
			it.write("HTTP/1.1 500 Status\r\n\r\n");
			while (true) {
				it.write("x".repeat(10_000));
			}
		}, EventStreamConnectorTests::stream);
		ConnectionManager<EventStream> manager = start(this.connector, server.url("http", "/"));
		awaitState(manager, ConnectionState.CONNECTED);
		await().atMost(PATIENCE).until(() -> server.openConnections() == 1);
	}

	@Test
	void an_event_that_is_too_large_is_a_protocol_failure() {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("data: " + "x".repeat(2_000));
			it.awaitEnd();
		});
		start(EventStreamConnector.builder((it) -> this.events.add(it.data())).maxEventSize(1_000).build(),
				server.url("http", "/"));
		ConnectionTransition loss = awaitFailure();
		assertThat(loss.failureKind()).contains(FailureKind.PROTOCOL);
		assertThat(loss.cause()).get().asString().contains("1,000").contains("max-event-size");
	}

	@Test
	void a_redirect_within_the_origin_keeps_the_credentials() throws Exception {
		ScriptedServer server = server((it) -> it.answer(307, "Location: /there"), EventStreamConnectorTests::stream);
		start(EventStreamConnector.builder((it) -> {
		}).headers(() -> Map.of("X-Key", "k")).build(), URI.create("http://u:p@localhost:" + server.port() + "/here"))
			.awaitConnection(PATIENCE);
		assertThat(server.exchanges().get(1).requestLine()).isEqualTo("GET /there HTTP/1.1");
		assertThat(server.exchanges())
			.allSatisfy((it) -> assertThat(it.headers()).containsEntry("Authorization", "Basic dTpw")
				.containsEntry("X-Key", "k"));
	}

	@Test
	void a_redirect_to_another_origin_loses_the_credentials_even_on_the_way_back() throws Exception {
		ScriptedServer[] servers = new ScriptedServer[2];
		servers[0] = server((it) -> it.answer(302, "Location: " + servers[1].url("http", "/there")),
				EventStreamConnectorTests::stream);
		servers[1] = server((it) -> it.answer(301, "Location: http://a:b@localhost:" + servers[0].port() + "/back"));
		start(EventStreamConnector.builder((it) -> {
		}).credentials(() -> new Credentials("u", "p".toCharArray())).headers(() -> Map.of("X-Key", "k")).build(),
				servers[0].url("http", "/here"))
			.awaitConnection(PATIENCE);
		assertThat(servers[0].exchanges().get(0).headers()).containsKeys("Authorization", "X-Key");
		assertThat(servers[1].exchanges().get(0).headers()).doesNotContainKeys("Authorization", "X-Key")
			.containsKey("Accept");
		assertThat(servers[0].exchanges().get(1).headers()).doesNotContainKeys("Authorization", "X-Key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/again", "ftp://example.com/?secret", "http://[secret", "mailto:secret" })
	void a_redirect_that_leads_nowhere_is_a_protocol_failure(String location) {
		ScriptedServer server = server((it) -> it.answer(302, "Location: " + location));
		start(this.connector, server.url("http", "/"), (it) -> it.reconnectAfter(Duration.ofHours(1)));
		ConnectionTransition failure = awaitFailure();
		assertThat(failure.failureKind()).contains(FailureKind.PROTOCOL);
		assertThat(failure.cause()).get().asString().doesNotContain("secret").contains("redirected");
		assertThat(server.accepted()).isLessThanOrEqualTo(11);
	}

	@Test
	void a_listener_that_throws_gets_the_next_event() {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("data: bad\n\ndata: good\n\n");
			it.awaitEnd();
		});
		ConnectionManager<EventStream> manager = start(EventStreamConnector.builder((it) -> {
			this.events.add(it.data());
			if (it.data().equals("bad")) {
				throw new IllegalStateException("a failure of the test");
			}
		}).build(), server.url("http", "/"));
		awaitEvents("bad", "good");
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	void a_listener_can_give_the_connection_up() {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("id: 1\ndata: a\n\ndata: b\n\n");
			it.awaitEnd();
		}, EventStreamConnectorTests::stream);
		start(EventStreamConnector.builder((it) -> {
			this.events.add(it.data());
			throw new ConnectionUnusableException("session expired");
		}).build(), server.url("http", "/"));
		assertThat(awaitFailure().cause()).get().isInstanceOf(ConnectionUnusableException.class);
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 2);
		awaitEvents("a");
		assertThat(server.exchanges().get(1).headers()).containsEntry("Last-Event-ID", "1");
	}

	@Test
	void a_slow_listener_slows_the_server_down() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicInteger written = new AtomicInteger();
		int total = 64 << 20;
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			String event = "data: " + "x".repeat(10_000) + "\n\n";
			while (written.addAndGet(event.length()) < total) {
				it.write(event);
			}
			it.write("data: end\n\n");
			it.awaitEnd();
		});
		AtomicInteger received = new AtomicInteger();
		start(EventStreamConnector.builder((it) -> {
			received.incrementAndGet();
			try {
				goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (it.data().equals("end")) {
				this.events.add("end");
			}
		}).build(), server.url("http", "/"));
		await().atMost(PATIENCE).until(() -> received.get() == 1);
		AtomicInteger before = new AtomicInteger(-1);
		await().pollInterval(Duration.ofMillis(200))
			.atMost(PATIENCE)
			.until(() -> before.getAndSet(written.get()) == written.get());
		assertThat(written.get()).isLessThan(total / 2);
		goOn.countDown();
		awaitEvents("end");
	}

	@Test
	void events_of_the_next_stream_wait_for_a_call_that_is_under_way() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("id: 1\ndata: a\n\ndata: never\n\n");
			it.awaitEnd();
		}, (it) -> {
			it.beginEvents();
			it.write("data: b\n\n");
			it.awaitEnd();
		});
		ConnectionManager<EventStream> manager = start(EventStreamConnector.builder((it) -> {
			assertThat(calls.incrementAndGet()).isEqualTo(1);
			awaitUninterruptibly(goOn);
			this.events.add(it.data());
			calls.decrementAndGet();
		}).build(), server.url("http", "/"));
		await().atMost(PATIENCE).until(() -> calls.get() == 1);
		manager.reconnect();
		await().atMost(PATIENCE).until(() -> server.exchanges().size() == 2 && manager.isConnected());
		assertThat(this.events).isEmpty();
		goOn.countDown();
		awaitEvents("a", "b");
		assertThat(server.exchanges().get(1).headers()).containsEntry("Last-Event-ID", "1");
	}

	/** Like a listener that is not to be disturbed. */
	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean passed = false;
		while (!passed) {
			try {
				passed = latch.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				// The manager has given the connection up.
			}
		}
	}

	@Test
	void the_listener_is_called_on_a_thread_of_the_client() {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.write("data: a\n\n");
			it.awaitEnd();
		});
		start(EventStreamConnector.builder((it) -> this.events.add(Thread.currentThread().getName())).build(),
				server.url("http", "/"));
		await().atMost(PATIENCE).until(() -> !this.events.isEmpty());
		assertThat(this.events.get(0)).startsWith("connection-manager-http-");
	}

	@Test
	void a_close_by_the_application_is_a_loss() throws Exception {
		ScriptedServer server = server(EventStreamConnectorTests::stream);
		EventStream stream = start(this.connector, server.url("http", "/")).awaitConnection(PATIENCE);
		stream.close();
		assertThat(stream.isOpen()).isFalse();
		assertThat(awaitFailure().cause()).get().asString().contains("closed the event stream");
		await().atMost(PATIENCE).until(() -> server.accepted() == 2 && server.openConnections() == 1);
	}

	@Test
	void a_stalled_handshake_leaves_nothing_open() {
		ScriptedServer server = server(Exchange::awaitEnd);
		start(this.connector, server.url("http", "/"),
				(it) -> it.timeout(Duration.ofMillis(200)).reconnectAfter(Duration.ofHours(1)));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.TIMEOUT);
		await().atMost(PATIENCE).until(() -> server.openConnections() == 0);
	}

	@Test
	void the_timeout_of_the_attempt_does_not_end_the_stream() {
		ScriptedServer server = server(EventStreamConnectorTests::stream);
		ConnectionManager<EventStream> manager = start(this.connector, server.url("http", "/"),
				(it) -> it.timeout(Duration.ofMillis(300)));
		awaitState(manager, ConnectionState.CONNECTED);
		await().pollDelay(Duration.ofMillis(900)).atMost(PATIENCE).until(manager::isConnected);
		assertThat(server.accepted()).isEqualTo(1);
	}

	@Test
	void a_name_that_does_not_resolve_is_unresolved() {
		start(this.connector, URI.create("http://does-not-exist.invalid/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.UNRESOLVED);
	}

	@Test
	void a_closed_port_refuses() throws Exception {
		ScriptedServer server = server((it) -> it.answer(500));
		server.close();
		start(this.connector, server.url("http", "/"));
		assertThat(awaitFailure().failureKind()).contains(FailureKind.REFUSED);
	}

}
