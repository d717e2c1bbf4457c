package io.connectionmanager.sample.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The price server, seen through a bare socket.
 */
class PriceServerTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(100);

	private PriceServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = new PriceServer(0);
	}

	@AfterEach
	void no_client_is_left() {
		this.server.close();
		await().until(() -> this.server.clients() == 0);
	}

	@Test
	void a_subscriber_is_welcomed_and_sent_prices() throws IOException {
		try (Client client = new Client("prices")) {
			assertThat(client.line()).isEqualTo("WELCOME prices");
			assertThat(client.line()).isEqualTo("HEARTBEAT");
			assertThat(client.line()).matches("[A-Z]+ \\d+\\.\\d{2}");
		}
	}

	@Test
	void an_unknown_topic_is_refused_in_words() throws IOException {
		try (Client client = new Client("gossip")) {
			assertThat(client.line()).isEqualTo("ERROR There is no topic 'gossip'");
			assertThat(client.line()).isNull();
		}
	}

	@Test
	void a_web_socket_is_sent_prices_and_its_pings_are_answered() throws Exception {
		BlockingQueue<String> heard = new LinkedBlockingQueue<>();
		WebSocket socket = webSocket("quotes", heard).get();
		socket.sendPing(ByteBuffer.wrap("here?".getBytes(StandardCharsets.UTF_8))).get();
		List<String> messages = new ArrayList<>();
		await().until(() -> {
			heard.drainTo(messages);
			return messages.contains("pong here?")
					&& messages.stream().anyMatch((it) -> it.matches("[A-Z]+ \\d+\\.\\d{4}"));
		});
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
		await().until(() -> heard.contains("closed 1000"));
	}

	@Test
	void a_silent_server_answers_no_ping_and_goes_on_where_it_stopped() throws Exception {
		BlockingQueue<String> heard = new LinkedBlockingQueue<>();
		WebSocket socket = webSocket("quotes", heard).get();
		await().until(() -> !heard.isEmpty());
		this.server.apply(Fault.SILENT, LONG);
		socket.sendPing(ByteBuffer.wrap("lost".getBytes(StandardCharsets.UTF_8))).get();
		this.server.apply(Fault.SILENT, SHORT);
		await().until(() -> this.server.fault() == Fault.HEAL);
		socket.sendPing(ByteBuffer.wrap("back".getBytes(StandardCharsets.UTF_8))).get();
		await().until(() -> heard.contains("pong back"));
		socket.abort();
	}

	@Test
	void an_unknown_topic_of_a_web_socket_does_not_exist() {
		assertThat(webSocket("gossip", new LinkedBlockingQueue<>())).failsWithin(LONG)
			.withThrowableThat()
			.withCauseInstanceOf(WebSocketHandshakeException.class);
	}

	@Test
	void an_event_stream_is_sent_prices() throws Exception {
		HttpResponse<Stream<String>> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri("http", "prices")).build(), BodyHandlers.ofLines());
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
		try (Stream<String> lines = response.body()) {
			assertThat(lines.limit(5)).satisfiesExactly((line) -> assertThat(line).startsWith(":"),
					(line) -> assertThat(line).isEmpty(), (line) -> assertThat(line).isEqualTo("id: 1"),
					(line) -> assertThat(line).matches("data: [A-Z]+ \\d+\\.\\d{2}"),
					(line) -> assertThat(line).isEmpty());
		}
	}

	private CompletableFuture<WebSocket> webSocket(String topic, Collection<String> heard) {
		return HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri("ws", topic), new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
				heard.add(data.toString());
				socket.request(1);
				return null;
			}

			@Override
			public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
				heard.add("pong " + StandardCharsets.UTF_8.decode(data));
				socket.request(1);
				return null;
			}

			@Override
			public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
				heard.add("closed " + code);
				return null;
			}

		});
	}

	private URI uri(String scheme, String topic) {
		return URI.create("%s://localhost:%d/%s".formatted(scheme, this.server.address().getPort(), topic));
	}

	@Test
	void a_client_that_leaves_is_forgotten() throws IOException {
		try (Client client = new Client("prices")) {
			client.line();
			assertThat(this.server.clients()).isEqualTo(1);
		}
		await().until(() -> this.server.clients() == 0);
	}

	@Test
	void cut_closes_every_connection_and_accepts_new_ones() throws IOException {
		try (Client first = new Client("prices"); Client second = new Client("quotes")) {
			first.line();
			second.line();
			this.server.apply(Fault.CUT, LONG);
			first.awaitEnd();
			second.awaitEnd();
		}
		assertThatServerIsWell();
	}

	@Test
	void refuse_closes_the_listening_socket_and_listens_again_on_the_same_port() throws IOException {
		try (Client client = new Client("prices")) {
			client.line();
			this.server.apply(Fault.REFUSE, LONG);
			client.awaitEnd();
		}
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Client("prices"));
		this.server.apply(Fault.REFUSE, SHORT);
		await().ignoreException(ConnectException.class).untilAsserted(this::assertThatServerIsWell);
	}

	@Test
	void silent_accepts_and_says_nothing_until_it_is_over() throws IOException {
		try (Client before = new Client("prices")) {
			before.line();
			this.server.apply(Fault.SILENT, LONG);
			try (Client client = new Client("prices")) {
				client.hearsNothing();
				this.server.apply(Fault.SILENT, SHORT);
				assertThat(client.line()).isEqualTo("WELCOME prices");
			}
		}
	}

	@Test
	void drop_accepts_and_closes() throws IOException {
		this.server.apply(Fault.DROP, LONG);
		try (Client client = new Client("prices")) {
			client.awaitEnd();
		}
		this.server.apply(Fault.DROP, SHORT);
		await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(this::assertThatServerIsWell);
	}

	@Test
	void garble_talks_nonsense_to_old_and_new_clients_until_it_is_over() throws IOException {
		try (Client before = new Client("prices")) {
			before.line();
			this.server.apply(Fault.GARBLE, LONG);
			try (Client client = new Client("prices")) {
				assertThat(client.line()).doesNotContain("WELCOME");
				await().until(() -> before.line().startsWith("HTTP"));
			}
			this.server.apply(Fault.GARBLE, SHORT);
			await().untilAsserted(this::assertThatServerIsWell);
		}
	}

	/**
	 * Again and again: a socket that has been closed goes on accepting for a moment if
	 * nobody waits for the thread that accepts.
	 */
	@RepeatedTest(50)
	void refuse_is_over_at_once_when_it_is_healed() throws IOException {
		this.server.apply(Fault.REFUSE, LONG);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Client("prices"));
		this.server.apply(Fault.REFUSE, LONG);
		this.server.apply(Fault.HEAL, LONG);
		assertThat(this.server.fault()).isEqualTo(Fault.HEAL);
		assertThatServerIsWell();
	}

	@Test
	void heal_ends_a_fault_at_once() throws IOException {
		for (Fault fault : new Fault[] { Fault.REFUSE, Fault.SILENT, Fault.DROP, Fault.GARBLE }) {
			this.server.apply(fault, LONG);
			this.server.apply(Fault.HEAL, LONG);
			assertThatServerIsWell();
		}
	}

	private void assertThatServerIsWell() throws IOException {
		try (Client client = new Client("quotes")) {
			assertThat(client.line()).isEqualTo("WELCOME quotes");
		}
	}

	private final class Client implements AutoCloseable {

		private final Socket socket;

		private final BufferedReader lines;

		Client(String topic) throws IOException {
			this.socket = new Socket(PriceServerTests.this.server.address().getAddress(),
					PriceServerTests.this.server.address().getPort());
			this.lines = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
			this.socket.getOutputStream().write(("SUBSCRIBE " + topic + "\n").getBytes(StandardCharsets.UTF_8));
		}

		String line() throws IOException {
			this.socket.setSoTimeout((int) LONG.toMillis());
			return this.lines.readLine();
		}

		void hearsNothing() throws IOException {
			this.socket.setSoTimeout((int) SHORT.toMillis());
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this.lines::readLine);
		}

		void awaitEnd() throws IOException {
			try {
				while (line() != null) {
					// It was said before the end.
				}
			}
			catch (SocketException ex) {
				// A reset is an end, too.
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
