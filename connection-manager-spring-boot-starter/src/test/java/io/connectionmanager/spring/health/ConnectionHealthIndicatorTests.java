package io.connectionmanager.spring.health;

import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
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

	private Instant wallClock = NOW;

	private long tick;

	private final OutageAges ages = new OutageAges(ConnectionRuntime.builder().clock(new Clock() {

		@Override
		public Instant instant() {
			return ConnectionHealthIndicatorTests.this.wallClock;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}).ticker(() -> this.tick).build());

	@ParameterizedTest
	@CsvSource({ "CONNECTED, 1, UP", "CONNECTING, 1, DOWN", "WAITING, 1, DOWN", "SUSPENDED, 1, DOWN",
			"STOPPED, 1, OUT_OF_SERVICE", "STOPPED, 0, UNKNOWN", "CLOSED, 1, OUT_OF_SERVICE" })
	void each_state_has_a_status(ConnectionState state, long generation, String status) {
		assertThat(health(snapshot(state, generation, NOW), Duration.ZERO).getStatus().getCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTING", "WAITING", "SUSPENDED" })
	void an_outage_within_grace_is_up_counted_from_its_beginning(ConnectionState state) {
		ConnectionSnapshot<Object> snapshot = snapshot(state, 2, NOW.minusSeconds(1), NOW.minusSeconds(9), Map.of());
		assertThat(health(snapshot, Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(snapshot, Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void grace_counts_from_the_start_where_nothing_has_failed_yet() {
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.CONNECTING, 1, NOW.minusSeconds(9));
		assertThat(health(snapshot, Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(snapshot, Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
	}

	@ParameterizedTest
	@CsvSource({ "-3600", "-1", "0", "3600" })
	void setting_the_wall_clock_during_an_outage_does_not_change_its_grace(long seconds) {
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.WAITING, 2, NOW.minusSeconds(1));
		Duration grace = Duration.ofSeconds(3);
		assertThat(health(snapshot, grace).getStatus()).isEqualTo(Status.UP);
		this.wallClock = NOW.plusSeconds(seconds);
		this.tick += Duration.ofSeconds(2).minusNanos(1).toNanos();
		assertThat(health(snapshot, grace).getStatus()).isEqualTo(Status.UP);
		this.tick++;
		assertThat(health(snapshot, grace).getStatus()).isEqualTo(Status.DOWN);
		this.tick += Duration.ofMinutes(30).toNanos();
		assertThat(health(snapshot, grace).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void a_wall_clock_that_was_set_back_before_the_first_look_delays_the_end_of_grace_no_longer_than_that() {
		this.wallClock = NOW.minusSeconds(3600);
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.WAITING, 2, NOW);
		assertThat(health(snapshot, Duration.ofSeconds(1)).getStatus()).isEqualTo(Status.UP);
		this.tick += Duration.ofSeconds(1).toNanos();
		assertThat(health(snapshot, Duration.ofSeconds(1)).getStatus()).isEqualTo(Status.DOWN);
		// The next outage has a grace of its own.
		assertThat(health(snapshot(ConnectionState.WAITING, 2, this.wallClock), Duration.ofSeconds(1)).getStatus())
			.isEqualTo(Status.UP);
	}

	@Test
	void details_say_what_is_known_and_no_secrets() {
		ConnectionSnapshot<Object> snapshot = new ConnectionSnapshot<>("prices", ConnectionState.WAITING, NOW,
				Optional.empty(), 7, 3, Optional.of(new ConnectException("refused by tcp://user:hunter2@feed")),
				Optional.of(NOW.plusSeconds(2)), 2, 2, 3, 2, false, 3, Optional.of(NOW),
				Optional.of(FailureKind.REFUSED), false, Map.of("abandoned", 3));
		assertThat(health(snapshot, Duration.ZERO).getDetails()).containsOnly(entry("state", ConnectionState.WAITING),
				entry("since", NOW), entry("attempt", 3), entry("flaps", 2L),
				entry("lastFailure", "ConnectException: refused by tcp://******@feed"),
				entry("nextAttemptAt", NOW.plusSeconds(2)), entry("abandoned", 3));
	}

	@Test
	void details_leave_out_what_there_is_not() {
		assertThat(health(snapshot(ConnectionState.CONNECTED, 1, NOW), Duration.ZERO).getDetails())
			.containsOnlyKeys("state", "since", "attempt", "flaps", "stable");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONNECTED")
	void a_connection_that_is_not_up_is_neither_stable_nor_unstable(ConnectionState state) {
		assertThat(health(snapshot(state, 1, NOW), Duration.ZERO).getDetails()).doesNotContainKey("stable");
	}

	private static ConnectionSnapshot<Object> snapshot(ConnectionState state, long generation, Instant since) {
		return snapshot(state, generation, since, null, Map.of());
	}

	private static ConnectionSnapshot<Object> snapshot(ConnectionState state, long generation, Instant since,
			@Nullable Instant outageSince, Map<String, Object> details) {
		return new ConnectionSnapshot<>("prices", state, since, Optional.empty(), generation, 1, Optional.empty(),
				Optional.empty(), 0, 0, 0, 0, false, 0, Optional.ofNullable(outageSince), Optional.empty(), false,
				details);
	}

	private Health health(ConnectionSnapshot<Object> snapshot, Duration grace) {
		@SuppressWarnings("unchecked")
		ConnectionManager<Object> manager = Mockito.mock(ConnectionManager.class);
		BDDMockito.given(manager.snapshot()).willReturn(snapshot);
		return new ConnectionHealthIndicator(manager, new ConnectionHealthSettings(true, grace), this.ages,
				Masking.standard())
			.health();
	}

}
