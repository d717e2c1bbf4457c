package io.connectionmanager.spring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.Masking;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health of the group within which connections are exclusive.
 */
class ExclusiveHealthIndicatorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private final ConnectionRuntime runtime = ConnectionRuntime.builder()
		.clock(Clock.fixed(NOW, ZoneOffset.UTC))
		.ticker(() -> 0)
		.build();

	private final ConnectionManagers managers = new ConnectionManagers();

	@Test
	void it_shows_the_store_and_the_members_without_secrets() {
		add("prices", ConnectionState.STANDBY, ConnectionHealthIndicatorTests.group(false, Optional.of(NOW)));
		assertThat(health(Duration.ofSeconds(1)).getDetails()).isEqualTo(
				Map.of("shop", Map.of("store", "PostgreSQL at tcp://******@db", "memberId", "pod-1", "lastContact", NOW,
						"storeFailure", "refused by tcp://******@db", "members", List.of("pod-1", "pod-2"))));
	}

	@Test
	void it_is_up_with_a_valid_lease() {
		add("prices", ConnectionState.STANDBY,
				ConnectionHealthIndicatorTests.group(true, Optional.of(NOW.minusSeconds(9))));
		assertThat(health(Duration.ZERO).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void it_is_down_without_contact_for_longer_than_grace() {
		add("prices", ConnectionState.STANDBY,
				ConnectionHealthIndicatorTests.group(false, Optional.of(NOW.minusSeconds(9))));
		assertThat(health(Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(Duration.ofSeconds(9)).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void it_is_unknown_while_no_exclusive_connection_is_started() {
		add("prices", ConnectionState.STOPPED, ConnectionHealthIndicatorTests.group(false, Optional.empty()));
		assertThat(health(Duration.ZERO).getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void one_group_without_contact_is_enough() {
		add("prices", ConnectionState.STANDBY, ConnectionHealthIndicatorTests.group(false, Optional.empty()));
		add("quotes", ConnectionState.STANDBY, ConnectionHealthIndicatorTests.group(true, Optional.of(NOW)));
		assertThat(health(Duration.ZERO).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void it_is_a_member_only_if_a_connection_is_exclusive_and_none_has_its_name() {
		add("prices", ConnectionState.STANDBY, null);
		assertThat(names()).containsExactly("prices");
		assertThat(contributor(true).getContributor("exclusive")).isNull();
		add("quotes", ConnectionState.STANDBY, ConnectionHealthIndicatorTests.group(true, Optional.of(NOW)));
		assertThat(names()).containsExactly("prices", "quotes", "exclusive");
		assertThat(contributor(false).stream()).isEmpty();
		add("exclusive", ConnectionState.STANDBY, null);
		assertThat(names()).containsExactly("exclusive", "prices", "quotes");
		assertThat(contributor(true).getContributor("exclusive")).isInstanceOf(ConnectionHealthIndicator.class);
	}

	private List<String> names() {
		return contributor(true).stream().map(HealthContributors.Entry::name).toList();
	}

	private void add(String name, ConnectionState state, ExclusiveGroup group) {
		@SuppressWarnings("unchecked")
		ConnectionManager<Object> manager = Mockito.mock(ConnectionManager.class);
		BDDMockito.given(manager.name()).willReturn(name);
		BDDMockito.given(manager.masking()).willReturn(Masking.standard());
		BDDMockito.given(manager.snapshot())
			.willReturn(new ConnectionSnapshot<>(name, state, NOW.minusSeconds(60), Optional.empty(), 0, 0,
					Optional.empty(), Optional.empty(), 0, 0, 0, 0, false, 0, Optional.empty(), Optional.empty(), false,
					Map.of()));
		BDDMockito.given(manager.exclusiveGroup()).willReturn(Optional.ofNullable(group));
		this.managers.add(manager);
	}

	private ConnectionsHealthContributor contributor(boolean enabled) {
		return new ConnectionsHealthContributor(this.managers,
				(name) -> new ConnectionHealthSettings(enabled, Duration.ZERO), this.runtime,
				(name) -> Masking.standard());
	}

	private Health health(Duration grace) {
		return ((HealthIndicator) new ConnectionsHealthContributor(this.managers,
				(name) -> new ConnectionHealthSettings(true, grace), this.runtime, (name) -> Masking.standard())
			.getContributor("exclusive")).health();
	}

}
