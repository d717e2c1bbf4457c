package io.connectionmanager.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = Operations.LONGER_TIMEOUT)
@DirtiesContext
class ConnectionsEndpointTests {

	private Operations operations;

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		int port = FreePort.find();
		registry.add("sample.server.port", () -> port);
		// A connection that is up has no outage any more.
		registry.add("connection-manager.stable-after", () -> "0s");
	}

	@BeforeEach
	void prices_are_up_with_a_well_server(@LocalServerPort int port) {
		this.operations = new Operations(port);
		this.operations.server("heal");
		await().until(() -> state().equals("CONNECTED") && outages(shown()).isEmpty());
	}

	@ParameterizedTest
	@MethodSource("faults")
	void one_request_answers_what_failed_how_often_since_when_and_what_happens_next(String fault, int attempts,
			Set<String> kindsOfLast, Set<String> kinds) {
		Instant before = Instant.now();
		this.operations.server(fault);
		DocumentContext shown = await().until(() -> shownWhileBroken(fault), (each) -> isExplained(each, attempts));
		assertThat(shown.<String>read("$.state")).isEqualTo("WAITING");
		assertThat(Instant.parse(shown.read("$.since"))).isBetween(before, Instant.now());
		assertThat(Instant.parse(shown.read("$.outage.begun"))).isBetween(before, Instant.now());
		assertThat(Duration.parse(shown.read("$.outage.length"))).isPositive();
		assertThat(shown.<Integer>read("$.outage.attempts")).isEqualTo(shown.<Integer>read("$.attempt"));
		assertThat(shown.<Map<String, Integer>>read("$.outage.causes").keySet()).isSubsetOf(kinds)
			.containsAnyElementsOf(kindsOfLast);
		assertThat(shown.<String>read("$.lastFailure.kind")).isIn(kindsOfLast);
		assertThat(shown.<String>read("$.outage.lastCause")).startsWith(shown.<String>read("$.lastFailure.type"));
		assertThat(Instant.parse(shown.read("$.nextAttempt.at"))).isAfter(Instant.parse(shown.read("$.since")));
		assertThat(shown.<String>read("$.nextAttempt.decidedBy")).isEqualTo("reconnect-after");
		assertThat(shown.<Integer>read("$.nextAttempt.delayNumber")).isGreaterThan(attempts);
		assertThat(shown.<String>read("$.nextAttempt.explanation"))
			.startsWith("Attempt %d is due".formatted(shown.<Integer>read("$.attempt") + 1))
			.contains("1 s (reconnect-after)")
			.contains("(backoff.jitter)");
	}

	static Stream<Arguments> faults() {
		// It depends on who is quicker whether a subscription meets an end or a reset.
		Set<String> ended = Set.of("closed-by-peer", "reset");
		return Stream.of(Arguments.of("cut", 0, Set.of("closed-by-peer"), Set.of("closed-by-peer")),
				Arguments.of("refuse?seconds=60", 2, Set.of("refused"), Set.of("closed-by-peer", "refused")),
				Arguments.of("silent?seconds=60", 1, Set.of("timeout"), Set.of("liveness", "timeout")),
				Arguments.of("drop?seconds=60", 2, ended, ended),
				Arguments.of("garble?seconds=60", 2, Set.of("protocol"), Set.of("protocol")));
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
	void an_operator_stops_starts_and_reconnects_a_connection() {
		assertThat(this.operations.operate("prices", "stop").statusCode()).isEqualTo(204);
		assertThat(state()).isEqualTo("STOPPED");
		assertThat(this.operations.operate("prices", "start").statusCode()).isEqualTo(204);
		await().until(() -> state().equals("CONNECTED"));
		int connects = shown().read("$.connects");
		assertThat(this.operations.operate("prices", "reconnect").statusCode()).isEqualTo(204);
		await().until(() -> shown().<Integer>read("$.connects") == connects + 1);
		await().untilAsserted(() -> assertThat(kinds()).contains("requested"));
		assertThat(this.operations.operate("prices", "restart").statusCode()).isEqualTo(400);
		assertThat(this.operations.operate("price", "stop").statusCode()).isEqualTo(404);
	}

	@Test
	void the_list_shows_both_connections() {
		assertThat(this.operations.get("/actuator/connections").body()).contains("\"prices\"", "\"quotes\"");
	}

	// A cut is over at once: where the look comes too late, it takes another cut.
	private DocumentContext shownWhileBroken(String fault) {
		DocumentContext shown = shown();
		if (fault.equals("cut") && shown.read("$.state").equals("CONNECTED")) {
			this.operations.server(fault);
		}
		return shown;
	}

	// All parts of the answer have come to the same failure.
	private static boolean isExplained(DocumentContext shown, int attempts) {
		return !shown.<List<?>>read("$[?(@.state == 'WAITING' && @.lastFailure.kind && @.nextAttempt.decidedBy)]")
			.isEmpty()
				&& outages(shown).stream()
					.anyMatch((causes) -> causes.values().stream().mapToInt(Integer::intValue).sum() > attempts)
				&& shown.<Integer>read("$.outage.attempts").equals(shown.<Integer>read("$.attempt"))
				&& shown.<Integer>read("$.attempt") >= attempts;
	}

	private DocumentContext shown() {
		return this.operations.connection("prices");
	}

	private String state() {
		return shown().read("$.state");
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
