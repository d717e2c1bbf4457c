package io.connectionmanager.jdk;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WebSocketConnectorFactory} and {@link EventStreamConnectorFactory}.
 */
class WebConnectorFactoriesTests extends ManagedTest {

	private final WebSocketConnectorFactory webSockets = new WebSocketConnectorFactory();

	private final EventStreamConnectorFactory eventStreams = new EventStreamConnectorFactory();

	private final EventStreamListener eventListener = (event) -> {
	};

	private static ConnectorContext.Builder context(URI endpoint) {
		return ConnectorContext.builder("peer", endpoint);
	}

	@Test
	void schemes_and_types() {
		assertThat(this.webSockets.schemes()).containsExactlyInAnyOrder("ws", "wss");
		assertThat(this.webSockets.connectionType()).isEqualTo(WebSocket.class);
		assertThat(this.eventStreams.schemes()).containsExactlyInAnyOrder("http", "https");
		assertThat(this.eventStreams.connectionType()).isEqualTo(EventStream.class);
	}

	@Test
	void all_options_of_a_web_socket_have_an_effect() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket("Sec-WebSocket-Protocol: b");
			it.echo();
		});
		URI url = server.url("ws", "/");
		ConnectorContext context = context(url).option("subprotocols", "a, b")
			.option("headers", "Origin: https://example.com:80, X-Client: c")
			.option("max-pending-sends", "5")
			.collaborator(new RecordingWebSocketListener())
			.build();
		assertThat(this.webSockets.options()).isEqualTo(context.options().keySet());
		WebSocket socket = start(this.webSockets.create(context), url).awaitConnection(PATIENCE);
		assertThat(socket.getSubprotocol()).isEqualTo("b");
		assertThat(server.exchanges().get(0).headers()).containsEntry("Origin", "https://example.com:80")
			.containsEntry("X-Client", "c");
	}

	@Test
	void all_options_of_an_event_stream_have_an_effect() throws Exception {
		ScriptedServer server = server((it) -> {
			it.beginEvents();
			it.awaitEnd();
		});
		URI url = server.url("http", "/");
		ConnectorContext context = context(url).option("headers", "X-Client: c")
			.option("max-event-size", "5")
			.collaborator(this.eventListener)
			.build();
		assertThat(this.eventStreams.options()).isEqualTo(context.options().keySet());
		start(this.eventStreams.create(context), url).awaitConnection(PATIENCE);
		assertThat(server.exchanges().get(0).headers()).containsEntry("X-Client", "c");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			subprotocols      | a, a
			subprotocols      | a b
			headers           | secret
			headers           | a b: secret
			headers           | X-Key:
			headers           | X-Key: sécret
			headers           | Host: secret
			headers           | Sec-WebSocket-Key: secret
			max-pending-sends | 0
			max-pending-sends | many
			""")
	void an_invalid_option_is_reported_without_a_secret(String option, String value) {
		ConnectorContext context = context(URI.create("ws://localhost/")).option(option, value)
			.collaborator(new RecordingWebSocketListener())
			.build();
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> this.webSockets.create(context))
			.withMessageContaining("'" + option + "'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret", "sécret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ws://joe:secret@a_b/", "ws:///", "tcp://joe:secret@host:1" })
	void a_url_that_cannot_work_is_reported_without_a_secret(URI url) {
		for (ConnectorFactory<?> factory : List.of(this.webSockets, this.eventStreams)) {
			assertThatExceptionOfType(InvalidEndpointException.class)
				.isThrownBy(() -> factory.create(context(url).build()))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains("URL").doesNotContain("secret"));
		}
	}

	@Test
	void a_missing_listener_is_reported() {
		assertThatExceptionOfType(MissingCollaboratorException.class)
			.isThrownBy(() -> this.webSockets.create(context(URI.create("ws://localhost/")).build()));
		assertThatExceptionOfType(MissingCollaboratorException.class)
			.isThrownBy(() -> this.eventStreams.create(context(URI.create("http://localhost/")).build()));
	}

	@Test
	void builders_refuse_what_cannot_work() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WebSocketConnector.builder(new RecordingWebSocketListener()).subprotocols("a", "a"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WebSocketConnector.builder(new RecordingWebSocketListener()).maxPendingSends(0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EventStreamConnector.builder(this.eventListener).maxEventSize(0));
	}

	@Test
	void connectors_share_the_threads_of_one_client() throws Exception {
		ScriptedServer server = server((it) -> {
			it.acceptWebSocket();
			it.echo();
		});
		for (int i = 0; i < 20; i++) {
			Connector<WebSocket> connector = this.webSockets
				.create(context(server.url("ws", "/")).collaborator(new RecordingWebSocketListener()).build());
			start(connector, server.url("ws", "/")).awaitConnection(PATIENCE);
		}
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.filteredOn((it) -> it.contains("SelectorManager"))
			.hasSizeLessThanOrEqualTo(3);
	}

}
