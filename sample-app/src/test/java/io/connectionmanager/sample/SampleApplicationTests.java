package io.connectionmanager.sample;

import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.FailureKind;
import io.connectionmanager.sample.server.Fault;
import io.connectionmanager.sample.server.PriceServer;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionAttemptFailedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application, broken in each way, seen from outside.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = Operations.LONGER_TIMEOUT)
@Import(RecordedEvents.class)
@DirtiesContext
class SampleApplicationTests {

	private static final List<String> CONNECTIONS = List.of("prices", "quotes");

	private static final int READY = 200;

	private static final int NOT_READY = 503;

	private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

	@Autowired
	private RecordedEvents events;

	@Autowired
	private ConnectionManagers managers;

	@Autowired
	private PriceServer server;

	@Autowired
	private PriceBoard board;

	private Operations operations;

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		int port = FreePort.find();
		registry.add("sample.server.port", () -> port);
	}

	@BeforeEach
	void both_are_up_with_a_well_server(@LocalServerPort int port) {
		this.operations = new Operations(port);
		this.operations.server("heal");
		CONNECTIONS.forEach((connection) -> this.operations.operate(connection, "start"));
		awaitBothUp();
		await().until(() -> this.managers.stream()
			.allMatch((manager) -> this.events.connects(manager.name()) == manager.snapshot().connects()));
		this.events.clear();
	}

	@Test
	void health_shows_both_connections_up() {
		HttpResponse<String> health = this.operations.get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		for (String connection : CONNECTIONS) {
			assertThat(this.operations.health(connection)).isEqualTo("UP");
			assertThat(this.operations.state(connection)).isEqualTo("CONNECTED");
		}
		await().until(() -> this.server.clients() == CONNECTIONS.size());
	}

	@Test
	void each_connection_is_injected_by_its_name(@Autowired ConnectionManager<PriceFeed> prices,
			@Autowired @Qualifier("quotes") ConnectionManager<WebSocket> other) {
		assertThat(prices.name()).isEqualTo("prices");
		assertThat(other.name()).isEqualTo("quotes");
	}

	@Test
	void prices_arrive() {
		awaitPrices();
	}

	@Test
	void after_a_cut_each_is_down_at_once_and_up_again_with_one_event_each() {
		this.operations.server("cut");
		for (String connection : CONNECTIONS) {
			await().until(() -> this.events.of(connection).size() == 2);
			ConnectionEvent down = this.events.of(connection).get(0);
			ConnectionEvent up = this.events.of(connection).get(1);
			assertThat(down).isInstanceOf(DisconnectedEvent.class);
			// At once, because the end was seen and not because nothing was heard for a
			// while.
			assertThat(down.transition().failureKind()).contains(FailureKind.CLOSED_BY_PEER);
			assertThat(up).isInstanceOf(ConnectedEvent.class);
			assertThat(Duration.between(down.at(), up.at())).isGreaterThanOrEqualTo(RECONNECT_AFTER);
		}
		awaitBothUp();
		awaitPrices();
		assertThat(CONNECTIONS).allSatisfy((connection) -> assertThat(this.events.of(connection)).hasSize(2));
	}

	@Test
	void health_is_down_while_a_connection_is_down() {
		this.operations.server("refuse?seconds=60");
		for (String connection : CONNECTIONS) {
			await().untilAsserted(() -> assertThat(this.operations.health(connection)).isEqualTo("DOWN"));
		}
		assertThat(this.operations.get("/actuator/health").statusCode()).isEqualTo(503);
	}

	@Test
	void the_application_is_ready_for_as_long_as_the_required_connection_is_up() {
		assertThat(this.operations.readiness()).isEqualTo(READY);
		this.operations.server("refuse?seconds=60");
		await().untilAsserted(() -> assertThat(this.operations.readiness()).isEqualTo(NOT_READY));
		assertThat(this.operations.liveness()).isEqualTo(READY);
		this.operations.server("heal");
		await().untilAsserted(() -> assertThat(this.operations.readiness()).isEqualTo(READY));
		this.operations.operate("prices", "stop");
		assertThat(this.operations.readiness()).isEqualTo(NOT_READY);
		assertThat(this.operations.liveness()).isEqualTo(READY);
	}

	@Test
	void the_application_is_ready_without_the_optional_connection_whose_health_is_shown() {
		this.operations.operate("quotes", "stop");
		assertThat(this.operations.readiness()).isEqualTo(READY);
		assertThat(this.operations.health("quotes")).isEqualTo("OUT_OF_SERVICE");
		assertThat(this.operations.get("/actuator/health").statusCode()).isEqualTo(NOT_READY);
	}

	@Test
	void recovers_from_a_server_that_refuses() {
		this.operations.server("refuse?seconds=60");
		CONNECTIONS
			.forEach((connection) -> awaitEvent(connection, ConnectionAttemptFailedEvent.class, FailureKind.REFUSED));
		this.operations.server("heal");
		CONNECTIONS.forEach(this::awaitConnectedEvent);
		awaitBothUp();
	}

	@Test
	void recovers_from_a_server_that_stays_silent() {
		this.operations.server("silent?seconds=60");
		for (String connection : CONNECTIONS) {
			awaitEvent(connection, DisconnectedEvent.class, FailureKind.LIVENESS);
			awaitEvent(connection, ConnectionAttemptFailedEvent.class, FailureKind.TIMEOUT);
		}
		this.operations.server("heal");
		CONNECTIONS.forEach(this::awaitConnectedEvent);
		awaitBothUp();
		await().until(() -> this.server.clients() == CONNECTIONS.size());
	}

	@Test
	void recovers_from_a_server_that_drops_what_it_accepts() {
		this.operations.server("drop?seconds=60");
		for (String connection : CONNECTIONS) {
			awaitEvent(connection, ConnectionAttemptFailedEvent.class);
			assertThat(this.events.of(connection)).filteredOn(DisconnectedEvent.class::isInstance).hasSize(1);
		}
		this.operations.server("heal");
		CONNECTIONS.forEach(this::awaitConnectedEvent);
		awaitBothUp();
	}

	@Test
	void recovers_from_a_server_that_talks_nonsense() {
		this.operations.server("garble?seconds=60");
		for (String connection : CONNECTIONS) {
			awaitEvent(connection, DisconnectedEvent.class, FailureKind.PROTOCOL);
			awaitEvent(connection, ConnectionAttemptFailedEvent.class, FailureKind.PROTOCOL);
		}
		this.operations.server("heal");
		CONNECTIONS.forEach(this::awaitConnectedEvent);
		awaitBothUp();
	}

	@Test
	void a_fault_is_over_by_itself_after_its_time() {
		this.operations.server("drop?seconds=2");
		for (String connection : CONNECTIONS) {
			awaitEvent(connection, DisconnectedEvent.class);
			awaitConnectedEvent(connection);
		}
		awaitBothUp();
		assertThat(this.server.fault()).isEqualTo(Fault.HEAL);
	}

	@Test
	void a_fault_that_does_not_exist_is_answered_with_those_that_do() {
		HttpResponse<String> answer = this.operations.server("explode");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(JsonPath.<String>read(answer.body(), "$.detail"))
			.isEqualTo("There is no fault 'explode'; there are: cut, refuse, silent, drop, garble, heal");
	}

	@Test
	void a_time_that_makes_no_sense_is_refused() {
		assertThat(this.operations.server("refuse?seconds=0").statusCode()).isEqualTo(400);
		assertThat(this.operations.server("refuse?seconds=301").statusCode()).isEqualTo(400);
		assertThat(this.operations.server("refuse?seconds=soon").statusCode()).isEqualTo(400);
	}

	private void awaitPrices() {
		long before = this.board.received();
		await().until(() -> this.board.received() > before + 2);
	}

	private void awaitBothUp() {
		for (String connection : CONNECTIONS) {
			await().untilAsserted(() -> assertThat(this.operations.health(connection)).isEqualTo("UP"));
		}
	}

	private void awaitConnectedEvent(String connection) {
		awaitEvent(connection, ConnectedEvent.class);
	}

	private void awaitEvent(String connection, Class<? extends ConnectionEvent> type) {
		await().until(() -> this.events.of(connection).stream().anyMatch(type::isInstance));
	}

	private void awaitEvent(String connection, Class<? extends ConnectionEvent> type, FailureKind kind) {
		await().untilAsserted(() -> assertThat(this.events.of(connection)).anySatisfy((event) -> {
			assertThat(event).isInstanceOf(type);
			assertThat(event.transition().failureKind()).contains(kind);
		}));
	}

}
