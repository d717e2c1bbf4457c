package io.connectionmanager.spring.autoconfigure.actuate;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.actuate.ConnectionDescriptor;
import io.connectionmanager.spring.actuate.ConnectionRecorders;
import io.connectionmanager.spring.actuate.ConnectionSummary;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.connectionmanager.spring.actuate.ConnectionsEndpointWebExtension;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Where there is an endpoint and where there is none, and the endpoint over JMX.
 */
class ConnectionsEndpointAutoConfigurationTests {

	private static final String WEB = "management.endpoints.web.exposure.include=connections";

	private static final String JMX = "management.endpoints.jmx.exposure.include=connections";

	private static final ObjectName NAME = name();

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(Prices.class);

	@Test
	void it_is_there_where_it_is_exposed() {
		this.runner.withPropertyValues(WEB)
			.run((context) -> assertThat(context).hasSingleBean(ConnectionsEndpoint.class)
				.hasSingleBean(ConnectionsEndpointWebExtension.class)
				.hasSingleBean(ConnectionRecorders.class));
	}

	@Test
	void nothing_is_kept_where_it_is_not_exposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ConnectionsEndpoint.class)
			.doesNotHaveBean(ConnectionRecorders.class));
	}

	@Test
	void boot_s_own_switch_switches_it_off() {
		this.runner.withPropertyValues(WEB, "management.endpoint.connections.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionsEndpoint.class));
	}

	@Test
	void an_application_that_has_switched_connections_off_has_none() {
		this.runner.withPropertyValues(WEB, "connection-manager.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionsEndpoint.class));
	}

	@Test
	void an_application_without_actuator_goes_without() {
		this.runner.withPropertyValues(WEB).withClassLoader(new FilteredClassLoader(Endpoint.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionRecorders.class);
			await().until(() -> context.getBean(ConnectionManagers.class).get("prices").isConnected());
		});
	}

	@Test
	void no_connection_is_no_trouble() {
		TestContext.runner()
			.withPropertyValues(WEB)
			.run((context) -> assertThat(context.getBean(ConnectionsEndpoint.class).connections().connections())
				.isEmpty());
	}

	@Test
	void a_manager_that_is_added_later_is_shown_until_it_is_removed() {
		this.runner.withPropertyValues(WEB).run((context) -> {
			ConnectionsEndpoint endpoint = context.getBean(ConnectionsEndpoint.class);
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			managers.add(ConnectionManager.builder("late", new FakeConnector<>(Feed::new)).build());
			assertThat(endpoint.connections().connections()).extracting(ConnectionSummary::name)
				.containsExactly("late", "prices");
			ConnectionDescriptor late = endpoint.connection("late");
			assertThat(late.summary().state()).isEqualTo(ConnectionState.STOPPED);
			assertThat(late.nextAttempt().explanation()).startsWith("Never started");
			// It was not built as auto-configured ones are: no history is kept of it.
			assertThat(late.settings().timeout()).hasSeconds(30);
			assertThat(late.settings().historySize()).isNull();
			assertThat(late.history()).isNull();
			managers.remove("late").orElseThrow().close();
			assertThat(endpoint.connection("late")).isNull();
		});
	}

	@Test
	void the_failure_of_a_manager_that_was_built_by_other_means_is_shown_without_secrets() {
		this.runner.withPropertyValues(WEB, "connection-manager.connections.prices.password=hunter2").run((context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			managers.remove("prices").orElseThrow().close();
			FakeConnector<Feed> connector = new FakeConnector<Feed>(Feed::new)
				.refusing(new IllegalStateException("hunter2 is wrong"));
			ConnectionManager<Feed> manager = managers.add(ConnectionManager.builder("prices", connector).start());
			await().until(() -> manager.snapshot().failures() == 1);
			assertThat(context.getBean(ConnectionsEndpoint.class).connection("prices").summary().lastFailure())
				.satisfies((failure) -> assertThat(failure.message()).isEqualTo("****** is wrong"));
			manager.close();
		});
	}

	@Test
	void a_manager_of_the_application_s_own_is_shown_with_its_own_settings_and_its_own_outage() {
		this.runner.withPropertyValues(WEB).run((context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			ConnectionManager<Feed> own = managers
				.add(ConnectionManager.builder("late", new FakeConnector<>(Feed::new).refusing())
					.timeout(Duration.ofSeconds(3))
					.endpoint(URI.create("tcp://joe:s3cret@own.example:7"))
					.start());
			await().until(() -> own.snapshot().outageSince().isPresent());
			ConnectionDescriptor late = context.getBean(ConnectionsEndpoint.class).connection("late");
			assertThat(late.settings().timeout()).hasSeconds(3);
			assertThat(late.url()).isEqualTo("tcp://******@own.example:7");
			assertThat(late.summary().outage().begun()).isEqualTo(own.snapshot().outageSince().orElseThrow());
			assertThat(late.summary().outage().attempts()).isNull();
			own.close();
		});
	}

	@Test
	void a_manager_that_is_customized_is_shown_with_the_settings_in_force() {
		this.runner.withPropertyValues(WEB, "connection-manager.connections.prices.timeout=7s")
			.withBean(ConnectionManagerBuilderCustomizer.class,
					() -> (name, builder) -> builder.timeout(Duration.ofSeconds(4)))
			.run((context) -> assertThat(
					context.getBean(ConnectionsEndpoint.class).connection("prices").settings().timeout())
				.hasSeconds(4));
	}

	@Test
	void over_jmx_it_is_the_same() {
		MBeanServer server = MBeanServerFactory.newMBeanServer();
		assertThat(server).isNotSameAs(ManagementFactory.getPlatformMBeanServer());
		this.runner
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, JmxAutoConfiguration.class,
					EndpointAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withBean("mbeanServer", MBeanServer.class, () -> server)
			.withPropertyValues(JMX, "spring.jmx.enabled=true", "management.endpoint.connections.access=UNRESTRICTED")
			.run((context) -> {
				ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
				await().until(prices::isConnected);
				assertThat(((Map<?, ?>) invoke(server, "connections")).get("connections"))
					.asInstanceOf(InstanceOfAssertFactories.LIST)
					.hasSize(1);
				Map<?, ?> shown = (Map<?, ?>) invoke(server, "connection", "prices");
				assertThat(shown.get("name")).isEqualTo("prices");
				assertThat(shown.get("state")).isEqualTo("CONNECTED");
				assertThat(shown.get("history")).isInstanceOf(Map.class);
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> invoke(server, "connection", "price"))
					.withStackTraceContaining("No connection 'price'; existing connections: [prices]");
				invoke(server, "operate", "prices", "Stop");
				assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> invoke(server, "operate", "price", "stop"))
					.withStackTraceContaining("No connection 'price'; existing connections: [prices]");
				assertThatExceptionOfType(Exception.class)
					.isThrownBy(() -> invoke(server, "operate", "prices", "restart"));
			});
	}

	@Test
	void over_jmx_too_nothing_can_be_done_while_access_is_read_only() {
		MBeanServer server = MBeanServerFactory.newMBeanServer();
		this.runner
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, JmxAutoConfiguration.class,
					EndpointAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withBean("mbeanServer", MBeanServer.class, () -> server)
			.withPropertyValues(JMX, "spring.jmx.enabled=true")
			.run((context) -> {
				assertThat(List.of(server.getMBeanInfo(NAME).getOperations()))
					.extracting((operation) -> operation.getName())
					.containsOnly("connections", "connection");
				assertThat(context).doesNotHaveBean(ConnectionsEndpointWebExtension.class);
			});
	}

	@Test
	void the_classifier_of_the_application_is_asked_for_kinds() {
		this.runner.withPropertyValues(WEB)
			.withBean(FailureClassifier.class, () -> (transition) -> FailureKind.TLS)
			.run((context) -> {
				ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
				await().until(prices::isConnected);
				context.getBean("pricesConnector", FakeConnector.class).lose(new IllegalStateException("odd"));
				ConnectionsEndpoint endpoint = context.getBean(ConnectionsEndpoint.class);
				await().until(() -> !endpoint.connection("prices").history().outages().isEmpty());
				assertThat(endpoint.connection("prices").history().outages().get(0).causes()).containsOnlyKeys("tls");
			});
	}

	private static ObjectName name() {
		try {
			return new ObjectName("org.springframework.boot:type=Endpoint,name=Connections");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object invoke(MBeanServer server, String operation, String... arguments) throws Exception {
		String[] types = new String[arguments.length];
		Arrays.fill(types, String.class.getName());
		return server.invoke(NAME, operation, arguments, types);
	}

	@Configuration(proxyBeanMethods = false)
	static class Prices {

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

}
