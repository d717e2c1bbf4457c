package io.connectionmanager.spring.autoconfigure.health;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.Replicas;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.health.ConnectionsHealthContributor;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.connectionmanager.testing.VirtualTime;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The health of connections, as the health endpoint shows it.
 */
class ConnectionManagerHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = TestContext.runner()
		.withConfiguration(AutoConfigurations.of(HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				EndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoint.health.show-details=always",
				"management.endpoints.web.exposure.include=health");

	@Test
	void a_single_connection_is_a_member_of_a_composite() {
		this.runner.withUserConfiguration(Prices.class).run((context) -> {
			await().until(() -> context.getBean(ConnectionManagers.class).get("prices").isConnected());
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			assertThat(endpoint.healthForPath("connectionManager")).isInstanceOfSatisfying(
					CompositeHealthDescriptor.class,
					(composite) -> assertThat(composite.getComponents()).containsOnlyKeys("prices"));
			assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void one_connection_that_is_down_is_down_at_once_and_pulls_the_composite_down() {
		this.runner.withUserConfiguration(Prices.class, Quotes.class)
			.withPropertyValues("connection-manager.reconnect-after=1h", "connection-manager.backoff.max-delay=1h")
			.run((context) -> {
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				await().until(() -> managers.stream().allMatch((manager) -> manager.isConnected()));
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.healthForPath("connectionManager").getStatus()).isEqualTo(Status.UP);
				context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
				await().until(() -> !managers.get("prices").isConnected());
				assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus()).isEqualTo(Status.DOWN);
				assertThat(endpoint.healthForPath("connectionManager", "quotes").getStatus()).isEqualTo(Status.UP);
				assertThat(endpoint.healthForPath("connectionManager").getStatus()).isEqualTo(Status.DOWN);
			});
	}

	@Test
	void an_outage_within_grace_is_up() {
		this.runner.withUserConfiguration(Prices.class, Quotes.class)
			.withPropertyValues("connection-manager.reconnect-after=1h", "connection-manager.backoff.max-delay=1h",
					"connection-manager.connections.prices.health.grace=1h")
			.run((context) -> {
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				await().until(() -> managers.stream().allMatch((manager) -> manager.isConnected()));
				context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
				context.getBean("quotesConnector", FakeConnector.class).lose(new IOException("reset"));
				await().until(() -> managers.stream().noneMatch((manager) -> manager.isConnected()));
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus()).isEqualTo(Status.UP);
				assertThat(endpoint.healthForPath("connectionManager", "quotes").getStatus()).isEqualTo(Status.DOWN);
			});
	}

	@Test
	void grace_goes_by_the_clock_of_the_runtime() {
		try (VirtualTime time = new VirtualTime()) {
			this.runner.withUserConfiguration(Prices.class)
				.withBean(ConnectionRuntime.class, time::runtime)
				.withPropertyValues("connection-manager.reconnect-after=1h", "connection-manager.backoff.max-delay=1h",
						"connection-manager.health.grace=10s")
				.run((context) -> {
					time.settle();
					context.getBean(FakeConnector.class).lose(new IOException("reset"));
					time.advance(Duration.ofSeconds(10).minusNanos(1));
					HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
					assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus()).isEqualTo(Status.UP);
					time.advance(Duration.ofNanos(1));
					assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus())
						.isEqualTo(Status.DOWN);
				});
		}
	}

	@Test
	void standby_is_up_until_the_store_is_out_of_contact_for_longer_than_grace() {
		InMemoryCoordinationStore store = new InMemoryCoordinationStore();
		try (VirtualTime time = new VirtualTime(); Replicas replicas = new Replicas(store)) {
			GenericApplicationContext holder = replicas.prepare("pod-1", Prices.class);
			holder.registerBean(ConnectionRuntime.class, time::runtime);
			holder.refresh();
			time.settle();
			this.runner.withUserConfiguration(Prices.class)
				.withBean("memory", CoordinationStore.class, () -> store)
				.withBean(ConnectionRuntime.class, time::runtime)
				.withPropertyValues("spring.application.name=shop", "connection-manager.health.grace=30s",
						"connection-manager.connections.prices.exclusive=true")
				.run((context) -> {
					time.settle();
					HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
					assertThat(endpoint.healthForPath("connectionManager")).isInstanceOfSatisfying(
							CompositeHealthDescriptor.class, (composite) -> assertThat(composite.getComponents())
								.containsOnlyKeys("prices", "exclusive"));
					assertThat(details(endpoint, "prices")).containsEntry("role", "standby")
						.containsEntry("holder", "pod-1");
					time.advance(Duration.ofMinutes(5));
					assertThat(endpoint.healthForPath("connectionManager").getStatus()).isEqualTo(Status.UP);
					store.reachable(false);
					time.advance(Duration.ofSeconds(26));
					assertThat(endpoint.healthForPath("connectionManager").getStatus()).isEqualTo(Status.UP);
					time.advance(Duration.ofSeconds(5));
					assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus())
						.isEqualTo(Status.DOWN);
					assertThat(endpoint.healthForPath("connectionManager", "exclusive").getStatus())
						.isEqualTo(Status.DOWN);
					store.reachable(true);
					time.advance(Duration.ofMinutes(1));
					assertThat(endpoint.healthForPath("connectionManager").getStatus()).isEqualTo(Status.UP);
				});
			holder.close();
		}
	}

	private static Map<String, Object> details(HealthEndpoint endpoint, String connection) {
		return ((IndicatedHealthDescriptor) endpoint.healthForPath("connectionManager", connection)).getDetails();
	}

	@Test
	void details_say_how_often_a_connection_was_lost_too_soon_and_whether_it_is_stable_by_its_own_measure() {
		this.runner.withUserConfiguration(Prices.class, Quotes.class)
			.withPropertyValues("connection-manager.stable-after=1h", "connection-manager.reconnect-after=1ms",
					"connection-manager.connections.quotes.stable-after=0s")
			.run((context) -> {
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				await().until(() -> managers.stream().allMatch((manager) -> manager.isConnected()));
				context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
				await().until(() -> managers.get("prices").snapshot().connects() == 2);
				assertThat(details(context, "prices")).containsEntry("flaps", 1L).containsEntry("stable", false);
				assertThat(details(context, "quotes")).containsEntry("flaps", 0L).containsEntry("stable", true);
			});
	}

	private static Map<String, Object> details(ApplicationContext context, String connection) {
		HealthContributor contributor = context.getBean(ConnectionsHealthContributor.class).getContributor(connection);
		return ((HealthIndicator) contributor).health().getDetails();
	}

	@Test
	void a_connection_that_is_stopped_is_out_of_service_and_one_that_was_never_started_is_unknown() {
		this.runner.withUserConfiguration(Prices.class, Quotes.class)
			.withPropertyValues("connection-manager.connections.quotes.auto-start=false")
			.run((context) -> {
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				await().until(() -> managers.get("prices").isConnected());
				managers.get("prices").stop().toCompletableFuture().get();
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.healthForPath("connectionManager", "prices").getStatus())
					.isEqualTo(Status.OUT_OF_SERVICE);
				assertThat(endpoint.healthForPath("connectionManager", "quotes").getStatus()).isEqualTo(Status.UNKNOWN);
			});
	}

	@Test
	void a_connection_whose_health_is_disabled_is_left_out() {
		this.runner.withUserConfiguration(Prices.class, Quotes.class)
			.withPropertyValues("connection-manager.connections.prices.health.enabled=false")
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.healthForPath("connectionManager", "prices")).isNull();
				assertThat(endpoint.healthForPath("connectionManager", "quotes")).isNotNull();
			});
	}

	@Test
	void a_member_can_be_in_a_group() {
		this.runner.withUserConfiguration(Prices.class, Quotes.class)
			.withPropertyValues("management.endpoint.health.group.readiness.include=connectionManager/prices",
					"management.endpoint.health.group.readiness.show-components=always")
			.run((context) -> {
				HealthDescriptor readiness = context.getBean(HealthEndpoint.class).healthForPath("readiness");
				assertThat(readiness).isInstanceOfSatisfying(CompositeHealthDescriptor.class,
						(composite) -> assertThat(composite.getComponents().get("connectionManager"))
							.isInstanceOfSatisfying(CompositeHealthDescriptor.class,
									(members) -> assertThat(members.getComponents()).containsOnlyKeys("prices")));
			});
	}

	@Test
	void a_manager_that_is_added_later_is_a_member_until_it_is_removed() {
		this.runner.run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			managers.add(ConnectionManager.builder("late", new FakeConnector<>(Feed::new)).build());
			assertThat(endpoint.healthForPath("connectionManager", "late").getStatus()).isEqualTo(Status.UNKNOWN);
			managers.remove("late").orElseThrow().close();
			assertThat(endpoint.healthForPath("connectionManager", "late")).isNull();
		});
	}

	@Test
	void no_connection_is_no_trouble() {
		this.runner.run((context) -> assertThat(context.getBean(HealthEndpoint.class).health().getStatus())
			.isEqualTo(Status.UP));
	}

	@Test
	void a_reactive_application_has_it_too() {
		this.runner.withUserConfiguration(Prices.class).run((context) -> {
			await().until(() -> context.getBean(ConnectionManagers.class).get("prices").isConnected());
			HealthContributor contributor = context.getBean(HealthContributorRegistry.class)
				.getContributor("connectionManager");
			assertThat(ReactiveHealthContributor.adapt(contributor)).isInstanceOfSatisfying(
					CompositeReactiveHealthContributor.class,
					(composite) -> assertThat(composite.getContributor("prices")).isInstanceOfSatisfying(
							ReactiveHealthIndicator.class,
							(prices) -> assertThat(prices.health(true).block().getStatus()).isEqualTo(Status.UP)));
		});
	}

	@Test
	void boot_s_own_switch_switches_it_off() {
		this.runner.withUserConfiguration(Prices.class)
			.withPropertyValues("management.health.connectionmanager.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionsHealthContributor.class));
	}

	@Test
	void an_application_without_health_goes_without() {
		TestContext.runner()
			.withUserConfiguration(Prices.class)
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("connectionManagerHealthContributor");
				await().until(() -> context.getBean(ConnectionManagers.class).get("prices").isConnected());
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Prices {

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Quotes {

		@Bean
		FakeConnector<Feed> quotesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

}
