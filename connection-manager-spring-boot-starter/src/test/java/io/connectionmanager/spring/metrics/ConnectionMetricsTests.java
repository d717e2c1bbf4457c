package io.connectionmanager.spring.metrics;

import java.io.EOFException;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The meters of connections, in virtual time.
 */
class ConnectionMetricsTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedConnector<String> connector = new ScriptedConnector<>(this.time, (n) -> "c" + n);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ConnectionManagers managers = new ConnectionManagers();

	private final ConnectionMetrics metrics = new ConnectionMetrics(() -> this.registry, () -> this.managers,
			(name) -> false);

	private final ConnectionManager<String> manager = this.managers.add(manager());

	@AfterEach
	void nothing_is_left_behind() {
		this.managers.stream().forEach(ConnectionManager::close);
		this.manager.close();
		this.time.close();
	}

	@Test
	void a_connection_has_its_meters_before_anything_has_happened() {
		this.metrics.afterSingletonsInstantiated();
		assertThat(connected()).isZero();
		assertThat(this.registry.get("connection.manager.flaps").tags("connection", "prices").functionCounter().count())
			.isZero();
		assertThat(outages().count()).isZero();
	}

	@Test
	void connected_is_1_while_the_connection_is_up() {
		start();
		assertThat(connected()).isEqualTo(1);
		this.connector.lastAttempt().disconnected();
		assertThat(connected()).isZero();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(connected()).isEqualTo(1);
	}

	@Test
	void disconnects_are_counted_by_reason() {
		start();
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(12));
		this.manager.reconnect();
		this.time.settle();
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(2));
		assertThat(disconnects("closed-by-peer")).isEqualTo(2);
		assertThat(disconnects("requested")).isEqualTo(1);
		assertThat(this.registry.get("connection.manager.disconnects").counters()).hasSize(2);
	}

	@Test
	void a_classifier_that_throws_costs_the_reason_and_no_count() {
		ConnectionManager<String> prices = this.managers
			.add(builder("other").listener(this.metrics).failureClassifier((transition) -> {
				throw new IllegalStateException("classifier");
			}).start());
		this.time.settle();
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(2));
		assertThat(disconnects("other")).isEqualTo(1);
		prices.close();
	}

	@Test
	@DisplayName("Promise 8: an outage is over when the connection was stable")
	void an_outage_is_timed_when_it_is_over() {
		this.connector.fail(new ConnectException("refused"), 3);
		start();
		this.time.advance(Duration.ofSeconds(6));
		assertThat(this.manager.isConnected()).isTrue();
		assertThat(outages().count()).isZero();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(outages().count()).isEqualTo(1);
		assertThat(outages().totalTime(TimeUnit.SECONDS)).isEqualTo(6);
	}

	@Test
	@DisplayName("Promise 27: abandoned calls are visible")
	void calls_that_nobody_waits_for_any_more_are_counted() {
		this.connector.succeedLate(Duration.ofMinutes(5));
		start();
		Gauge abandoned = this.registry.get("connection.manager.abandoned").tags("connection", "prices").gauge();
		assertThat(abandoned.value()).isZero();
		this.time.advance(Duration.ofSeconds(30));
		assertThat(abandoned.value()).isEqualTo(1);
		this.time.advance(Duration.ofMinutes(5));
		assertThat(abandoned.value()).isZero();
	}

	@Test
	void an_outage_that_is_stopped_is_over() {
		this.connector.fail(new ConnectException("refused"));
		start();
		this.time.advance(Duration.ofSeconds(1));
		this.manager.stop();
		this.time.settle();
		assertThat(outages().totalTime(TimeUnit.SECONDS)).isEqualTo(1);
	}

	@Test
	void a_connection_that_is_lost_too_soon_is_a_flap() {
		start();
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(30));
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.registry.get("connection.manager.flaps").functionCounter().count()).isEqualTo(1);
	}

	@Test
	void attempts_that_are_not_observed_are_timed_by_outcome() {
		this.connector.fail(new ConnectException("refused")).readyAfter(Duration.ofSeconds(3)).neverReady();
		start();
		this.time.advance(Duration.ofSeconds(5));
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(2));
		this.manager.stop();
		this.time.settle();
		assertThat(attempts("refused", "ConnectException").count()).isEqualTo(1);
		assertThat(attempts("connected", "none").totalTime(TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(attempts("abandoned", "none").count()).isEqualTo(1);
	}

	@Test
	void attempts_that_are_observed_are_not_timed_twice() {
		ConnectionMetrics observing = new ConnectionMetrics(() -> this.registry, () -> this.managers,
				"observed"::equals);
		ConnectionManager<String> observed = this.managers.add(builder("observed").listener(observing).build());
		ConnectionManager<String> other = this.managers.add(builder("other").listener(observing).build());
		observed.start();
		other.start();
		this.time.settle();
		assertThat(this.registry.get("connection.manager.attempts").timers()).singleElement()
			.satisfies((timer) -> assertThat(timer.getId().getTag("connection")).isEqualTo("other"));
	}

	@Test
	void a_manager_that_is_added_later_has_meters_from_its_start() {
		this.metrics.afterSingletonsInstantiated();
		ConnectionManager<String> late = this.managers.add(builder("late").listener(this.metrics).build());
		late.start();
		this.time.settle();
		assertThat(this.registry.get("connection.manager.connected").tags("connection", "late").gauge().value())
			.isEqualTo(1);
	}

	@Test
	void a_manager_that_is_removed_and_closed_leaves_no_meters() {
		start();
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.registry.getMeters()).isNotEmpty();
		this.managers.remove("prices").orElseThrow().close();
		this.time.settle();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void a_manager_that_is_closed_leaves_no_meters_though_nobody_removed_it() {
		start();
		this.manager.close();
		this.time.settle();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void a_manager_that_takes_the_name_of_another_takes_its_meters_too() {
		start();
		this.managers.remove("prices");
		ConnectionManager<String> next = this.managers.add(manager());
		next.start();
		this.time.settle();
		next.stop();
		this.time.settle();
		assertThat(this.manager.isConnected()).isTrue();
		assertThat(connected()).isZero();
		this.manager.close();
		this.time.settle();
		assertThat(connected()).isZero();
	}

	@Test
	void nothing_holds_a_manager_that_was_removed() {
		WeakReference<ConnectionManager<?>> gone = measured();
		await().until(() -> {
			System.gc();
			return gone.get() == null;
		});
		assertThat(this.registry.get("connection.manager.connected").tags("connection", "gone").gauge().value())
			.isNaN();
	}

	private WeakReference<ConnectionManager<?>> measured() {
		ConnectionManager<?> manager = this.managers.add(builder("gone").build());
		this.metrics.afterSingletonsInstantiated();
		this.managers.remove("gone");
		return new WeakReference<>(manager);
	}

	@Test
	void all_meters_say_what_they_are() {
		start();
		this.connector.lastAttempt().disconnected(new EOFException());
		this.time.advance(Duration.ofSeconds(2));
		for (ConnectionMeterDocumentation documented : ConnectionMeterDocumentation.values()) {
			if (documented.name().startsWith("EXCLUSIVE_")) {
				continue;
			}
			Meter meter = this.registry.get(documented.getName()).meter();
			assertThat(meter.getId().getDescription()).isEqualTo(documented.getDescription());
			assertThat(meter.getId().getType()).isEqualTo(documented.getType());
			assertThat(meter.getId().getBaseUnit()).isEqualTo(documented.getBaseUnit());
			assertThat(meter.getId().getTags()).extracting("key")
				.containsExactlyInAnyOrder(
						Arrays.stream(documented.getKeyNames()).map((key) -> key.asString()).toArray());
		}
	}

	private void start() {
		this.metrics.afterSingletonsInstantiated();
		this.manager.start();
		this.time.settle();
	}

	private ConnectionManager<String> manager() {
		return builder("prices").listener(this.metrics).build();
	}

	private ConnectionManager.Builder<String> builder(String name) {
		return ConnectionManager.builder(name, this.connector)
			.settings(ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0).build())
			.runtime(this.time.runtime());
	}

	private double connected() {
		return this.registry.get("connection.manager.connected").tags("connection", "prices").gauge().value();
	}

	private double disconnects(String reason) {
		return this.registry.get("connection.manager.disconnects").tags("reason", reason).counter().count();
	}

	private Timer outages() {
		return this.registry.get("connection.manager.outages").tags("connection", "prices").timer();
	}

	private Timer attempts(String outcome, String error) {
		return this.registry.get("connection.manager.attempts")
			.tags("connection", "prices", "outcome", outcome, "error", error)
			.timer();
	}

}
