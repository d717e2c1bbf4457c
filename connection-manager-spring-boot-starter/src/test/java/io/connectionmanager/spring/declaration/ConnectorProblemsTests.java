package io.connectionmanager.spring.declaration;

import java.util.Map;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.FeedConnectorFactory;
import io.connectionmanager.spring.FeedConnectorFactory.FeedListener;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person reads who has made a mistake with a ready-made connector.
 */
class ConnectorProblemsTests {

	private static final String PRICES = "connection-manager.connections.prices.";

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(Factory.class);

	@ParameterizedTest
	@CsvSource({ "mqtt://joe:hunter2@h, mqtt", "nettys://h:1, netty", "postgresql://h/db, postgresql",
			"'jdbc:postgresql://h/db?user=joe&password=hunter2', postgresql", "rediss://h, redis", "amqp://h, rabbitmq",
			"tls://h:1, nats" })
	void a_scheme_whose_connector_is_not_there_is_reported_with_the_dependency_to_add(String url, String artifact) {
		FailureAnalysis report = report(PRICES + "url=" + url);
		assertThat(report.getDescription())
			.contains("The connection 'prices' has no Connector bean, and the ready-made connector for the scheme '")
			.contains("Property: " + PRICES + "url", "Origin: ")
			.doesNotContain("hunter2");
		assertThat(report.getAction())
			.contains("Add the dependency 'io.connectionmanager:connection-manager-" + artifact + "'")
			.contains("or define a bean of type Connector named 'pricesConnector'");
	}

	@Test
	void an_unknown_scheme_is_reported_with_those_there_are() {
		FailureAnalysis report = report(PRICES + "url=foo://joe:hunter2@h", PRICES + "timeout=3s");
		assertThat(report.getDescription()).contains("no connector is known for the scheme 'foo' of its URL")
			.contains(PRICES + "url")
			.doesNotContain("hunter2", "timeout");
		assertThat(report.getAction()).startsWith("Use one of the schemes feed, feeds")
			.contains("with another dependency,", "mqtt, mqtts")
			.endsWith("For another protocol, define a bean of type Connector named 'pricesConnector'.");
	}

	@Test
	void a_misspelled_scheme_is_reported_with_the_one_that_was_meant() {
		assertThat(report(PRICES + "url=fed://h").getAction()).startsWith("Did you mean 'feed'? ");
		assertThat(report(PRICES + "url=mqqt://h").getAction()).startsWith("Did you mean 'mqtt'? ");
	}

	@Test
	void a_url_without_a_scheme_is_reported() {
		FailureAnalysis report = report(PRICES + "url=localhost:7000");
		assertThat(report.getDescription()).contains("has no Connector bean, and its URL has no scheme");
		assertThat(report.getAction())
			.startsWith("Begin 'url' with the scheme of a ready-made connector, as in 'tcp://feed.example:7000': ")
			.contains("Or define a bean of type Connector named 'pricesConnector'");
	}

	@Test
	void a_missing_collaborator_is_reported_with_its_type() {
		FailureAnalysis report = report(PRICES + "url=feed://h", PRICES + "options.with-listener=true");
		assertThat(report.getDescription())
			.contains("The connection 'prices' requires a bean of type " + FeedListener.class.getTypeName())
			.contains("because its URL has the scheme 'feed'. There is no bean of that type.")
			.contains("Property: " + PRICES + "url");
		assertThat(report.getAction()).contains("named 'pricesFeedListener'", "@Qualifier(\"prices\")",
				"Connector named 'pricesConnector'");
	}

	@Test
	void collaborators_of_other_connections_are_named() {
		FailureAnalysis report = Failures
			.analysis(this.runner.withBean("quotesListener", FeedListener.class, () -> new FeedListener() {
			})
				.withPropertyValues(PRICES + "url=feed://h", PRICES + "options.with-listener=true",
						"connection-manager.connections.quotes.url=feed://h"));
		assertThat(report.getDescription()).contains("belong to other connections: quotesListener");
	}

