package io.connectionmanager.spring.declaration;

import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * What a person reads who has made a mistake: what is wrong, where it is set, what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationProblemsTests {

	private final ApplicationContextRunner runner = TestContext.runner();

	@Test
	void a_missing_connector_is_reported_with_the_entry_and_the_connectors_there_are() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.connections.order-events.timeout=3s"));
		assertThat(report.getDescription()).contains("The connection 'order-events' has no Connector bean.")
			.contains("Property: connection-manager.connections.order-events.timeout")
			.contains("Value: \"3s\"")
			.contains("Origin: ");
		assertThat(report.getAction()).contains("'orderEventsConnector'").contains("an existing one: pricesConnector");
	}

	@Test
	void an_unknown_scheme_is_reported_without_the_secrets_of_the_url() {
		FailureAnalysis report = Failures.analysis(this.runner.withPropertyValues(
				"connection-manager.connections.prices.url=foo://user:hunter2@feed.example:7000",
				"connection-manager.connections.prices.password=hunter2"));
		assertThat(report.getDescription()).contains("'prices'").contains("scheme 'foo'").doesNotContain("hunter2");
		assertThat(report.getAction()).doesNotContain("an existing one");
	}

	@Test
	void a_malformed_url_is_reported_without_its_secrets() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.connections.prices.url=tcp://joe:hun ter/2@feed.example:7000"));
		assertThat(report.getDescription()).contains("connection-manager.connections.prices.url")
			.contains("Value: \"tcp://******@feed.example:7000\"")
			.contains("Reason: url is malformed at position")
			.doesNotContain("ter/2");
	}

	@Test
	void a_connector_that_is_named_and_does_not_exist_is_reported() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.connections.prices.connector=feedConnector"));
		assertThat(report.getDescription()).contains("'feedConnector'")
			.contains("connection-manager.connections.prices.connector");
	}

	@Test
	void a_bean_that_is_named_and_is_no_connector_is_reported() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withBean("notAConnector", String.class)
			.withPropertyValues("connection-manager.connections.prices.connector=notAConnector"));
		assertThat(report.getDescription()).contains("'notAConnector', which is of type java.lang.String");
	}

	@Test
	void two_connectors_for_one_name_are_reported() {
		ApplicationContextRunner two = this.runner.withUserConfiguration(PricesConnector.class)
			.withBean("prices", FakeConnector.class, () -> new FakeConnector<>(Feed::new));
		assertThat(Failures.analysis(two).getDescription()).contains("'prices'").contains("pricesConnector");
		FailureAnalysis report = Failures
			.analysis(two.withPropertyValues("connection-manager.connections.prices.timeout=3s"));
		assertThat(report.getDescription())
			.contains("several Connector beans for the connection 'prices': prices, pricesConnector");
		assertThat(report.getAction()).contains("connection-manager.connections.prices.connector");
		two.withPropertyValues("connection-manager.connections.prices.connector=prices").run((context) -> {
			assertThat(context).hasSingleBean(ConnectionManager.class);
			await().until(() -> !context.getBean("prices", FakeConnector.class).attempts().isEmpty());
		});
	}

	@Test
	void a_phantom_of_a_wrongly_spelled_variable_is_reported_with_the_variable() {
		FailureAnalysis report = Failures
			.analysis(withVariable("CONNECTIONMANAGER_CONNECTIONS_ORDER_EVENTS_TIMEOUT", "3s"));
		assertThat(report.getDescription()).contains("'order'")
			.contains("CONNECTIONMANAGER_CONNECTIONS_ORDER_EVENTS_TIMEOUT");
		assertThat(report.getAction()).contains("dashes are removed");
	}

	@Test
	void a_variable_that_goes_with_what_the_file_says_of_its_connection_is_no_mistake() {
		withVariable("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_BACKOFF_MAXDELAY", "3s")
			.withPropertyValues("connection-manager.reconnect-after=10s",
					"connection-manager.connections.order-events.reconnect-after=1s",
					"connection-manager.connections.order-events.connector=pricesConnector")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void a_variable_that_does_not_is_reported_with_both() {
		FailureAnalysis report = Failures
			.analysis(withVariable("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_BACKOFF_MAXDELAY", "3s")
				.withPropertyValues("connection-manager.connections.order-events.reconnect-after=5s",
						"connection-manager.connections.order-events.connector=pricesConnector"));
		assertThat(report.getDescription()).contains("connection-manager.connections.order-events.reconnect-after")
			.contains("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_BACKOFF_MAXDELAY");
	}

	private ApplicationContextRunner withVariable(String name, String value) {
		return this.runner.withUserConfiguration(PricesConnector.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of(name, value))));
	}

	@Test
	void a_negative_duration_is_reported_with_its_property_and_origin() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=-5s"));
		assertThat(report.getDescription()).contains("Property: connection-manager.connections.prices.timeout")
			.contains("Value: \"-5s\"")
			.contains("from property source \"test\"")
			.contains("Reason: timeout must not be negative, but is -5s");
	}

	@Test
	void an_invalid_shared_value_is_reported_even_without_a_connection() {
		assertThat(Failures.analysis(this.runner.withPropertyValues("connection-manager.drain-timeout=-1s"))
			.getDescription()).contains("Property: connection-manager.drain-timeout")
			.contains("Reason: drain-timeout must not be negative");
	}

	@Test
	void values_that_do_not_go_together_are_both_reported() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.backoff.max-delay=1s",
					"connection-manager.connections.prices.reconnect-after=5s"));
		assertThat(report.getAction())
			.isEqualTo("Set 'backoff.max-delay' to at least 5s, or 'reconnect-after' to at most 1s.");
		assertThat(report.getDescription()).contains("Property: connection-manager.backoff.max-delay")
			.contains("Property: connection-manager.connections.prices.reconnect-after")
			.contains("Reason: backoff.max-delay (1s) must not be less than reconnect-after (5s)");
	}

	@Test
	void each_invalid_setting_is_reported_by_its_name() {
		for (String property : new String[] { "timeout=0", "max-attempts=0", "backoff.multiplier=0.5",
				"backoff.jitter=-1", "stable-after=-1s", "startup-timeout=0s", "health.grace=-1s", "history-size=-1",
				"connect-limit.permits=0", "connect-limit.per-second=0" }) {
			String name = property.substring(0, property.indexOf('='));
			FailureAnalysis report = Failures
				.analysis(this.runner.withPropertyValues("connection-manager." + property));
			assertThat(report.getDescription()).contains("Property: connection-manager." + name).contains("Reason: ");
			assertThat(report.getAction()).startsWith("Set '" + name + "' to a ").contains(", or remove it");
		}
	}

	@Test
	void a_bundle_that_does_not_exist_is_reported() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.connections.prices.ssl.bundle=feed"));
		assertThat(report.getDescription()).contains("Property: connection-manager.connections.prices.ssl.bundle")
			.contains("SSL bundle 'feed' does not exist");
	}

	@Test
	void a_bundle_that_exists_is_fine() {
		this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues("connection-manager.connections.prices.ssl.bundle=feed",
					"spring.ssl.bundle.pem.feed.truststore.certificate=classpath:none.pem")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void two_managers_of_one_name_are_reported() {
		FailureAnalysis report = Failures
			.analysis(this.runner.withUserConfiguration(PricesConnector.class, UnqualifiedManager.class));
		assertThat(report.getDescription()).contains("two managers of the connection 'prices'").contains("'mine'");
		assertThat(report.getAction()).contains("@Qualifier(\"prices\")");
	}

	@Test
	void a_report_says_the_line_of_the_file(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.config.name=negative-timeout");
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: connection-manager.connections.prices.timeout")
			.contains("negative-timeout.yml] - 4:16")
			.contains(
					"Set 'timeout' to a duration of more than 0s, and at most 365d, or remove it for the default, 30s.");
	}

	@Configuration(proxyBeanMethods = false)
	static class PricesConnector {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnqualifiedManager {

		@Bean
		ConnectionManager<Feed> mine(Connector<Feed> connector) {
			return ConnectionManager.builder("prices", connector).build();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, ConnectionManagerAutoConfiguration.class })
	static class Application extends PricesConnector {

	}

}
