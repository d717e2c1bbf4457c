package io.connectionmanager.spring.declaration;

import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class UnconvertibleValueFailureAnalyzerTests {

	private static final String ENTRY = "connection-manager.connections.prices.";

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "timeout | 5 seconds | a duration | 500ms, 10s or 1m",
			"reconnect-after | 999999999999999999d | a duration | at most 365d",
			"backoff.jitter | 20% | a number | 0.5", "max-attempts | ten | a whole number | 2147483647",
			"auto-start | never | true or false | false", "endpoints.policy | random | ordered or shuffle | shuffle",
			"startup | requierd | background, await or required | required" })
	void a_value_of_the_wrong_type_is_reported_with_what_to_write(String path, String value, String expected,
			String advice, CapturedOutput output) {
		fail(ENTRY + path + "=" + value);
		assertThat(output)
			.contains("Property: " + ENTRY + path, "Value: \"" + value + "\"", "Origin: ",
					"Reason: " + path + " must be " + expected, "Set '" + path + "' to " + expected)
			.doesNotContain("Update your application's configuration", "java.lang.");
		assertThat(output.toString().substring(output.toString().indexOf("Action:"))).contains(advice);
	}

	@Test
	void a_value_for_all_connections_is_reported_in_the_same_way(CapturedOutput output) {
		fail("connection-manager.keep-alive.interval=half a minute");
		assertThat(output).contains("Property: connection-manager.keep-alive.interval",
				"Set 'keep-alive.interval' to a duration");
	}

	@Test
	void a_property_of_the_application_is_left_to_spring_boot(CapturedOutput output) {
		fail("application.length=long");
		assertThat(output).contains("Failed to bind properties under 'application.length' to int");
	}

	private static void fail(String property) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.run("--" + property));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, ConnectionManagerAutoConfiguration.class })
	@EnableConfigurationProperties(Length.class)
	static class Application {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@ConfigurationProperties("application")
	record Length(int length) {
	}

}
