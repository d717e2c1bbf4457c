package io.connectionmanager.spring.autoconfigure.actuate;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint over HTTP, in both kinds of web application.
 */
class ConnectionsEndpointWebTests {

	private static final String[] READ_ONLY = { "management.endpoints.web.exposure.include=connections",
			"connection-manager.reconnect-after=1h", "connection-manager.backoff.max-delay=1h",
			"connection-manager.connections.prices.url=tcp://writer:hunter2@feed.example:7000?token=opensesame",
			"connection-manager.connections.prices.username=reader-of-prices",
			"connection-manager.connections.prices.password=correct;horse",
			"connection-manager.connections.prices.backoff.jitter=0",
			"connection-manager.connections.prices.max-attempts=7",
			"connection-manager.connections.quotes.auto-start=false" };

	private static final String[] UNRESTRICTED = Stream
		.concat(Stream.of(READ_ONLY),
				Stream.of("management.endpoint.connections.access=UNRESTRICTED", "connection-manager.stable-after=0s"))
		.toArray(String[]::new);

	@ParameterizedTest
	@EnumSource
	void the_list_shows_each_connection_in_short(WebStack stack) {
		stack.run(READ_ONLY, PricesAndQuotes.class, (context, client) -> {
			losePrices(context);
			client.get()
				.uri("/actuator/connections")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.connections[*].name")
				.isEqualTo(List.of("prices", "quotes"))
				.jsonPath("$.connections[0].state")
				.isEqualTo("WAITING")
				.jsonPath("$.connections[0].since")
				.exists()
				.jsonPath("$.connections[0].attempt")
				.isEqualTo(0)
				.jsonPath("$.connections[0].connects")
				.isEqualTo(1)
				.jsonPath("$.connections[0].disconnects")
				.isEqualTo(1)
				.jsonPath("$.connections[0].failures")
				.isEqualTo(0)
				.jsonPath("$.connections[0].flaps")
				.isEqualTo(1)
				.jsonPath("$.connections[0].stable")
				.doesNotExist()
				.jsonPath("$.connections[0].lastFailure.kind")
				.isEqualTo("reset")
				.jsonPath("$.connections[0].lastFailure.type")
				.isEqualTo("IOException")
				.jsonPath("$.connections[0].nextAttemptAt")
				.exists()
				.jsonPath("$.connections[0].outage.causes.reset")
				.isEqualTo(1)
				.jsonPath("$.connections[0].history")
				.doesNotExist()
				.jsonPath("$.connections[1].state")
				.isEqualTo("STOPPED")
				.jsonPath("$.connections[1].outage")
				.doesNotExist();
		});
	}

	@ParameterizedTest
	@EnumSource
	void one_connection_is_shown_with_settings_history_and_why_the_next_attempt_comes_when_it_comes(WebStack stack) {
		stack.run(READ_ONLY, PricesAndQuotes.class, (context, client) -> {
			losePrices(context);
			client.get()
				.uri("/actuator/connections/prices")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.name")
				.isEqualTo("prices")
				.jsonPath("$.state")
				.isEqualTo("WAITING")
				.jsonPath("$.url")
				.isEqualTo("tcp://******@feed.example:7000?token=******")
				.jsonPath("$.settings.timeout")
				.isEqualTo("PT30S")
				.jsonPath("$.settings.reconnectAfter")
				.isEqualTo("PT1H")
				.jsonPath("$.settings.backoff.jitter")
				.isEqualTo(0.0)
				.jsonPath("$.settings.maxAttempts")
				.isEqualTo(7)
				.jsonPath("$.settings.keepAlive.interval")
				.isEqualTo("PT30S")
				.jsonPath("$.settings.historySize")
				.isEqualTo(50)
				.jsonPath("$.nextAttempt.waitsFor")
				.isEqualTo("DELAY")
				.jsonPath("$.nextAttempt.delay")
				.isEqualTo("PT1H")
				.jsonPath("$.nextAttempt.delayNumber")
				.isEqualTo(1)
				.jsonPath("$.nextAttempt.decidedBy")
				.isEqualTo("reconnect-after")
				.jsonPath("$.nextAttempt.explanation")
				.isEqualTo(
						"Attempt 1 is due 1 h after the latest failure or loss: delay 1 since the connection was last "
								+ "stable, 1 h (reconnect-after)")
				.jsonPath("$.outage.lastCause")
				.exists()
				.jsonPath("$.history.transitions[*].to")
				.isEqualTo(List.of("CONNECTING", "CONNECTED", "WAITING"))
				.jsonPath("$.history.transitions[2].kind")
				.isEqualTo("reset")
				.jsonPath("$.history.transitions[2].cause")
				.exists()
				.jsonPath("$.history.transitions[2].flap")
				.isEqualTo(true)
				.jsonPath("$.history.transitions[1].flap")
				.doesNotExist()
				.jsonPath("$.history.transitions[0].kind")
				.doesNotExist()
				.jsonPath("$.history.outages[0].causes.reset")
				.isEqualTo(1)
				.jsonPath("$.history.outages[0].ended")
				.doesNotExist();
		});
	}

