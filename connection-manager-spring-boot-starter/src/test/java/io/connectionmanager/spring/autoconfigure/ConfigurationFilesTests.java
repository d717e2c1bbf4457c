package io.connectionmanager.spring.autoconfigure;

import java.util.Map;
import java.util.function.Consumer;

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
			assertThat(resolved.url()).hasToString("tcp://feed.example:7000");
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
			assertThat(resolve(context, "from-environment").url()).hasToString("tcp://variable:1");
		}, WithAnother.class);
	}

	private static ResolvedConnection resolve(ConfigurableApplicationContext context, String name) {
		return context.getBean(ResolvedConnections.class).get(name);
	}

	private static void run(Map<String, Object> variables, Consumer<ConfigurableApplicationContext> test,
			Class<?>... more) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).sources(more)
			.environment(environment)
			.web(WebApplicationType.NONE)
			.properties("spring.config.name=merged", "spring.main.banner-mode=off")
			.run()) {
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
