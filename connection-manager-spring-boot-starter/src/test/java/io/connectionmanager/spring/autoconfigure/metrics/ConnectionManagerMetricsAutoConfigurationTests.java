package io.connectionmanager.spring.autoconfigure.metrics;

import java.io.EOFException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservationContext;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservationConvention;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservations;
import io.connectionmanager.spring.metrics.ConnectionMetrics;
import io.connectionmanager.spring.metrics.DefaultConnectionAttemptObservationConvention;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Meters and observations, as an application gets them.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionManagerMetricsAutoConfigurationTests {

	private final ApplicationContextRunner plain = TestContext.runner().withUserConfiguration(Prices.class);

	private final ApplicationContextRunner measured = this.plain
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	private final ApplicationContextRunner observed = this.measured
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	@Test
	void a_connection_has_meters_and_its_attempts_are_observed_and_timed() {
		this.observed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			awaitMeter().untilAsserted(() -> assertThat(attempts(registry, "connected").count()).isEqualTo(1));
			assertThat(attempts(registry, "connected").getId().getTags()).extracting("key")
				.containsExactlyInAnyOrder("connection", "outcome", "error");
			assertThat(registry.get("connection.manager.connected").tags("connection", "prices").gauge().value())
				.isEqualTo(1);
			assertThat(registry.find("connection.manager.attempts.active").longTaskTimer()).isNotNull();
			assertThat(context.getBean(ConnectionAttemptObservations.class).isObserved("prices")).isTrue();
		});
	}

	@Test
	void an_exclusive_connection_and_its_group_have_meters() {
		this.measured.withBean("memory", CoordinationStore.class, InMemoryCoordinationStore::new)
			.withPropertyValues("spring.application.name=shop", "connection-manager.connections.prices.exclusive=true")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				awaitConnected(managers);
				assertThat(registry.get("connection.manager.exclusive.held")
					.tags("connection", "prices", "group", "shop")
					.gauge()
					.value()).isEqualTo(1);
				awaitMeter().untilAsserted(() -> assertThat(registry.get("connection.manager.exclusive.takeovers")
					.tags("group", "shop", "reason", "first")
					.counter()
					.count()).isEqualTo(1));
				awaitMeter().untilAsserted(() -> assertThat(registry.get("connection.manager.exclusive.renewals")
					.tags("outcome", "renewed")
					.timer()
					.count()).isPositive());
				assertThat(registry.get("connection.manager.exclusive.valid").gauge().value()).isBetween(0.1, 10.0);
				assertThat(registry.get("connection.manager.exclusive.members").gauge().value()).isEqualTo(1);
				managers.get("prices").close();
				awaitMeter().untilAsserted(
						() -> assertThat(registry.find("connection.manager.exclusive.held").meters()).isEmpty());
			});
	}

	@Test
	void without_an_exclusive_connection_there_are_no_meters_of_a_group() {
		this.measured.run((context) -> {
			awaitConnected(context.getBean(ConnectionManagers.class));
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().getName().contains("exclusive"));
		});
	}

	@Test
	void a_loss_and_the_outage_after_it_are_counted() {
		this.observed.withPropertyValues("connection-manager.stable-after=0s").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			awaitConnected(context.getBean(ConnectionManagers.class));
			context.getBean(FakeConnector.class).lose(new EOFException());
			awaitMeter().untilAsserted(
					() -> assertThat(registry.get("connection.manager.outages").timer().count()).isEqualTo(1));
			assertThat(
					registry.get("connection.manager.disconnects").tags("reason", "closed-by-peer").counter().count())
				.isEqualTo(1);
			assertThat(registry.get("connection.manager.flaps").functionCounter().count()).isZero();
		});
	}

	@Test
	void a_manager_that_is_removed_and_closed_during_an_attempt_leaves_no_meter() {
		this.observed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			ConnectionManagerBuilderConfigurer configurer = context.getBean(ConnectionManagerBuilderConfigurer.class);
			CountDownLatch never = new CountDownLatch(1);
			List<Thread> opening = new CopyOnWriteArrayList<>();
			for (int i = 0; i < 10; i++) {
				String name = "hanging-" + i;
				managers.add(configurer.builder(name, Connector.blocking((attempt) -> {
					opening.add(Thread.currentThread());
					never.await();
					return new Feed();
				})).start());
			}
			await().until(() -> opening.size() == 10);
			await().until(() -> registry.find("connection.manager.attempts.active").longTaskTimers().size() == 11);
			for (int i = 0; i < 10; i++) {
				managers.remove("hanging-" + i).orElseThrow().close();
			}
			await().untilAsserted(
					() -> assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getTag("connection"))
						.noneMatch((name) -> name != null && name.startsWith("hanging")));
			assertThat(registry.find("connection.manager.attempts.active").longTaskTimers()).hasSize(1);
		});
	}

	@Test
	void an_application_that_fails_to_start_reports_that_and_nothing_else(CapturedOutput output) {
		this.observed.withUserConfiguration(FailingAfterInjection.class).run((context) -> {
			assertThat(context).getFailure().rootCause().hasMessage("the real cause");
			assertThat(output).doesNotContain("BeanCreationNotAllowedException");
		});
	}

	@Test
	void without_observations_attempts_are_timed_all_the_same() {
		this.measured.run((context) -> {
			assertThat(context).doesNotHaveBean(ConnectionAttemptObservations.class);
			awaitAttemptsTimed(context.getBean(MeterRegistry.class));
		});
	}

	@Test
	void with_observations_that_do_nothing_attempts_are_timed_all_the_same() {
		this.observed.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP).run((context) -> {
			assertThat(context.getBean(ConnectionAttemptObservations.class).isObserved("prices")).isFalse();
			awaitAttemptsTimed(context.getBean(MeterRegistry.class));
		});
	}

	@Test
	void without_meters_attempts_are_observed() {
		this.plain.withUserConfiguration(Observing.class).run((context) -> {
			assertThat(context).doesNotHaveBean(ConnectionMetrics.class);
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
				.hasSingleObservationThat()
				.hasLowCardinalityKeyValue("outcome", "connected"));
		});
	}

	@Test
	void a_convention_bean_describes_attempts() {
		this.observed.withBean(ConnectionAttemptObservationConvention.class, Dialling::new).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(registry.find("dial").tags("team", "markets").timer()).isNotNull());
		});
	}

	@Test
	void a_global_convention_describes_attempts() {
		this.observed.withBean(GlobalDialling.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(registry.find("dial").tags("team", "markets").timer()).isNotNull());
		});
	}

	@Test
	void a_classifier_bean_finds_the_words() {
		this.observed.withBean(FailureClassifier.class, () -> (transition) -> FailureKind.TLS).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			awaitConnected(context.getBean(ConnectionManagers.class));
			FakeConnector<?> connector = context.getBean(FakeConnector.class);
			connector.refusing().lose(new EOFException());
			awaitMeter().untilAsserted(() -> assertThat(attempts(registry, "tls").count()).isGreaterThanOrEqualTo(1));
			assertThat(registry.get("connection.manager.disconnects").counter().getId().getTag("reason"))
				.isEqualTo("tls");
		});
	}

	@Test
	void a_manager_that_is_built_and_added_while_the_application_runs_has_all_of_it_until_it_is_closed() {
		this.observed.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			ConnectionManager<Feed> late = managers.add(context.getBean(ConnectionManagerBuilderConfigurer.class)
				.builder("late", new FakeConnector<>(Feed::new))
				.build());
			late.start();
			awaitMeter().untilAsserted(() -> assertThat(registry.get("connection.manager.attempts")
				.tags("connection", "late", "outcome", "connected")
				.timer()).isNotNull());
			assertThat(registry.get("connection.manager.connected").tags("connection", "late").gauge().value())
				.isEqualTo(1);
			managers.remove("late").orElseThrow().close();
			await().untilAsserted(() -> assertThat(registry.getMeters())
				.noneMatch((meter) -> "late".equals(meter.getId().getTag("connection"))
						&& !meter.getId().getName().endsWith(".active")));
		});
	}

	@Test
	void a_manager_that_the_application_configures_by_itself_is_observed_too() {
		this.observed.withUserConfiguration(OwnManager.class).run((context) -> {
			assertThat(context.getBean(ConnectionAttemptObservations.class).isObserved("own")).isTrue();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(registry.find("connection.manager.attempts")
				.tags("connection", "own", "outcome", "connected", "error", "none")
				.timer()).isNotNull());
		});
	}

	@Test
	void a_registry_whose_filter_needs_a_connection_is_no_circle() {
		this.measured.withUserConfiguration(FilterOfConnection.class)
			.run((context) -> awaitAttemptsTimed(context.getBean(MeterRegistry.class)));
	}

	@Test
	void an_application_without_micrometer_goes_without() {
		this.plain.withClassLoader(new FilteredClassLoader(MeterRegistry.class, ObservationRegistry.class))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean("connectionMetrics")
					.doesNotHaveBean("connectionAttemptObservations");
				awaitConnected(context.getBean(ConnectionManagers.class));
			});
	}

	@Test
	void an_application_with_meters_and_without_the_observation_api_is_measured() {
		this.plain.withBean(SimpleMeterRegistry.class)
			.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("connectionAttemptObservations");
				awaitAttemptsTimed(context.getBean(MeterRegistry.class));
			});
	}

	@Test
	void an_application_with_micrometer_and_no_registry_goes_without() {
		this.plain.run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConnectionMetrics.class)
				.doesNotHaveBean(ConnectionAttemptObservations.class);
			awaitConnected(context.getBean(ConnectionManagers.class));
		});
	}

	@Test
	void where_connections_are_disabled_there_is_nothing_to_measure() {
		this.observed.withPropertyValues("connection-manager.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConnectionMetrics.class)
				.doesNotHaveBean(ConnectionAttemptObservations.class));
	}

	/** A meter that is not there yet is what is waited for. */
	private static ConditionFactory awaitMeter() {
		return await().ignoreExceptionsInstanceOf(MeterNotFoundException.class);
	}

	private static void awaitConnected(ConnectionManagers managers) {
		await().until(() -> managers.stream().allMatch(ConnectionManager::isConnected));
	}

	private static void awaitAttemptsTimed(MeterRegistry registry) {
		awaitMeter().untilAsserted(() -> assertThat(attempts(registry, "connected").count()).isEqualTo(1));
		assertThat(attempts(registry, "connected").getId().getTags()).extracting("key")
			.containsExactlyInAnyOrder("connection", "outcome", "error");
	}

	private static Timer attempts(MeterRegistry registry, String outcome) {
		return registry.get("connection.manager.attempts").tags("connection", "prices", "outcome", outcome).timer();
	}

	@Configuration(proxyBeanMethods = false)
	static class Prices {

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observing {

		@Bean
		TestObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		ConnectionManager<Feed> own(ConnectionManagerBuilderConfigurer configurer) {
			return configurer.configure("own", ConnectionManager.builder("own", new FakeConnector<>(Feed::new)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FilterOfConnection {

		@Bean
		MeterFilter filter(ConnectionManager<Feed> prices) {
			return MeterFilter.deny((id) -> id.getName().equals(prices.name()));
		}

	}

	static class Dialling extends DefaultConnectionAttemptObservationConvention {

		Dialling() {
			super("dial");
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(ConnectionAttemptObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("team", "markets");
		}

	}

	static class GlobalDialling implements GlobalObservationConvention<ConnectionAttemptObservationContext> {

		@Override
		public @Nullable String getName() {
			return "dial";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(ConnectionAttemptObservationContext context) {
			return KeyValues.of("team", "markets");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ConnectionAttemptObservationContext;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingAfterInjection {

		@Bean
		String failing(ConnectionManager<Feed> prices) {
			throw new IllegalStateException("the real cause");
		}

	}

}