	@Test
	void a_collaborator_of_the_wrong_type_is_reported() {
		FailureAnalysis report = Failures.analysis(this.runner.withBean("pricesFeedListener", String.class)
			.withPropertyValues(PRICES + "url=feed://h", PRICES + "options.with-listener=true"));
		assertThat(report.getDescription())
			.contains("The bean 'pricesFeedListener' is of type java.lang.String, which is not a "
					+ FeedListener.class.getTypeName());
	}

	@Test
	void an_ambiguous_collaborator_is_reported_with_the_candidates() {
		FailureAnalysis report = Failures
			.analysis(this.runner.withBean("a", FeedListener.class, () -> new FeedListener() {
			}).withBean("b", FeedListener.class, () -> new FeedListener() {
			}).withPropertyValues(PRICES + "url=feed://h", PRICES + "options.with-listener=true"));
		assertThat(report.getDescription()).contains("several beans of type", "for the connection 'prices': a, b");
		assertThat(report.getAction()).contains("'pricesFeedListener'", "@Qualifier(\"prices\")", "@Primary");
	}

	@ParameterizedTest
	@CsvSource({ "clientid-x, Did you mean 'client-id'?", "chanels, Did you mean 'channels'?",
			"sze, Did you mean 'size'?", "completely-different, Options of the connector" })
	void an_unknown_option_is_reported_with_the_options_there_are(String option, String action) {
		FailureAnalysis report = report(PRICES + "url=feed://h", PRICES + "options." + option + "=1");
		assertThat(report.getDescription()).contains("Property: " + PRICES + "options." + option, "Origin: ")
			.contains("the connector for 'feed' of the connection 'prices' has no option '" + option + "'");
		assertThat(report.getAction()).contains(action).contains("api-token, channels, client-id, size, with-listener");
	}

	@Test
	void an_invalid_option_is_reported_with_its_place() {
		FailureAnalysis report = report(PRICES + "url=feed://h", PRICES + "options.size=11");
		assertThat(report.getDescription())
			.contains("Property: " + PRICES + "options.size", "Value: \"11\"", "Origin: ")
			.contains("Reason: options.size must be a number from 1 to 10, but is '11'");
	}

	@Test
	void a_url_that_the_connector_refuses_is_reported_with_its_place() {
		FailureAnalysis report = report(PRICES + "url=feed://joe:hunter2@useless");
		assertThat(report.getDescription())
			.contains("Property: " + PRICES + "url", "Value: \"feed://******@useless\"", "Origin: ",
					"Reason: cannot connect to [feed://******@useless]")
			.doesNotContain("hunter2");
	}

	@Test
	void an_endpoint_that_can_never_work_is_reported_with_its_place() {
		FailureAnalysis report = report(PRICES + "urls=feed://h,feed://joe:hunter2@h/a/b");
		assertThat(report.getDescription())
			.contains("Property: " + PRICES + "urls", "Origin: ",
					"Reason: The URL feed://******@h/a/b has several segments")
			.doesNotContain("hunter2");
	}

	@Test
	void an_ssl_bundle_for_a_scheme_without_tls_is_reported() {
		FailureAnalysis report = report(PRICES + "urls=feeds://h,FEED://h", PRICES + "ssl.bundle=trust",
				"spring.ssl.bundle.pem.trust.truststore.certificate=classpath:none.pem");
		assertThat(report.getDescription())
			.contains("Property: " + PRICES + "ssl.bundle", "Value: \"trust\"", "Origin: ")
			.contains("the connection 'prices' has an SSL bundle, but the scheme 'feed' of its URL is not encrypted");
		assertThat(report.getAction()).startsWith("Use feeds").endsWith(", or remove 'ssl.bundle'.");
	}

