package io.connectionmanager.spring.health;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Masking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What the health of one connection is in each state.
 */
class ConnectionHealthIndicatorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

	private final ConnectionOutages outages = new ConnectionOutages();

	@ParameterizedTest
	@CsvSource({ "CONNECTED, 1, UP", "CONNECTING, 1, DOWN", "WAITING, 1, DOWN", "SUSPENDED, 1, DOWN",
			"STOPPED, 1, OUT_OF_SERVICE", "STOPPED, 0, UNKNOWN", "CLOSED, 1, OUT_OF_SERVICE" })
	void each_state_has_a_status(ConnectionState state, long generation, String status) {
		assertThat(health(snapshot(state, generation, NOW), Duration.ZERO).getStatus().getCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTING", "WAITING", "SUSPENDED" })
	void an_outage_within_grace_is_up_counted_from_its_beginning(ConnectionState state) {
		transition(ConnectionState.CONNECTED, ConnectionState.WAITING, NOW.minusSeconds(9));
		transition(ConnectionState.WAITING, ConnectionState.CONNECTING, NOW.minusSeconds(5));
		transition(ConnectionState.CONNECTING, ConnectionState.WAITING, NOW.minusSeconds(1));
		ConnectionSnapshot<Object> snapshot = snapshot(state, 2, NOW.minusSeconds(1));
		assertThat(health(snapshot, Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(snapshot, Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void grace_counts_from_the_start_where_the_connection_has_not_been_up() {
		transition(ConnectionState.STOPPED, ConnectionState.CONNECTING, NOW.minusSeconds(9));
		transition(ConnectionState.CONNECTING, ConnectionState.WAITING, NOW.minusSeconds(1));
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.WAITING, 1, NOW.minusSeconds(1));
		assertThat(health(snapshot, Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(snapshot, Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void each_outage_has_its_own_grace() {
		transition(ConnectionState.STOPPED, ConnectionState.CONNECTING, NOW.minusSeconds(90));
		transition(ConnectionState.CONNECTING, ConnectionState.CONNECTED, NOW.minusSeconds(50));
		transition(ConnectionState.CONNECTED, ConnectionState.WAITING, NOW.minusSeconds(1));
		assertThat(health(snapshot(ConnectionState.WAITING, 1, NOW), Duration.ofSeconds(10)).getStatus())
			.isEqualTo(Status.UP);
	}

	@Test
	void details_say_what_is_known_and_no_secrets() {
		ConnectionSnapshot<Object> snapshot = new ConnectionSnapshot<>("prices", ConnectionState.WAITING, NOW,
				Optional.empty(), 7, 3, Optional.of(new ConnectException("refused by tcp://user:hunter2@feed")),
				Optional.of(NOW.plusSeconds(2)), 2, 2, 3, 2);
		assertThat(health(snapshot, Duration.ZERO).getDetails()).containsOnly(entry("state", ConnectionState.WAITING),
				entry("since", NOW), entry("attempt", 3), entry("flaps", 2L),
				entry("lastFailure", "ConnectException: refused by tcp://******@feed"),
				entry("nextAttemptAt", NOW.plusSeconds(2)));
	}

	@Test
	void details_leave_out_what_there_is_not() {
		assertThat(health(snapshot(ConnectionState.CONNECTED, 1, NOW), Duration.ZERO).getDetails())
			.containsOnlyKeys("state", "since", "attempt", "flaps", "stable");
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "9, false", "10, true", "11, true" })
	void a_connection_is_stable_once_it_has_been_up_for_the_stable_time(long seconds, boolean stable) {
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.CONNECTED, 1, NOW.minusSeconds(seconds));
		assertThat(health(snapshot, Duration.ZERO).getDetails()).containsEntry("stable", stable);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONNECTED")
	void a_connection_that_is_not_up_is_neither_stable_nor_unstable(ConnectionState state) {
		assertThat(health(snapshot(state, 1, NOW), Duration.ZERO).getDetails()).doesNotContainKey("stable");
	}

	private void transition(ConnectionState from, ConnectionState to, Instant at) {
		this.outages.onTransition(
				new ConnectionTransition("prices", from, to, 1, Optional.of(new IOException()), at, Duration.ZERO));
	}

	private static ConnectionSnapshot<Object> snapshot(ConnectionState state, long generation, Instant since) {
		return new ConnectionSnapshot<>("prices", state, since, Optional.empty(), generation, 1, Optional.empty(),
				Optional.empty(), 0, 0, 0, 0);
	}

	private Health health(ConnectionSnapshot<Object> snapshot, Duration grace) {
		@SuppressWarnings("unchecked")
		ConnectionManager<Object> manager = Mockito.mock(ConnectionManager.class);
		BDDMockito.given(manager.snapshot()).willReturn(snapshot);
		return new ConnectionHealthIndicator(manager, new ConnectionHealthSettings(true, grace, STABLE_AFTER),
				this.outages, Clock.fixed(NOW, ZoneOffset.UTC), Masking::standard)
			.health();
	}

}
