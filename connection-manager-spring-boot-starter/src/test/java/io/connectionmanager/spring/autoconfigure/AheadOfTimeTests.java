package io.connectionmanager.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectedTo;
import io.connectionmanager.jdk.SocketHandler;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.FeedConnectorFactory;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.health.ConnectionsHealthContributor;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservations;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that was processed ahead of time, compiled and run. Its connection type
 * is package-private.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	@Test
	void connections_of_the_run_time_environment_are_managed_injected_and_told() {
		run(Map.of(), Map.of("connection-manager.connections.prices.timeout", "3s",
				"connection-manager.connections.another.connector", "quotesConnector"), (context) -> {
					ConnectionManagers managers = context.getBean(ConnectionManagers.class);
					assertThat(managers.stream().map(ConnectionManager::name)).containsExactlyInAnyOrder("prices",
							"another");
					User user = context.getBean(User.class);
					assertThat(user.prices.name()).isEqualTo("prices");
					await().until(() -> user.connected.size() == 1 && user.events.size() == 2);
					await().until(() -> context.getBean(Application.class).subscribed.size() == 1);
					FakeConnector<?> connector = context.getBean("pricesConnector", FakeConnector.class);
					assertThat(connector.lastAttempt().timeout()).hasSeconds(3);
					assertThat(context.getBean(ConnectionsHealthContributor.class).getContributor("prices"))
						.isNotNull();
					assertThat(context.getBean(MeterRegistry.class)
						.get("connection.manager.connected")
						.tags("connection", "prices")
						.gauge()
						.value()).isEqualTo(1);
					assertThat(context.getBean(ConnectionAttemptObservations.class).isObserved("another")).isTrue();
				});
	}

	@Test
	void a_value_that_is_known_at_run_time_only_is_no_obstacle_ahead_of_time() {
		run(Map.of("connection-manager.connections.prices.url", "${FEED_URL}",
				"connection-manager.connections.prices.timeout", "${FEED_TIMEOUT}"),
				Map.of("FEED_URL", "tcp://feed:1", "FEED_TIMEOUT", "3s", "connection-manager.connections.prices.url",
						"${FEED_URL}"),
				(context) -> {
					FakeConnector<?> connector = context.getBean("pricesConnector", FakeConnector.class);
					await().until(() -> !connector.attempts().isEmpty());
					assertThat(connector.lastAttempt().endpoint()).get().hasToString("tcp://feed:1");
				});
	}

	@Test
	void a_scheme_that_is_known_at_run_time_only_selects_a_connector() {
		run(Map.of("connection-manager.connections.quick.url", "${QUICK_URL}"),
				Map.of("connection-manager.connections.quick.url", "${QUICK_URL}", "QUICK_URL", "feed://h"),
				(context) -> {
					FeedUser user = context.getBean(FeedUser.class);
					assertThat(user.quick.name()).isEqualTo("quick");
					await().until(user.quick::isConnected);
					assertThat(context.getBean(FeedConnectorFactory.class).connector().lastAttempt().endpoint()).get()
						.hasToString("feed://h");
				}, Quick.class, FeedUser.class);
	}

	@Test
	void a_ready_made_connector_of_the_jdk_finds_its_handler() {
		run(Map.of(), Map.of("connection-manager.connections.quick.url", "tcp://localhost:1"),
				(context) -> assertThat(context.getBean(ConnectionManagers.class).get("quick").endpoints())
					.hasToString("[tcp://localhost:1]"),
				Quick.class);
	}

	@Test
	void a_manager_of_the_application_takes_the_place_of_the_one_that_would_be_made() {
		run(Map.of(), Map.of("connection-manager.connections.quotes.timeout", "3s"), (context) -> {
			ConnectionManager<?> quotes = context.getBean(ConnectionManagers.class).get("quotes");
			assertThat(quotes).isSameAs(context.getBean("ownQuotes"));
			assertThat(context.getBean(ConnectionManagers.class).stream()).hasSize(2);
			await().until(quotes::isConnected);
			FakeConnector<?> unused = context.getBean("quotesConnector", FakeConnector.class);
			assertThat(unused.attempts()).isEmpty();
		}, OwnManager.class);
	}

	@Test
	void a_connection_that_is_exclusive_at_run_time_only_gets_a_group() {
		run(Map.of(), Map.of("connection-manager.connections.prices.exclusive", "true", "spring.application.name",
				"shop", "connection-manager.exclusive.member-id", "pod-1"), (context) -> {
					ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
					await().until(prices::isConnected);
					assertThat(prices.exclusiveGroup()).contains(context.getBean(ExclusiveGroup.class));
					assertThat(prices.holder()).get().hasToString("pod-1");
					assertThat(context.getBean(ConnectionsHealthContributor.class).getContributor("exclusive"))
						.isNotNull();
					assertThat(context.getBean(MeterRegistry.class)
						.get("connection.manager.exclusive.held")
						.tags("group", "shop")
						.gauge()
						.value()).isEqualTo(1);
				}, Store.class);
	}

	@Test
	void a_connection_that_was_exclusive_ahead_of_time_only_gets_none() {
		run(Map.of("connection-manager.connections.prices.exclusive", "true"), Map.of(),
				(context) -> assertThat(context.getBeanNamesForType(ExclusiveGroup.class)).isEmpty(), Store.class);
	}

	@SuppressWarnings("unchecked")
	private static void run(Map<String, String> environment, Map<String, String> runTimeEnvironment,
			Consumer<GenericApplicationContext> test, Class<?>... more) {
		TestGenerationContext generated = generate(environment, more);
		TestCompiler.forSystem().with(generated).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(runTimeEnvironment).applyTo(context);
				compiled.getInstance(ApplicationContextInitializer.class).initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

	private static TestGenerationContext generate(Map<String, String> environment, Class<?>... more) {
		TestGenerationContext generationContext = new TestGenerationContext(
				ClassName.get(AheadOfTimeTests.class.getPackageName(), "Generated"));
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(environment).applyTo(context);
			context.register(Application.class, User.class);
			Arrays.stream(more).forEach(context::register);
			context.register(Configurations.getClasses(TestContext.AUTO_CONFIGURATIONS));
			new ApplicationContextAotGenerator().processAheadOfTime(context, generationContext);
			generationContext.writeGeneratedContent();
		}
		return generationContext;
	}

	static class Price {

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		final List<Price> subscribed = new CopyOnWriteArrayList<>();

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

		@Bean
		Connector<Price> pricesConnector() {
			return new FakeConnector<>(Price::new);
		}

		@Bean
		FakeConnector<Price> quotesConnector() {
			return new FakeConnector<>(Price::new);
		}

		@Bean
		@ConnectedTo("prices")
		ConnectionSubscriber<Price> subscriber() {
			return this.subscribed::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Quick {

		@Bean
		FeedConnectorFactory feedConnectorFactory() {
			return new FeedConnectorFactory();
		}

		@Bean
		SocketHandler handler() {
			return (socket) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Store {

		@Bean
		CoordinationStore memory() {
			return new InMemoryCoordinationStore();
		}

	}

	static class FeedUser {

		final ConnectionManager<Feed> quick;

		FeedUser(ConnectionManager<Feed> quick) {
			this.quick = quick;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		@Qualifier("quotes")
		ConnectionManager<Price> ownQuotes(ConnectionManagerBuilderConfigurer configurer) {
			return configurer.builder("quotes", new FakeConnector<>(Price::new)).build();
		}

	}

	static class User {

		final ConnectionManager<Price> prices;

		final List<Price> connected = new CopyOnWriteArrayList<>();

		final List<ConnectedEvent<Price>> events = new CopyOnWriteArrayList<>();

		User(@Qualifier("prices") ConnectionManager<Price> prices) {
			this.prices = prices;
		}

		@OnConnected("prices")
		void onConnected(Price price) {
			this.connected.add(price);
		}

		@EventListener
		void onEvent(ConnectedEvent<Price> event) {
			this.events.add(event);
		}

	}

}
