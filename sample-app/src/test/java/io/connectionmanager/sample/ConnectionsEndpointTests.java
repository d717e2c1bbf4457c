package io.connectionmanager.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the person on call learns from one request, whatever is wrong with the server.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ConnectionsEndpointTests {

	private Operations operations;

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		int port = FreePort.find();
		registry.add("sample.server.port", () -> port);
	}

	@BeforeEach
	void prices_are_up_with_a_well_server(@LocalServerPort int port) {
		this.operations = new Operations(port);
		this.operations.server("heal");
		await().until(() -> state().equals("CONNECTED") && outages(shown()).isEmpty());
	}

	@Test
	void while_the_server_refuses_one_request_answers_what_failed_how_often_since_when_and_what_happens_next() {
		Instant before = Instant.now();
		this.operations.server("refuse?seconds=60");
		DocumentContext shown = await().until(this::shown, ConnectionsEndpointTests::explainsTheSecondRefusal);
		assertThat(shown.<String>read("$.state")).isEqualTo("WAITING");
		assertThat(Instant.parse(shown.read("$.since"))).isBetween(before, Instant.now());
		assertThat(Instant.parse(shown.read("$.outage.begun"))).isBetween(before, Instant.now());
		assertThat(Duration.parse(shown.read("$.outage.length"))).isPositive();
		assertThat(shown.<Integer>read("$.outage.attempts")).isGreaterThanOrEqualTo(2);
		assertThat(shown.<Integer>read("$.attempt")).isGreaterThanOrEqualTo(2);
		assertThat(outages(shown).get(0)).containsOnlyKeys("closed-by-peer", "refused");
		assertThat(shown.<String>read("$.outage.lastCause")).startsWith("ConnectException: ");
		assertThat(shown.<String>read("$.lastFailure.kind")).isEqualTo("refused");
		assertThat(Instant.parse(shown.read("$.nextAttempt.at"))).isAfter(Instant.parse(shown.read("$.since")));
		assertThat(shown.<String>read("$.nextAttempt.decidedBy")).isEqualTo("reconnect-after");
		assertThat(shown.<Integer>read("$.nextAttempt.delayNumber")).isGreaterThanOrEqualTo(2);
		assertThat(shown.<String>read("$.nextAttempt.explanation")).contains("1s (reconnect-after)")
			.contains("(backoff.jitter)");
	}

	@Test
	void a_server_that_falls_silent_is_a_lack_of_liveness_and_then_a_timeout_of_each_attempt() {
		this.operations.server("silent?seconds=60");
		await().until(() -> causes().containsKey("timeout"));
		assertThat(causes()).containsOnlyKeys("liveness", "timeout").containsEntry("liveness", 1);
		assertThat(kinds()).containsSubsequence("liveness", "timeout");
	}

	@Test
	void a_cut_is_an_end_by_the_peer() {
		int connects = shown().read("$.connects");
		this.operations.server("cut");
		await().until(() -> shown().<Integer>read("$.connects") > connects);
		await().until(() -> outages(shown()).isEmpty());
		assertThat(causesOfLastOutage()).containsOnlyKeys("closed-by-peer");
	}

	@Test
	void a_server_that_drops_what_it_accepts_ends_it() {
		this.operations.server("drop?seconds=60");
		await().until(() -> causes().values().stream().mapToInt(Integer::intValue).sum() >= 3);
		// It depends on who is quicker whether the subscription meets an end or a reset.
		assertThat(causes()).containsKey("closed-by-peer")
			.allSatisfy((kind, times) -> assertThat(kind).isIn("closed-by-peer", "reset"));
	}

	@Test
	void an_operator_stops_starts_and_reconnects_a_connection() {
		assertThat(this.operations.operate("prices", "stop").statusCode()).isEqualTo(204);
		assertThat(state()).isEqualTo("STOPPED");
		assertThat(this.operations.operate("prices", "start").statusCode()).isEqualTo(204);
		await().until(() -> state().equals("CONNECTED"));
		int connects = shown().read("$.connects");
		assertThat(this.operations.operate("prices", "reconnect").statusCode()).isEqualTo(204);
		await().until(() -> shown().<Integer>read("$.connects") == connects + 1);
		assertThat(kinds()).contains("requested");
		assertThat(this.operations.operate("prices", "restart").statusCode()).isEqualTo(400);
		assertThat(this.operations.operate("price", "stop").statusCode()).isEqualTo(404);
	}

	@Test
	void the_list_shows_both_connections() {
		assertThat(this.operations.get("/actuator/connections").body()).contains("\"prices\"", "\"quotes\"");
	}

	private static boolean explainsTheSecondRefusal(DocumentContext shown) {
		return outages(shown).stream().anyMatch((causes) -> causes.getOrDefault("refused", 0) >= 2)
				&& !shown.<List<?>>read("$[?(@.nextAttempt.decidedBy)]").isEmpty();
	}

	private DocumentContext shown() {
		return this.operations.connection("prices");
	}

	private String state() {
		return shown().read("$.state");
	}

	private Map<String, Integer> causes() {
		return outages(shown()).stream().findFirst().orElse(Map.of());
	}

	private static List<Map<String, Integer>> outages(DocumentContext shown) {
		return shown.read("$[?(@.outage)].outage.causes");
	}

	private Map<String, Integer> causesOfLastOutage() {
		List<Map<String, Integer>> causes = shown().read("$.history.outages[*].causes");
		return causes.get(causes.size() - 1);
	}

	private List<String> kinds() {
		return shown().read("$.history.transitions[*].kind");
	}

}