	@ParameterizedTest
	@EnumSource
	void a_connection_that_is_up_is_stable_once_it_has_been_up_for_stable_after(WebStack stack) {
		String[] properties = { "management.endpoints.web.exposure.include=connections",
				"connection-manager.stable-after=1h", "connection-manager.connections.quotes.stable-after=0s" };
		stack.run(properties, PricesAndQuotes.class, (context, client) -> {
			await()
				.until(() -> context.getBean(ConnectionManagers.class).stream().allMatch((each) -> each.isConnected()));
			client.get()
				.uri("/actuator/connections")
				.exchange()
				.expectBody()
				.jsonPath("$.connections[*].name")
				.isEqualTo(List.of("prices", "quotes"))
				.jsonPath("$.connections[*].stable")
				.isEqualTo(List.of(false, true));
		});
	}

	@ParameterizedTest
	@EnumSource
	void no_secret_is_in_any_answer(WebStack stack) {
		stack.run(READ_ONLY, PricesAndQuotes.class, (context, client) -> {
			losePrices(context);
			for (String path : new String[] { "/actuator/connections", "/actuator/connections/prices" }) {
				String body = client.get()
					.uri(path)
					.exchange()
					.expectStatus()
					.isOk()
					.expectBody(String.class)
					.returnResult()
					.getResponseBody();
				assertThat(body).contains("prices")
					.contains("login failed")
					.doesNotContain("null")
					.doesNotContain("hunter2", "writer", "reader-of-prices", "correct", "horse", "opensesame");
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void an_unknown_connection_is_not_found_and_the_answer_says_which_there_are(WebStack stack) {
		stack.run(UNRESTRICTED, PricesAndQuotes.class, (context, client) -> {
			client.get()
				.uri("/actuator/connections/price")
				.exchange()
				.expectStatus()
				.isNotFound()
				.expectBody()
				.jsonPath("$.message")
				.isEqualTo("Unknown connection 'price'")
				.jsonPath("$.connections")
				.isEqualTo(List.of("prices", "quotes"))
				.jsonPath("$.operations")
				.doesNotHaveJsonPath();
			post(client, "price", "{\"operation\": \"start\"}").expectStatus().isNotFound();
		});
	}

	@ParameterizedTest
	@EnumSource
	void nothing_can_be_done_while_access_is_read_only(WebStack stack) {
		stack.run(READ_ONLY, PricesAndQuotes.class, (context, client) -> {
			post(client, "quotes", "{\"operation\": \"start\"}").expectStatus().is4xxClientError();
			assertThat(context.getBean(ConnectionManagers.class).get("quotes").snapshot().state())
				.isEqualTo(ConnectionState.STOPPED);
		});
	}

	@ParameterizedTest
	@EnumSource
	void a_connection_can_be_started_connected_anew_and_stopped(WebStack stack) {
		stack.run(UNRESTRICTED, PricesAndQuotes.class, (context, client) -> {
			ConnectionManager<?> quotes = context.getBean(ConnectionManagers.class).get("quotes");
			post(client, "quotes", "{\"operation\": \"START\"}").expectStatus().isNoContent();
			await().until(quotes::isConnected);
			post(client, "quotes", "{\"operation\": \"Reconnect\"}").expectStatus().isNoContent();
			await().until(() -> quotes.snapshot().connects() == 2);
			post(client, "quotes", "{\"operation\": \"stop\"}").expectStatus().isNoContent();
			assertThat(quotes.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		});
	}

	@ParameterizedTest
	@EnumSource
	void the_path_alone_selects_the_connection_so_that_an_access_rule_by_path_holds(WebStack stack) {
		stack.run(UNRESTRICTED, PricesAndQuotes.class, (context, client) -> {
			ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
			await().until(prices::isConnected);
			post(client, "quotes", "{\"operation\": \"stop\", \"name\": \"prices\"}").expectStatus()
				.isBadRequest()
				.expectBody()
				.jsonPath("$.message")
				.isEqualTo("The path alone selects the connection: remove 'name' from the body and the parameters");
			post(client, "quotes", "{\"operation\": \"stop\", \"name\": [\"prices\"]}").expectStatus()
				.is4xxClientError();
			post(client, "quotes?name=prices", "{\"operation\": \"stop\"}").expectStatus().isBadRequest();
			post(client, "quotes?name=prices&name=prices", "{\"operation\": \"stop\"}").expectStatus().isBadRequest();
			post(client, "quotes/prices", "{\"operation\": \"stop\"}").expectStatus().isNotFound();
			post(client, "", "{\"operation\": \"stop\"}").expectStatus().is4xxClientError();
			for (String query : List.of("?name=prices", "?name=prices&name=quotes")) {
				client.get().uri("/actuator/connections/quotes" + query).exchange().expectStatus().isBadRequest();
			}
			assertThat(prices.isConnected()).isTrue();
			assertThat(prices.snapshot().connects()).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@EnumSource
	void an_unknown_operation_is_refused_and_the_answer_says_which_there_are(WebStack stack) {
		stack.run(UNRESTRICTED, PricesAndQuotes.class, (context, client) -> {
			post(client, "prices", "{\"operation\": \"restart\"}").expectStatus()
				.isBadRequest()
				.expectBody()
				.jsonPath("$.message")
				.isEqualTo("Unknown operation 'restart'")
				.jsonPath("$.operations")
				.isEqualTo(List.of("reconnect", "stop", "start", "hand-over"));
			post(client, "prices", "{}").expectStatus()
				.isBadRequest()
				.expectBody()
				.jsonPath("$.message")
				.isEqualTo("Missing required field 'operation'")
				.jsonPath("$.operations")
				.isEqualTo(List.of("reconnect", "stop", "start", "hand-over"));
		});
	}

	@ParameterizedTest
	@EnumSource
	void nothing_can_be_done_to_a_connection_that_is_closed(WebStack stack) {
		stack.run(UNRESTRICTED, PricesAndQuotes.class, (context, client) -> {
			context.getBean(ConnectionManagers.class).get("quotes").close();
			post(client, "quotes", "{\"operation\": \"start\"}").expectStatus()
				.isEqualTo(409)
				.expectBody()
				.jsonPath("$.message")
				.isEqualTo("Connection 'quotes' is closed");
		});
	}

	private static WebTestClient.ResponseSpec post(WebTestClient client, String name, String body) {
		return client.post()
			.uri("/actuator/connections/" + name)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	// The history is told on a worker thread.
	private static void losePrices(ApplicationContext context) {
		ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
		await().until(prices::isConnected);
		context.getBean("pricesConnector", FakeConnector.class)
			.lose(new IOException("Connection reset: login failed, reader-of-prices with password=correct;horse at "
					+ "tcp://writer:hunter2@feed.example, hunter2"));
		ConnectionsEndpoint endpoint = context.getBean(ConnectionsEndpoint.class);
		await().until(() -> endpoint.connection("prices").summary().outage() != null);
	}

}
