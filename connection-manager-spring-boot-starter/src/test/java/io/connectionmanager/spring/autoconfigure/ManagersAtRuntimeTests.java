package io.connectionmanager.spring.autoconfigure;

import java.io.EOFException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.ManagerClosedException;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.connectionmanager.spring.health.ConnectionsHealthContributor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Managers that are added and removed while the application runs, which are then like all
 * others.
 */
class ManagersAtRuntimeTests {

	private final ApplicationContextRunner runner = TestContext.runner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("management.endpoints.web.exposure.include=connections");

	private final FakeConnector<Feed> connector = new FakeConnector<>(Feed::new);

	@Test
	void one_that_is_added_has_the_settings_health_endpoint_meters_and_events_of_the_others() {
		this.runner.run((context) -> {
			ConnectionManager<Feed> added = add(context, "added");
			await().until(added::isConnected);
			await().untilAsserted(() -> assertThat(health(context)).containsEntry("added", Status.UP)
				.containsEntry("declared", Status.UP));
			await().untilAsserted(() -> assertThat(meters(context)).contains("connection.manager.connected",
					"connection.manager.flaps", "connection.manager.outages"));
			await().until(() -> events(context).contains("added: CONNECTING to CONNECTED (attempt 1)"));
			this.connector.refusing(new ConnectException("refused"));
			this.connector.lose(new EOFException());
			await().until(() -> added.snapshot().failures() > 1);
			assertThat(health(context)).containsEntry("added", Status.DOWN).containsEntry("declared", Status.UP);
			await().untilAsserted(() -> assertThat(meters(context)).contains("connection.manager.disconnects",
					"connection.manager.attempts"));
			ConnectionsEndpoint endpoint = context.getBean(ConnectionsEndpoint.class);
			await().untilAsserted(() -> assertThat(endpoint.connection("added")).satisfies((description) -> {
				assertThat(description.summary().outage()).isNotNull();
				assertThat(description.history()).isNotNull();
				assertThat(description.settings().reconnectAfter()).hasMillis(10);
			}));
			assertThat(endpoint.connections().connections()).extracting("name")
				.containsExactlyInAnyOrder("added", "declared");
		});
	}

	@Test
	void one_that_is_removed_leaves_nothing_behind() {
		this.runner.run((context) -> {
			ConnectionManager<Feed> added = add(context, "added");
			await().until(added::isConnected);
			context.getBean(ConnectionManagers.class).remove("added").ifPresent(ConnectionManager::close);
			assertThat(this.connector.closed()).hasSize(1);
			assertThat(health(context)).containsOnlyKeys("declared");
			await().until(() -> meters(context).isEmpty());
			assertThat(context.getBean(ConnectionsEndpoint.class).connection("added")).isNull();
			await().until(() -> events(context).stream().anyMatch((event) -> event.startsWith("added: CONNECTED to")));
		});
	}

	@Test
	void another_one_may_take_the_name_of_one_that_was_removed() {
		this.runner.run((context) -> {
			add(context, "added");
			context.getBean(ConnectionManagers.class).remove("added").ifPresent(ConnectionManager::close);
			ConnectionManager<Feed> next = add(context, "added");
			await().until(next::isConnected);
			assertThat(health(context)).containsEntry("added", Status.UP);
			await().until(() -> meters(context).contains("connection.manager.connected"));
			assertThat(context.getBean(MeterRegistry.class)
				.get("connection.manager.connected")
				.tag("connection", "added")
				.gauge()
				.value()).isEqualTo(1);
		});
	}

	@Test
	void one_that_is_destroyed_with_its_connector_leaves_the_registry_and_comes_back_when_it_is_created_again() {
		this.runner.run((context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			ConnectionManager<?> first = managers.get("declared");
			await().until(first::isConnected);
			ConfigurableListableBeanFactory factory = context.getSourceApplicationContext().getBeanFactory();
			((DefaultSingletonBeanRegistry) factory).destroySingleton("declared");
			assertThat(first.snapshot().state()).isEqualTo(ConnectionState.CLOSED);
			assertThat(managers.stream()).isEmpty();
			assertThat(health(context)).isEmpty();
			ConnectionManager<?> second = context.getBean(ConnectionManager.class);
			assertThat(managers.<Feed>get("declared")).isSameAs(second).isNotSameAs(first);
			await().until(second::isConnected);
			await().untilAsserted(() -> assertThat(health(context)).containsEntry("declared", Status.UP));
		});
	}

	@Test
	void a_listener_may_look_managers_up_in_the_registry() {
		this.runner.withUserConfiguration(LookingUp.class).run((context) -> {
			assertThat(context).hasNotFailed();
			await().until(() -> context.getBean(LookingUp.class).seen.contains("declared is CONNECTED"));
		});
	}

	@Test
	void one_that_was_added_is_closed_with_the_application() {
		List<ConnectionManager<Feed>> added = new ArrayList<>();
		this.runner.run((context) -> {
			added.add(add(context, "added"));
			await().until(added.get(0)::isConnected);
		});
		assertThat(this.connector.closed()).hasSize(1);
		assertThat(added.get(0).snapshot().state()).isEqualTo(ConnectionState.CLOSED);
		assertThatExceptionOfType(ManagerClosedException.class).isThrownBy(added.get(0)::requireConnection);
	}

	private ConnectionManager<Feed> add(ApplicationContext context, String name) {
		ConnectionManager<Feed> manager = context.getBean(ConnectionManagerBuilderConfigurer.class)
			.builder(name, this.connector)
			.build();
		context.getBean(ConnectionManagers.class).add(manager).start();
		return manager;
	}

	private static Map<String, Status> health(ApplicationContext context) {
		return context.getBean(ConnectionsHealthContributor.class)
			.stream()
			.collect(Collectors.toMap(HealthContributors.Entry::name,
					(entry) -> ((HealthIndicator) entry.contributor()).health().getStatus()));
	}

	private static List<String> meters(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> "added".equals(meter.getId().getTag("connection")))
			.map(Meter::getId)
			.map(Meter.Id::getName)
			.toList();
	}

	private static List<String> events(ApplicationContext context) {
		return context.getBean(Application.class).events;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		final List<String> events = new CopyOnWriteArrayList<>();

		@Bean
		FakeConnector<Feed> declared() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@EventListener
		void on(ConnectionEvent event) {
			this.events.add(event.transition().toString());
		}

	}

	static class LookingUp implements ConnectionListener {

		final List<String> seen = new CopyOnWriteArrayList<>();

		private final ObjectProvider<ConnectionManagers> managers;

		LookingUp(ObjectProvider<ConnectionManagers> managers) {
			this.managers = managers;
		}

		@Override
		public void onTransition(ConnectionTransition transition) {
			this.managers.getObject()
				.find(transition.name())
				.ifPresent((manager) -> this.seen.add(transition.name() + " is " + transition.to()));
		}

	}

}
