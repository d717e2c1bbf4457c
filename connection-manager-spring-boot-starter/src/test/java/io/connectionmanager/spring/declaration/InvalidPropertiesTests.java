package io.connectionmanager.spring.declaration;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each property with values that cannot be meant.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidPropertiesTests {

	private static final String ENTRY = "connection-manager.connections.prices.";

	private static final List<String> PROPERTIES = List.of("timeout", "reconnect-after", "backoff.multiplier",
			"backoff.max-delay", "backoff.jitter", "stable-after", "max-attempts", "drain-timeout",
			"authentication-delay", "max-retry-after", "keep-alive.enabled", "keep-alive.interval",
			"keep-alive.timeout", "endpoints.policy", "startup", "startup-timeout", "auto-start", "history-size",
			"health.enabled", "health.grace", "yield-after");

	private static final List<String> EXCLUSIVE = List.of("lease-duration", "safety-margin", "renew-interval",
			"takeover-delay", "accept-best-effort", "spread.settle-time", "spread.max-moves", "spread.weight");

	private static final List<String> EXCLUSIVE_TEXTS = List.of("store", "group", "member-id");

	private static final List<String> OWN_TEXTS = List.of("url", "connector", "ssl.bundle", "username", "password");

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(PricesConnector.class);

	static Stream<String> typed() {
		return Stream.of(PROPERTIES.stream().flatMap((name) -> Stream.of("connection-manager." + name, ENTRY + name)),
				EXCLUSIVE.stream().map("connection-manager.exclusive."::concat),
				Stream.of(ENTRY + "enabled", ENTRY + "exclusive", "connection-manager.connect-limit.permits",
						"connection-manager.connect-limit.per-second"))
			.flatMap((each) -> each);
	}

	static Stream<String> all() {
		return Stream
			.of(typed(), OWN_TEXTS.stream().map(ENTRY::concat),
					EXCLUSIVE_TEXTS.stream().map("connection-manager.exclusive."::concat))
			.flatMap((each) -> each);
	}

	@ParameterizedTest
	@MethodSource("typed")
	void a_value_of_the_wrong_type_is_reported_with_its_property(String property) {
		assertThatConversionFails(property, "nonsense");
	}

	private void assertThatConversionFails(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (!(failure instanceof BindException) && failure != null) {
				failure = failure.getCause();
			}
			assertThat(failure).as("%s", context.getStartupFailure()).hasMessageContaining("'" + property + "'");
		});
	}

	@ParameterizedTest
	@MethodSource("all")
	void an_empty_value_is_not_set(String property) {
		this.runner.withPropertyValues(property + "=")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConnectionManager.class));
	}

	@ParameterizedTest
	@MethodSource("all")
	void a_placeholder_that_cannot_be_resolved_is_reported_as_such(String property) {
		FailureAnalysis report = report(property + "=${secret.place}");
		assertThat(report.getDescription()).contains("Property: " + property)
			.contains("Origin: ")
			.contains("the placeholder 'secret.place' cannot be resolved");
		assertThat(report.getAction()).contains("'secret.place'");
	}

	@Test
	void a_placeholder_in_a_url_is_reported_without_the_password_beside_it() {
		assertThat(report(ENTRY + "url=tcp://joe:hunter2@${feed.host}:7000").getDescription()).contains("'feed.host'")
			.doesNotContain("hunter2");
	}

	@ParameterizedTest
	@CsvSource({ "timeout, 400d, must be at most 365d", "reconnect-after, 3650000d, must be at most 365d",
			"startup-timeout, 400000d, must be at most 365d", "health.grace, 4000d, must be at most 365d",
			"backoff.multiplier, NaN, must be at least 1", "backoff.multiplier, Infinity, must be at least 1",
			"backoff.jitter, 101, must be between 0 and 100", "max-attempts, -3, must be at least 1",
			"backoff.max-delay, 1ns, must not be less than reconnect-after",
			"keep-alive.interval, 0s, must be more than zero", "keep-alive.timeout, -1s, must not be negative",
			"keep-alive.timeout, 400d, must be at most 365d" })
	void a_value_out_of_range_is_reported_for_one_and_for_all(String property, String value, String reason) {
		for (String prefix : List.of(ENTRY, "connection-manager.")) {
			assertThat(report(prefix + property + "=" + value).getDescription())
				.contains("Property: " + prefix + property, "Value: \"" + value + "\"")
				.contains(reason);
		}
	}

	@ParameterizedTest
	@CsvSource({ "connect-limit.per-second, -1, must be more than zero", "connect-limit.per-second, NaN, must be more",
			"connect-limit.permits, -5, must be at least 1" })
	void a_limit_out_of_range_is_reported(String property, String value, String reason) {
		assertThat(report("connection-manager." + property + "=" + value).getDescription())
			.contains("Property: connection-manager." + property, "Value: \"" + value + "\"")
			.contains("Reason: " + property + " " + reason);
	}

	@Test
	void a_useless_url_is_reported_with_place_and_advice() {
		FailureAnalysis report = report(ENTRY + "url=localhost:7007");
		assertThat(report.getDescription()).contains("Property: " + ENTRY + "url", "Value: \"localhost:7007\"",
				"Origin: ", "Reason: url has no scheme");
		assertThat(report.getAction()).contains("tcp://feed.example:7000");
	}

	@ParameterizedTest
	@MethodSource("all")
	void a_list_in_the_place_of_a_value_is_reported(String property) {
		if (property.endsWith(".url")) {
			return;
		}
		FailureAnalysis report = report(property + "[0]=1");
		assertThat(report.getDescription()).contains("Property: " + property + "[0]", "Origin: ",
				"must be a value, but this is a list");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exclusive", "exclusive.spread" })
	void a_value_in_the_place_of_the_properties_of_the_group_is_reported(String group) {
		FailureAnalysis report = report("connection-manager." + group + "=true");
		assertThat(report.getDescription()).contains("Property: connection-manager." + group,
				group + " has properties, but this is a value");
		assertThat(report.getAction()).startsWith("Write the properties of '" + group + "' below it");
	}

	@Test
	void a_value_in_the_place_of_the_group_is_reported_with_where_a_connection_is_made_exclusive() {
		assertThat(report("connection-manager.exclusive=true").getAction())
			.contains("'connection-manager.connections.<name>.exclusive: true'");
	}

	@Test
	void a_wrong_shape_is_reported_although_another_source_has_the_right_one() {
		for (String wrong : List.of("connection-manager.connections=prices", "connection-manager.timeout.max=1s",
				"connection-manager.timeout[0]=1s", "connection-manager.backoff=3", "connection-manager.exclusive=true",
				ENTRY + "timeout[0]=1s", "connection-manager.connections.prices=x",
				"connection-manager.connections[0].url=x")) {
			for (boolean higher : new boolean[] { true, false }) {
				FailureAnalysis report = Failures.analysis(this.runner
					.withPropertyValues("connection-manager.timeout=5s", "connection-manager.backoff.multiplier=2",
							"connection-manager.exclusive.store=jdbc", ENTRY + "timeout=5s")
					.withInitializer((context) -> {
						String[] property = wrong.split("=");
						MapPropertySource source = new MapPropertySource("other", Map.of(property[0], property[1]));
						MutablePropertySources sources = context.getEnvironment().getPropertySources();
						if (higher) {
							sources.addFirst(source);
						}
						else {
							sources.addLast(source);
						}
					}));
				assertThat(report.getDescription()).as(wrong)
					.contains("Property: " + wrong.substring(0, wrong.indexOf('=')), "\"other\"");
				assertThat(report.getAction()).as(wrong).doesNotContain("Correct the");
			}
		}
	}

	@Test
	void properties_of_the_group_below_a_connection_are_reported() {
		assertThat(report(ENTRY + "exclusive.store=jdbc").getDescription())
			.contains("Property: " + ENTRY + "exclusive.store", "exclusive must be a value, but has properties");
	}

	@ParameterizedTest
	@ValueSource(strings = { "backoff", "keep-alive", "health", "endpoints" })
	void a_value_in_the_place_of_properties_is_reported(String group) {
		for (String prefix : List.of(ENTRY, "connection-manager.")) {
			assertThat(report(prefix + group + "=3").getDescription()).contains("Property: " + prefix + group,
					group + " has properties, but this is a value");
		}
	}

	@Test
	void properties_in_the_place_of_a_value_are_reported() {
		assertThat(report(ENTRY + "timeout.max=3s").getDescription()).contains("Property: " + ENTRY + "timeout.max",
				"timeout must be a value, but has properties");
	}

	@Test
	void each_property_has_a_shape() {
		assertThat(PropertyShapes.VALUES).containsAll(PROPERTIES)
			.containsAll(OWN_TEXTS.stream().filter((name) -> !name.equals("url")).toList())
			.containsAll(
					Stream.concat(EXCLUSIVE.stream(), EXCLUSIVE_TEXTS.stream()).map("exclusive."::concat).toList());
		assertThat(PROPERTIES.stream().filter((name) -> name.contains(".")).map((name) -> name.split("\\.")[0]))
			.allMatch(PropertyShapes.GROUPS::contains);
	}

	@Test
	void a_list_is_reported_as_such() {
		FailureAnalysis report = report("connection-manager.connections[0].name=prices",
				"connection-manager.connections[0].url=tcp://h:1");
		assertThat(report.getDescription()).contains("connection-manager.connections[0]",
				"connections must be a map, but this is a list");
		assertThat(report.getAction()).contains("Write a map");
	}

	@Test
	void an_empty_map_in_another_source_changes_nothing() {
		for (boolean higher : new boolean[] { true, false }) {
			this.runner.withPropertyValues(ENTRY + "timeout=5s").withInitializer((context) -> {
				MapPropertySource source = new MapPropertySource("other", Map.of("connection-manager.connections", ""));
				MutablePropertySources sources = context.getEnvironment().getPropertySources();
				if (higher) {
					sources.addFirst(source);
				}
				else {
					sources.addLast(source);
				}
			})
				.run((context) -> assertThat(
						context.getBean(ConnectionManagers.class).get("prices").settings().timeout())
					.hasSeconds(5));
		}
	}

	// An empty list is an empty value to Spring Boot, which fails to convert it.
	@ParameterizedTest
	@ValueSource(strings = { "", "[ ]", "prices" })
	void connections_that_are_no_map_are_reported(String value) {
		assertThat(report("connection-manager.connections=" + value).getDescription()).contains(
				"Property: connection-manager.connections", "Value: \"" + value + "\"",
				"connections must be a map, but this is a value");
	}

	@Test
	void a_value_in_the_place_of_an_entry_is_reported() {
		assertThat(report("connection-manager.connections.prices=tcp://h:1").getDescription())
			.contains("Property: connection-manager.connections.prices", "a connection has properties, not a value");
	}

	@ParameterizedTest
	@CsvSource({ "a/b, it contains '/'", "' ', it is blank", "a;b, it contains ';'", ".., it denotes a directory" })
	void a_name_that_http_cannot_address_is_reported(String name, String reason) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("names",
						Map.of("connection-manager.connections[" + name + "].connector", "pricesConnector"))))
			.run((context) -> assertThat(Failures.analysis(context).getDescription())
				.contains("'" + name + "' cannot be the name of a connection", reason));
	}

	@Test
	void a_required_connection_that_nothing_starts_is_reported() {
		for (String startup : List.of("connection-manager.", ENTRY)) {
			FailureAnalysis report = report(startup + "startup=required", startup + "auto-start=false");
			assertThat(report.getAction()).isEqualTo("Set 'auto-start' to true, or 'startup' to background or await.");
			assertThat(report.getDescription()).contains("Property: " + startup + "startup")
				.contains("Property: " + startup + "auto-start")
				.contains("Reason: startup is required, but auto-start is false");
		}
		assertThat(report("connection-manager.auto-start=false", ENTRY + "startup=required").getDescription())
			.contains("Property: connection-manager.auto-start", "Property: " + ENTRY + "startup");
	}

	@Test
	void one_connection_may_be_an_exception_to_what_all_require() {
		this.runner.withPropertyValues("connection-manager.startup=required", ENTRY + "auto-start=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void a_stop_that_is_longer_than_the_shutdown_phase_is_warned_about(CapturedOutput output) {
		this.runner.withPropertyValues(ENTRY + "drain-timeout=16s")
			.run((context) -> assertThat(output)
				.contains("longer to stop than 'spring.lifecycle.timeout-per-shutdown-phase' (30 s)")
				.contains("'prices' (32 s)"));
	}

	@Test
	void a_stop_within_the_shutdown_phase_is_not(CapturedOutput output) {
		this.runner.withPropertyValues(ENTRY + "drain-timeout=16s", "spring.lifecycle.timeout-per-shutdown-phase=32s")
			.run((context) -> assertThat(output).doesNotContain("longer to stop"));
	}

	@Test
	void an_entry_of_properties_that_come_late_is_reported() {
		this.runner.withUserConfiguration(LateProperties.class).run((context) -> {
			FailureAnalysis report = Failures.analysis(context);
			assertThat(report.getDescription())
				.contains("'late' was configured after the connections had been declared")
				.contains("Property: connection-manager.connections.late.url", "\"late properties\"");
			assertThat(report.getAction()).contains("EnvironmentPostProcessor");
		});
	}

	@Test
	void a_late_value_of_an_entry_that_there_is_counts() {
		this.runner.withUserConfiguration(LateProperties.class)
			.withPropertyValues("connection-manager.connections.late.connector=pricesConnector")
			.run((context) -> assertThat(context.getBean(ConnectionManagers.class).get("late").endpoints()).hasSize(1));
	}

	@Test
	void a_duration_that_is_too_long_to_count_is_reported_with_its_property() {
		assertThatConversionFails(ENTRY + "reconnect-after", "999999999999999999d");
	}

	private FailureAnalysis report(String... properties) {
		return Failures.analysis(this.runner.withPropertyValues(properties));
	}

	@Configuration(proxyBeanMethods = false)
	static class PricesConnector {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateProperties {

		@Bean
		static BeanFactoryPostProcessor addsProperties(ConfigurableEnvironment environment) {
			return (beanFactory) -> environment.getPropertySources()
				.addLast(new MapPropertySource("late properties",
						Map.of("connection-manager.connections.late.url", "tcp://late.example:1")));
		}

	}

}
