package io.connectionmanager.spring.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.ExclusiveListener.Outcome;
import io.connectionmanager.ExclusiveListener.Reason;
import io.connectionmanager.GroupSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The meters of exclusive connections.
 */
class ExclusiveMetricsTests {

	private static final String PREFIX = "connection.manager.exclusive.";

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ExclusiveGroup group = Mockito.mock(ExclusiveGroup.class);

	private final ExclusiveMetrics metrics = new ExclusiveMetrics(() -> this.registry, () -> List.of(this.group));

	@Test
	void a_group_has_its_meters_before_anything_has_happened() {
		start(snapshot(0, Optional.empty()));
		assertThat(gauge("members").value()).isZero();
		assertThat(gauge("claims").value()).isEqualTo(7);
		assertThat(gauge("valid").value()).isZero();
		assertThat(this.registry.get(PREFIX + "renewals").timers()).hasSize(Outcome.values().length)
			.allMatch((timer) -> timer.count() == 0);
		assertThat(this.registry.get(PREFIX + "takeovers").counters()).hasSize(Reason.values().length);
		assertThat(this.registry.get(PREFIX + "moves").counters()).hasSize(3);
		assertThat(this.registry.get(PREFIX + "overrun").timers()).hasSize(2);
		assertThat(count("lapses")).isZero();
	}

	@Test
	void gauges_show_what_the_group_knows() {
		start(snapshot(3, Optional.of(Duration.ofMillis(8_200))));
		assertThat(gauge("members").value()).isEqualTo(3);
		assertThat(gauge("valid").value()).isEqualTo(8.2);
	}

	@Test
	void what_happens_is_counted_by_reason() {
		start(snapshot(1, Optional.empty()));
		this.metrics.granted("prices", 1, Optional.empty(), Reason.FIRST);
		this.metrics.granted("prices", 2, Optional.of("pod-2"), Reason.EXPIRED);
		this.metrics.granted("quotes", 3, Optional.of("pod-2"), Reason.EXPIRED);
		this.metrics.lost("prices", 2, Cause.LAPSED);
		this.metrics.lost("quotes", 3, Cause.MOVED);
		this.metrics.lost("quotes", 3, Cause.HANDED_OVER);
		this.metrics.lost("quotes", 3, Cause.STOPPED);
		this.metrics.renewed(Duration.ofMillis(4), Outcome.RENEWED);
		this.metrics.renewed(Duration.ofSeconds(3), Outcome.UNKNOWN);
		this.metrics.overrun("prices", Duration.ofSeconds(2), false);
		this.metrics.overrun("prices", Duration.ofSeconds(7), true);
		assertThat(count("takeovers", "reason", "first")).isEqualTo(1);
		assertThat(count("takeovers", "reason", "expired")).isEqualTo(2);
		assertThat(count("lapses")).isEqualTo(1);
		assertThat(count("moves", "reason", "moved")).isEqualTo(1);
		assertThat(count("moves", "reason", "handed-over")).isEqualTo(1);
		assertThat(count("moves", "reason", "yielded")).isZero();
		assertThat(seconds("renewals", "outcome", "renewed")).isEqualTo(0.004);
		assertThat(seconds("renewals", "outcome", "unknown")).isEqualTo(3);
		assertThat(seconds("overrun", "margin", "kept")).isEqualTo(2);
		assertThat(seconds("overrun", "margin", "exceeded")).isEqualTo(7);
	}

	@Test
	void a_connection_is_held_while_this_replica_is_the_holder() {
		ConnectionManager<?> prices = manager();
		new ConnectionMeters(this.registry, prices);
		Gauge held = this.registry.get(PREFIX + "held").tags("connection", "prices", "group", "shop").gauge();
		assertThat(held.value()).isZero();
		claim(ClaimSnapshot.Role.HOLDER);
		assertThat(held.value()).isEqualTo(1);
		claim(ClaimSnapshot.Role.STANDBY);
		assertThat(held.value()).isZero();
	}

	@Test
	void the_meter_of_a_connection_is_removed_with_its_other_meters() {
		ConnectionManager<?> prices = manager();
		new ConnectionMeters(this.registry, prices).remove();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void a_connection_that_is_not_exclusive_has_no_such_meter() {
		ConnectionManager<?> prices = manager();
		BDDMockito.given(prices.exclusiveGroup()).willReturn(Optional.empty());
		new ConnectionMeters(this.registry, prices);
		assertThat(this.registry.find(PREFIX + "held").meter()).isNull();
	}

	@Test
	void without_a_group_there_are_no_meters() {
		new ExclusiveMetrics(() -> this.registry, List::of).afterSingletonsInstantiated();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void the_meters_of_a_group_are_removed_with_the_context() {
		start(snapshot(1, Optional.empty()));
		this.metrics.destroy();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void all_meters_say_what_they_are() {
		start(snapshot(1, Optional.empty()));
		ConnectionManager<?> prices = manager();
		new ConnectionMeters(this.registry, prices);
		for (ConnectionMeterDocumentation documented : ConnectionMeterDocumentation.values()) {
			if (documented.name().startsWith("EXCLUSIVE_")) {
				Meter meter = this.registry.get(documented.getName()).meter();
				assertThat(meter.getId().getDescription()).isEqualTo(documented.getDescription());
				assertThat(meter.getId().getType()).isEqualTo(documented.getType());
				assertThat(meter.getId().getBaseUnit()).isEqualTo(documented.getBaseUnit());
				assertThat(meter.getId().getTags()).extracting("key")
					.containsExactlyInAnyOrder(
							Arrays.stream(documented.getKeyNames()).map((key) -> key.asString()).toArray());
			}
		}
	}

	private void start(GroupSnapshot snapshot) {
		BDDMockito.given(this.group.name()).willReturn("shop");
		BDDMockito.given(this.group.snapshot()).willReturn(snapshot);
		this.metrics.afterSingletonsInstantiated();
	}

	private ConnectionManager<?> manager() {
		ConnectionManager<?> manager = Mockito.mock(ConnectionManager.class);
		BDDMockito.given(manager.name()).willReturn("prices");
		BDDMockito.given(manager.exclusiveGroup()).willReturn(Optional.of(this.group));
		BDDMockito.given(this.group.name()).willReturn("shop");
		claim(ClaimSnapshot.Role.STANDBY);
		return manager;
	}

	private void claim(ClaimSnapshot.Role role) {
		BDDMockito.given(this.group.claim("prices"))
			.willReturn(Optional.of(new ClaimSnapshot("prices", role, Instant.EPOCH, Optional.empty(),
					OptionalLong.empty(), Optional.empty())));
	}

	private static GroupSnapshot snapshot(int members, Optional<Duration> validFor) {
		GroupSnapshot.Member member = new GroupSnapshot.Member("pod-1", "9f3c", 1, false, true, 2, 3);
		return new GroupSnapshot("shop", "pod-1", "memory", validFor.isPresent(), false, Optional.empty(),
				Optional.empty(), validFor, 7, Collections.nCopies(members, member));
	}

	private Gauge gauge(String name) {
		return this.registry.get(PREFIX + name).tags("group", "shop").gauge();
	}

	private double count(String name, String... tags) {
		return this.registry.get(PREFIX + name).tags("group", "shop").tags(tags).counter().count();
	}

	private double seconds(String name, String... tags) {
		return this.registry.get(PREFIX + name).tags("group", "shop").tags(tags).timer().totalTime(TimeUnit.SECONDS);
	}

}
