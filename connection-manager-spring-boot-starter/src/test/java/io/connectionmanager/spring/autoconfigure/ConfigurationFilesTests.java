package io.connectionmanager.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.declaration.ResolvedConnection;
import io.connectionmanager.spring.declaration.ResolvedConnections;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties from files, profiles and environment variables together.
 */
class ConfigurationFilesTests {

	@Test
	void files_make_connections() {
		run(Map.of(), (context) -> {
			assertThat(context.getBean(ConnectionManagers.class).stream().map(ConnectionManager::name))
				.containsExactlyInAnyOrder("order-events", "empty", "bare");
			ResolvedConnection resolved = resolve(context, "order-events");
			assertThat(resolved.settings().timeout()).hasSeconds(10);
			assertThat(resolved.settings().reconnectAfter()).hasSeconds(1);
			assertThat(resolved.settings().backoff().multiplier()).isEqualTo(2);
			assertThat(resolve(context, "empty").settings().reconnectAfter())
				.isEqualTo(ConnectionSettings.defaults().reconnectAfter());
		});
	}

	@Test
	void a_profile_changes_what_it_says_and_nothing_else() {
		run(Map.of("SPRING_PROFILES_ACTIVE", "prod"), (context) -> {
			ResolvedConnection resolved = resolve(context, "order-events");
			assertThat(resolved.settings().timeout()).hasSeconds(20);
			assertThat(resolved.settings().reconnectAfter()).hasSeconds(1);
			assertThat(resolved.endpoints()).hasToString("[tcp://feed.example:7000]");
		});
	}

	@Test
	void an_environment_variable_changes_a_property_and_makes_no_phantom() {
		run(Map.of("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_TIMEOUT", "3s",
				"CONNECTION_MANAGER_CONNECTIONS_ORDER_EVENTS_STABLE_AFTER", "4s", "CONNECTIONMANAGER_RECONNECTAFTER",
				"5s"), (context) -> {
					assertThat(context.getBean(ConnectionManagers.class).stream()).hasSize(3);
					assertThat(resolve(context, "order-events").settings().timeout()).hasSeconds(3);
					assertThat(resolve(context, "order-events").settings().stableAfter()).hasSeconds(4);
					assertThat(resolve(context, "order-events").settings().reconnectAfter()).hasSeconds(1);
					assertThat(resolve(context, "empty").settings().reconnectAfter()).hasSeconds(5);
				});
	}

	@Test
	void a_connection_of_an_environment_variable_alone_is_spelled_as_its_connector() {
		run(Map.of("CONNECTIONMANAGER_CONNECTIONS_FROMENVIRONMENT_URL", "tcp://variable:1"), (context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			assertThat(managers.find("from-environment")).isPresent();
			assertThat(resolve(context, "from-environment").endpoints()).hasToString("[tcp://variable:1]");
		}, WithAnother.class);
	}

	@Test
	void a_command_line_in_another_spelling_changes_a_property_and_renames_nothing() {
		start("merged", Map.of(), (context) -> {
			assertThat(names(context)).containsExactlyInAnyOrder("order-events", "empty", "bare");
			assertThat(resolve(context, "order-events").settings().timeout()).hasSeconds(2);
			assertThat(resolve(context, "bare").settings().timeout()).hasSeconds(3);
			assertThat(resolve(context, "empty").settings().timeout()).hasSeconds(4);
			assertThat(context.getBean(ConnectionManagerProperties.class).getConnections())
				.doesNotContainKeys("orderEvents", "EMPTY");
		}, "--connection-manager.connections.orderEvents.timeout=2s",
				"--connection-manager.connections.BARE.timeout=3s",
				"--connection-manager.connections.EMPTY.timeout=4s");
	}

	@Test
	void names_that_differ_in_dashes_between_digits_are_two_connections() {
		start("shards", Map.of(), (context) -> {
			assertThat(names(context)).contains("shard-1-1", "shard-11", "plc.1.12", "plc.11.2");
			assertThat(resolve(context, "shard-1-1").endpoints()).hasToString("[tcp://a.example:1]");
			assertThat(resolve(context, "shard-1-1").settings().timeout()).hasSeconds(30);
			assertThat(resolve(context, "shard-1-1").settings().stableAfter()).hasSeconds(4);
			assertThat(resolve(context, "shard-11").endpoints()).hasToString("[tcp://b.example:2]");
			assertThat(resolve(context, "shard-11").settings().timeout()).hasSeconds(3);
			assertThat(resolve(context, "shard-11").settings().stableAfter()).hasSeconds(10);
			assertThat(resolve(context, "plc.1.12").endpoints()).hasToString("[tcp://c.example:3]");
			assertThat(resolve(context, "plc.11.2").endpoints()).hasToString("[tcp://d.example:4]");
			assertThat(context.getBean("shard1_1ConnectionManager", ConnectionManager.class).name())
				.isEqualTo("shard-1-1");
			assertThat(context.getBean("shard11", ConnectionManager.class).name()).isEqualTo("shard-11");
		});
	}

	@Test
	void a_profile_overrides_one_of_two_such_names_only() {
		start("shards", Map.of("SPRING_PROFILES_ACTIVE", "prod"), (context) -> {
			assertThat(names(context)).contains("shard-1-1", "shard-11").doesNotContain("SHARD-11");
			assertThat(resolve(context, "shard-1-1").settings().timeout()).hasSeconds(30);
			assertThat(resolve(context, "shard-11").settings().timeout()).hasSeconds(5);
		});
	}

	private static Stream<String> names(ConfigurableApplicationContext context) {
		return context.getBean(ConnectionManagers.class).stream().map(ConnectionManager::name);
	}

	private static ResolvedConnection resolve(ConfigurableApplicationContext context, String name) {
		return context.getBean(ResolvedConnections.class).get(name);
	}

	private static void run(Map<String, Object> variables, Consumer<ConfigurableApplicationContext> test,
			Class<?>... more) {
		start("merged", variables, test, List.of(more));
	}

	private static void start(String file, Map<String, Object> variables, Consumer<ConfigurableApplicationContext> test,
			String... arguments) {
		start(file, variables, test, List.of(), arguments);
	}

	private static void start(String file, Map<String, Object> variables, Consumer<ConfigurableApplicationContext> test,
			List<Class<?>> more, String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.sources(more.toArray(Class<?>[]::new))
			.environment(environment)
			.web(WebApplicationType.NONE)
			.properties("spring.config.name=" + file, "spring.main.banner-mode=off")
			.run(arguments)) {
			test.accept(context);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ConnectionManagerAutoConfiguration.class)
	static class Application {

		@Bean
		Connector<Feed> orderEventsConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		Connector<Feed> emptyConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		Connector<Feed> bareConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	static class WithAnother {

		@Bean
		Connector<Feed> fromEnvironmentConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

}
