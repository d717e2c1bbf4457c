package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the signs of life of a WebSocket.
 */
class WebSocketLivenessTests extends ManagedTest {

	/** The frames that the server has received, without texts. */
	private final List<String> received = new CopyOnWriteArrayList<>();

	private final ScriptedServer server = server((it) -> {
		it.acceptWebSocket();
		while (true) {
			Exchange.Frame frame = it.readFrame();
			switch (frame.opcode()) {
				case Exchange.Frame.TEXT -> it.sendFrame(Exchange.Frame.TEXT, frame.payload());
				case Exchange.Frame.PING -> {
					this.received.add("ping");
					it.sendFrame(Exchange.Frame.PONG, frame.payload());
				}
				case Exchange.Frame.CLOSE -> {
					this.received.add("close");
					return;
				}
				default -> this.received.add(frame.toString());
			}
		}
	});

	private final RecordingAttempt attempt = new RecordingAttempt(this.server.url("ws", "/"));

	private WebSocketConnector connector;

	private WebSocket socket;

	private void open(WebSocket.Listener listener) throws Exception {
		this.connector = WebSocketConnector.builder(listener).build();
		this.socket = this.connector.open(this.attempt);
		this.attempt.ready.get(20, TimeUnit.SECONDS);
	}

	@AfterEach
	void closeSocket() throws Exception {
		this.connector.close(this.socket);
	}

	@Test
	void an_idle_connection_is_pinged_and_the_pong_is_a_sign_of_life() throws Exception {
		RecordingWebSocketListener listener = new RecordingWebSocketListener();
		open(listener);
		await().atMost(PATIENCE).until(() -> listener.heard.contains("open"));
		for (int i = 1; i <= 3; i++) {
			int signs = i;
			await().atMost(PATIENCE).until(() -> !this.attempt.probe());
			await().atMost(PATIENCE).until(() -> this.attempt.signsOfLife.get() == signs);
		}
		assertThat(this.received).containsExactly("ping", "ping", "ping");
		this.socket.sendText("still requested", true).get();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(listener.heard).containsExactly("open", "text still requested"));
	}

	@Test
	void a_ping_of_the_application_is_answered_to_its_listener() throws Exception {
		RecordingWebSocketListener listener = new RecordingWebSocketListener();
		open(listener);
		this.socket.sendPing(ByteBuffer.wrap(new byte[3])).get();
		this.socket.sendPing(ByteBuffer.wrap(new byte[8])).get();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(listener.heard).containsExactly("open", "pong of 3", "pong of 8"));
	}

	@Test
	void a_listener_that_requests_nothing_does_not_make_the_server_look_silent() throws Exception {
		CountDownLatch opened = new CountDownLatch(1);
		open(new WebSocket.Listener() {

			@Override
			public void onOpen(WebSocket webSocket) {
				opened.countDown();
			}

		});
		opened.await();
		await().atMost(PATIENCE).until(() -> this.attempt.probe());
		assertThat(this.attempt.probe()).isTrue();
		assertThat(this.received).isEmpty();
		this.socket.request(1);
		await().atMost(PATIENCE).until(() -> !this.attempt.probe());
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.received).containsExactly("ping"));
	}

	@Test
	void a_listener_that_has_received_what_it_requested_does_not_make_the_server_look_silent() throws Exception {
		CountDownLatch received = new CountDownLatch(2);
		open(new WebSocket.Listener() {

			@Override
			public void onOpen(WebSocket webSocket) {
				webSocket.request(2);
			}

			@Override
			public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
				received.countDown();
				return null;
			}

		});
		this.socket.sendText("1", true);
		this.socket.sendText("2", true);
		received.await();
		await().atMost(PATIENCE).until(() -> this.attempt.probe());
		assertThat(this.received).isEmpty();
	}

	@Test
	void a_listener_that_blocks_does_not_make_the_server_look_silent() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		open(new WebSocket.Listener() {

			@Override
			public void onOpen(WebSocket webSocket) {
				webSocket.request(Long.MAX_VALUE);
			}

			@Override
			public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
				called.countDown();
				try {
					goOn.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return null;
			}

		});
		this.socket.sendText("x", true);
		called.await();
		assertThat(this.attempt.probe()).isTrue();
		assertThat(this.received).isEmpty();
		goOn.countDown();
		await().atMost(PATIENCE).until(() -> !this.attempt.probe());
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.received).containsExactly("ping"));
	}

	@Test
	void a_ping_that_cannot_be_sent_is_a_loss() throws Exception {
		open(new RecordingWebSocketListener());
		this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
		await().atMost(PATIENCE).until(() -> !this.attempt.probe());
		assertThat(this.attempt.lost.get(20, TimeUnit.SECONDS)).isPresent();
	}

	@Test
	void a_connection_whose_ping_was_not_answered_is_aborted_without_a_handshake() throws Exception {
		CountDownLatch pinged = new CountDownLatch(1);
		List<String> later = new CopyOnWriteArrayList<>();
		ScriptedServer silent = server((it) -> {
			it.acceptWebSocket();
			it.readFrame();
			pinged.countDown();
			try {
				while (true) {
					later.add("frame of type " + it.readFrame().opcode());
				}
			}
			catch (IOException ex) {
				later.add("end");
			}
		});
		RecordingAttempt attempt = new RecordingAttempt(silent.url("ws", "/"));
		RecordingWebSocketListener listener = new RecordingWebSocketListener();
		this.connector = WebSocketConnector.builder(listener).build();
		this.socket = this.connector.open(attempt);
		await().atMost(PATIENCE).until(() -> listener.heard.contains("open"));
		await().atMost(PATIENCE).until(() -> !attempt.probe());
		pinged.await();
		this.connector.close(this.socket);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(later).containsExactly("end"));
	}

}