	@Test
	void a_tcp_connection_without_a_handler_is_reported() {
		FailureAnalysis report = Failures
			.analysis(TestContext.runner().withPropertyValues(PRICES + "url=tcp://feed.example:7000"));
		assertThat(report.getDescription()).contains(
				"The connection 'prices' requires a bean of type io.connectionmanager.jdk.SocketHandler, because its URL has the scheme 'tcp'. There is no bean of that type.");
		assertThat(report.getAction())
			.contains("Define a bean of type io.connectionmanager.jdk.SocketHandler named 'pricesSocketHandler'");
	}

	@Test
	void an_option_in_the_environment_has_neither_case_nor_dashes() {
		Map<String, Object> variables = Map.of("CONNECTIONMANAGER_CONNECTIONS_PRICES_OPTIONS_CLIENTID", "env");
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables)))
			.withPropertyValues(PRICES + "url=feed://h")
			.run((context) -> assertThat(context.getBean(FeedConnectorFactory.class).context("prices").options())
				.isEqualTo(Map.of("client-id", "env")));
	}

	@Test
	void a_secret_among_the_options_is_not_shown() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues(PRICES + "options.api-token=hunter2"));
		assertThat(report.getDescription()).contains("Property: " + PRICES + "options.api-token")
			.doesNotContain("hunter2");
	}

	@Test
	void options_of_a_connector_that_is_not_ready_made_are_reported() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withPropertyValues(PRICES + "url=feed://h", PRICES + "options.size=1"));
		assertThat(report.getDescription()).contains("Property: " + PRICES + "options.size")
			.contains("the connection 'prices' uses the Connector bean 'pricesConnector'");
	}

	@Test
	void two_factories_of_the_application_for_one_scheme_are_reported() {
		FailureAnalysis report = Failures.analysis(
				this.runner.withUserConfiguration(AnotherFactory.class).withPropertyValues(PRICES + "url=feed://h"));
		assertThat(report.getDescription()).contains("for the scheme 'feed'", "feedConnectorFactory", "another");
		assertThat(report.getAction()).contains("@Primary");
	}

	@Test
	void a_factory_that_depends_on_beans_is_reported() {
		for (Class<?> configuration : new Class<?>[] { InstanceFactory.class, ParameterFactory.class }) {
			FailureAnalysis report = Failures.analysis(TestContext.runner()
				.withUserConfiguration(configuration)
				.withPropertyValues(PRICES + "url=feed://h"));
			assertThat(report.getDescription()).contains("The ConnectorFactory bean 'dependent'");
			assertThat(report.getAction()).contains("static @Bean method without parameters");
		}
	}

	@Test
	void several_connectors_are_reported_with_the_place() {
		FailureAnalysis report = Failures.analysis(this.runner.withUserConfiguration(PricesConnector.class)
			.withBean("prices", FakeConnector.class, () -> new FakeConnector<>(Feed::new))
			.withPropertyValues(PRICES + "timeout=3s"));
		assertThat(report.getDescription()).contains("several Connector beans", "Property: " + PRICES + "timeout",
				"Origin: ");
	}

	@Test
	void a_url_of_a_list_is_reported_with_its_place() {
		FailureAnalysis report = report(PRICES + "urls[0]=feed://h", PRICES + "urls[1]=feed://joe:hunter2@h:70000");
		assertThat(report.getDescription()).contains("Property: " + PRICES + "urls[1]", "has the port 70000")
			.doesNotContain("hunter2");
	}

	private FailureAnalysis report(String... properties) {
		return Failures.analysis(this.runner.withPropertyValues(properties));
	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		static FeedConnectorFactory feedConnectorFactory() {
			return new FeedConnectorFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherFactory {

		@Bean
		static FeedConnectorFactory another() {
			return new FeedConnectorFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InstanceFactory {

		@Value("${scheme:feed}")
		private String scheme = "";

		@Bean
		FeedConnectorFactory dependent() {
			return new FeedConnectorFactory(this.scheme);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ParameterFactory {

		@Bean
		static FeedConnectorFactory dependent(ConnectionManagers managers) {
			assertThat(managers).isNotNull();
			return new FeedConnectorFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PricesConnector {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

}
