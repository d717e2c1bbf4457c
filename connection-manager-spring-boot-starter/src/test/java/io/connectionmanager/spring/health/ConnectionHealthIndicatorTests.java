package io.connectionmanager.spring.health;

import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.FailureKind;
import io.connectionmanager.GroupSnapshot;
import io.connectionmanager.Masking;
import org.junit.jupiter.api.DisplayName;
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

	private @Nullable ExclusiveGroup group;

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

	@Test
	@DisplayName("Promise E12: standby is healthy")
	void standby_is_up_and_says_who_holds_the_connection() {
		this.group = group(true, Optional.of(NOW));
		Health health = health(snapshot(ConnectionState.STANDBY, 0, NOW.minusSeconds(60)), Duration.ZERO);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("role", "standby")
			.containsEntry("holder", "pod-2")
			.containsEntry("since", NOW.minusSeconds(60))
			.containsEntry("waitsFor", ClaimSnapshot.WaitsFor.HOLDER);
	}

	@Test
	void standby_without_contact_to_the_store_is_down_after_its_grace() {
		this.group = group(false, Optional.of(NOW.minusSeconds(9)));
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.STANDBY, 0, NOW.minusSeconds(60));
		assertThat(health(snapshot, Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(snapshot, Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
		assertThat(health(snapshot, Duration.ZERO).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	@DisplayName("Promise E10: a short outage of the store is not noticed")
	void an_outage_of_the_store_that_costs_no_lease_is_not_noticed() {
		this.group = group(true, Optional.of(NOW.minusSeconds(9)));
		assertThat(health(snapshot(ConnectionState.STANDBY, 0, NOW.minusSeconds(60)), Duration.ZERO).getStatus())
			.isEqualTo(Status.UP);
	}

	@Test
	void standby_that_has_never_had_contact_has_its_grace_from_the_start() {
		this.group = group(false, Optional.empty());
		ConnectionSnapshot<Object> snapshot = snapshot(ConnectionState.STANDBY, 0, NOW.minusSeconds(9));
		assertThat(health(snapshot, Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(snapshot, Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void contact_before_the_start_does_not_count() {
		this.group = group(false, Optional.of(NOW.minusSeconds(3600)));
		assertThat(
				health(snapshot(ConnectionState.STANDBY, 0, NOW.minusSeconds(9)), Duration.ofSeconds(10)).getStatus())
			.isEqualTo(Status.UP);
	}

	static ExclusiveGroup group(boolean joined, Optional<Instant> lastContact) {
		ExclusiveGroup group = Mockito.mock(ExclusiveGroup.class);
		BDDMockito.given(group.snapshot())
			.willReturn(new GroupSnapshot("shop", "pod-1", "PostgreSQL at tcp://joe:hunter2@db", joined, false,
					lastContact, joined ? Optional.empty() : Optional.of("refused by\ntcp://joe:hunter2@db"),
					joined ? Optional.of(Duration.ofSeconds(8)) : Optional.empty(), 3,
					List.of(new GroupSnapshot.Member("pod-1", "9f3c", 1, false, true, 1, 2),
							new GroupSnapshot.Member("pod-2", "8e2b", 1, false, false, 2, 2))));
		BDDMockito.given(group.claim("prices"))
			.willReturn(Optional.of(new ClaimSnapshot("prices", ClaimSnapshot.Role.STANDBY, NOW.minusSeconds(60),
					Optional.of(new ClaimHolder("pod-2", "8e2b", 17, false)), OptionalLong.empty(),
					Optional.of(ClaimSnapshot.WaitsFor.HOLDER))));
		return group;
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
		BDDMockito.given(manager.name()).willReturn("prices");
		BDDMockito.given(manager.snapshot()).willReturn(snapshot);
		BDDMockito.given(manager.exclusiveGroup()).willReturn(Optional.ofNullable(this.group));
		return new ConnectionHealthIndicator(manager, new ConnectionHealthSettings(true, grace), this.ages,
				Masking.standard())
			.health();
	}

}
