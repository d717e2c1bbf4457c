package io.connectionmanager;

import java.io.EOFException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConnectionHistoryTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	private static final ConnectException REFUSED = new ConnectException("Connection refused by feed");

	private final ConnectionHistory history = new ConnectionHistory(5, Masking.standard());

	@Test
	@DisplayName("Promise 8: an outage is over when the connection was stable")
	void an_outage_is_one_record_from_the_loss_until_the_connection_is_stable() {
		ConnectionManager<String> manager = start(manager().listener(this.history));
		assertThat(this.history.outage()).isEmpty();
		this.connector.fail(REFUSED, 2);
		Instant begun = this.time.now();
		manager.connectionLost(manager.requireConnection(), new EOFException());
		this.time.settle();
		assertThat(this.history.outage()).contains(new Outage("prices", begun, Optional.empty(), Duration.ZERO, 0,
				Map.of(FailureKind.CLOSED_BY_PEER, 1), "EOFException"));
		advance(DELAY.multipliedBy(2));
		assertThat(this.history.outages()).singleElement()
			.satisfies((outage) -> assertThat(outage.attempts()).isEqualTo(2))
			.satisfies((outage) -> assertThat(outage.ended()).isEmpty());
		advance(DELAY);
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.history.outage()).isPresent();
		advance(STABLE);
		assertThat(this.history.outage()).isEmpty();
		assertThat(this.history.outages())
			.containsExactly(new Outage("prices", begun, Optional.of(begun.plusSeconds(6)), Duration.ofSeconds(6), 3,
					Map.of(FailureKind.CLOSED_BY_PEER, 1, FailureKind.REFUSED, 2),
					"ConnectException: " + REFUSED.getMessage()));
		assertThat(this.history.outages().get(0).summary())
			.isEqualTo("3 attempts; causes: refused x2, closed-by-peer x1");
	}

	@Test
	void an_outage_ends_when_nobody_wants_the_connection_any_more() {
		this.connector.fail(REFUSED);
		ConnectionManager<String> manager = start(manager().listener(this.history));
		advance(Duration.ofSeconds(1));
		manager.stop();
		this.time.settle();
		assertThat(this.history.outages()).singleElement()
			.satisfies((outage) -> assertThat(outage.ended()).contains(this.time.now()))
			.satisfies((outage) -> assertThat(outage.length()).hasSeconds(1));
	}

	@Test
	void a_peer_that_accepts_and_hangs_up_is_recorded_the_same_before_and_after_the_connection_is_ready() {
		List<ConnectionAttempt> attempts = new ArrayList<>();
		Connector<String> connector = Connector.blocking((attempt) -> {
			attempts.add(attempt);
			if (attempts.size() == 1) {
				attempt.disconnected();
			}
			else {
				attempt.connected();
			}
			return "c" + attempts.size();
		});
		start(manager(connector).listener(this.history));
		advance(DELAY);
		attempts.get(1).disconnected();
		this.time.settle();
		assertThat(this.history.outage()).get()
			.extracting(Outage::causes)
			.isEqualTo(Map.of(FailureKind.CLOSED_BY_PEER, 2));
	}

	@Test
	void stopping_a_connection_that_is_up_is_no_outage() {
		ConnectionManager<String> manager = start(manager().listener(this.history));
		manager.stop();
		this.time.settle();
		assertThat(this.history.outages()).isEmpty();
		assertThat(this.history.transitions()).extracting(ConnectionHistory.Entry::to)
			.containsExactly(CONNECTING, CONNECTED, STOPPED);
		assertThat(this.history.transitions().get(2).kind()).contains(FailureKind.REQUESTED);
	}

	@Test
	void only_the_latest_are_remembered() {
		this.connector.fail(REFUSED, 10);
		start(manager().listener(this.history));
		advance(DELAY.multipliedBy(9));
		assertThat(this.history.transitions()).hasSize(5);
		assertThat(this.history.transitions().get(4))
			.isEqualTo(new ConnectionHistory.Entry(CONNECTING, WAITING, 10, Optional.of(FailureKind.REFUSED),
					Optional.of("ConnectException: " + REFUSED.getMessage()), this.time.now(), Duration.ZERO));
	}

	@Test
	void a_history_may_remember_nothing_but_the_present() {
		ConnectionHistory none = new ConnectionHistory(0, Masking.standard());
		this.connector.fail(REFUSED);
		start(manager().listener(none));
		assertThat(none.transitions()).isEmpty();
		assertThat(none.outages()).hasSize(1);
		advance(DELAY.plus(STABLE));
		assertThat(none.outages()).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionHistory(-1, Masking.standard()))
			.withMessage("size must not be negative, but is -1");
	}

	@Test
	void a_classifier_that_throws_costs_the_kind_and_nothing_else() {
		FailureClassifier throwing = (transition) -> {
			throw new IllegalStateException("played");
		};
		ConnectionHistory history = new ConnectionHistory(5, Masking.standard());
		this.connector.fail(REFUSED);
		try (Logs logs = Logs.capture()) {
			start(manager().failureClassifier(throwing).listener(history));
			assertThat(logs.at(Level.WARN)).satisfiesExactly(
					(message) -> assertThat(message)
						.isEqualTo("Connection 'prices': a failure could not be classified"),
					(message) -> assertThat(message).startsWith("Connection 'prices' failed (other): "));
		}
		assertThat(history.outage()).get().extracting(Outage::causes).isEqualTo(Map.of(FailureKind.OTHER, 1));
	}

	@Test
	void what_is_remembered_holds_no_secret() {
		this.connector.fail(new ConnectException("refused by tcp://joe:hunter2@feed.example"));
		start(manager().listener(this.history));
		assertThat(this.history.transitions().toString() + this.history.outages()).doesNotContain("hunter2");
	}

}
