package io.connectionmanager.spring.declaration;

import java.util.List;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reports of mistakes with exclusive connections.
 */
class ExclusiveProblemsTests {

	private static final String ENTRY = "connection-manager.connections.prices.";

	private static final String GROUP = "connection-manager.exclusive.";

	private final ApplicationContextRunner runner = TestContext.runner()
		.withUserConfiguration(PricesConnector.class)
		.withPropertyValues("spring.application.name=shop", ENTRY + "exclusive=true");

	private final ApplicationContextRunner withStore = this.runner.withBean("memory", CoordinationStore.class,
			InMemoryCoordinationStore::new);

	@Test
	void an_exclusive_connection_without_a_store_is_reported_with_what_to_add() {
		FailureAnalysis report = Failures.analysis(this.runner);
		assertThat(report.getDescription()).contains("need a store on which the replicas agree, and there is none")
			.contains("Property: " + ENTRY + "exclusive", "Value: \"true\"", "Origin: ");
		assertThat(report.getAction()).contains("'io.connectionmanager:connection-manager-coordination-jdbc'",
				"'io.connectionmanager:connection-manager-coordination-zookeeper'", "CoordinationStore");
	}

	@Test
	void several_stores_of_which_none_is_selected_are_reported() {
		FailureAnalysis report = Failures.analysis(this.withStore.withBean("jdbcCoordinationStore",
				CoordinationStore.class, InMemoryCoordinationStore::new));
		assertThat(report.getDescription()).contains("several stores", ": jdbc, memory.", ENTRY + "exclusive");
		assertThat(report.getAction()).contains("'connection-manager.exclusive.store'", "@Primary");
	}

	@ParameterizedTest
	@CsvSource({ "jdbc, connection-manager-coordination-jdbc", "zookeeper, connection-manager-coordination-zookeeper" })
	void a_store_whose_artifact_is_missing_is_reported_with_it(String store, String artifact) {
		FailureAnalysis report = Failures.analysis(this.withStore.withPropertyValues(GROUP + "store=" + store));
		assertThat(report.getDescription()).contains("Property: " + GROUP + "store", "Value: \"" + store + "\"",
				"there is no CoordinationStore bean '" + store + "'");
		assertThat(report.getAction()).isEqualTo(
				"Add the dependency 'io.connectionmanager:%s', or use an existing store: memory.".formatted(artifact));
	}

	@Test
	void an_unknown_store_is_reported_with_those_that_there_are() {
		FailureAnalysis report = Failures.analysis(this.withStore.withPropertyValues(GROUP + "store=redis"));
		assertThat(report.getDescription()).contains("there is no CoordinationStore bean 'redis'");
		assertThat(report.getAction()).contains("connection-manager-coordination-jdbc", "named 'redis'",
				"or use an existing store: memory.");
	}

	@Test
	void a_store_of_best_effort_has_to_be_accepted() {
		CoordinationStore store = Mockito.mock(CoordinationStore.class);
		BDDMockito.given(store.durability()).willReturn(Durability.BEST_EFFORT);
		BDDMockito.given(store.describe()).willReturn("Redis at cache:6379");
		FailureAnalysis report = Failures.analysis(this.runner.withBean("store", CoordinationStore.class, () -> store));
		assertThat(report.getDescription()).contains("'Redis at cache:6379'",
				"Two replicas may then hold one connection");
		assertThat(report.getAction()).contains("'connection-manager.exclusive.accept-best-effort: true'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void a_missing_name_of_the_application_is_reported(String name) {
		FailureAnalysis report = Failures
			.analysis(this.withStore.withPropertyValues("spring.application.name=" + name, GROUP + "group=" + name));
		assertThat(report.getDescription())
			.contains("neither 'connection-manager.exclusive.group' nor 'spring.application.name' is set")
			.contains(ENTRY + "exclusive");
		assertThat(report.getAction()).contains("Set 'spring.application.name'");
	}

	@Test
	void a_lease_that_one_lost_renewal_would_end_is_reported_with_all_its_properties() {
		FailureAnalysis report = Failures.analysis(this.withStore.withPropertyValues(GROUP + "lease-duration=10s",
				GROUP + "safety-margin=5s", GROUP + "renew-interval=3s"));
		assertThat(report.getDescription())
			.contains("Property: " + GROUP + "lease-duration", "Property: " + GROUP + "safety-margin",
					"Property: " + GROUP + "renew-interval", "Origin: ")
			.contains(
					"Reason: exclusive.safety-margin (5s) plus twice the exclusive.renew-interval (3s) must not exceed "
							+ "exclusive.lease-duration (10s)");
		assertThat(report.getAction()).startsWith(
				"Increase 'exclusive.lease-duration', or decrease 'exclusive.safety-margin' or 'exclusive.renew-interval'.");
	}

	@ParameterizedTest
	@CsvSource({ "lease-duration, 500ms", "safety-margin, 0s", "renew-interval, 1ms", "takeover-delay, -1s",
			"spread.settle-time, -1s", "spread.max-moves, 0", "spread.weight, 1001" })
	void a_value_out_of_range_is_reported(String property, String value) {
		FailureAnalysis report = Failures.analysis(this.withStore.withPropertyValues(GROUP + property + "=" + value));
		assertThat(report.getDescription()).contains("Property: " + GROUP + property, "Value: \"" + value + "\"")
			.contains("Reason: exclusive." + property + " must be from ");
		assertThat(report.getAction()).matches("Set 'exclusive." + property + "' to a value from \\S+ to \\S+\\.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s", "366d" })
	void a_yield_that_is_out_of_range_is_reported_with_what_is_valid(String value) {
		FailureAnalysis report = Failures.analysis(this.withStore.withPropertyValues(ENTRY + "yield-after=" + value));
		assertThat(report.getDescription()).contains("Property: " + ENTRY + "yield-after", "Value: \"" + value + "\"",
				"but is " + value);
		assertThat(report.getAction())
			.isEqualTo("Set 'yield-after' to a duration of more than 0s, and at most 365d, or remove it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc", "jdbcCoordinationStore" })
	@ExtendWith(OutputCaptureExtension.class)
	void a_timeout_of_the_store_that_is_not_less_than_the_lease_is_warned_about(String bean, CapturedOutput output) {
		ApplicationContextRunner stored = this.runner.withBean(bean, CoordinationStore.class,
				InMemoryCoordinationStore::new);
		stored.withPropertyValues(GROUP + "jdbc.timeout=14s", GROUP + "zookeeper.timeout=1h")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("should be less than");
		stored.withPropertyValues(GROUP + "jdbc.timeout=20s").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("'" + GROUP + "jdbc.timeout' (20s) should be less than '" + GROUP
				+ "lease-duration' (15s): a call that takes so long cannot renew the lease");
	}

	@Test
	void a_yield_of_a_connection_that_is_not_exclusive_is_reported() {
		FailureAnalysis report = Failures
			.analysis(this.withStore.withPropertyValues(ENTRY + "exclusive=false", ENTRY + "yield-after=1m"));
		assertThat(report.getDescription()).contains("Property: " + ENTRY + "yield-after",
				"Property: " + ENTRY + "exclusive", "yield-after is set, but the connection is not exclusive");
		assertThat(report.getAction())
			.isEqualTo("Set 'exclusive' of the connection to true, or remove its 'yield-after'.");
	}

	@Test
	void a_shared_yield_is_for_those_connections_that_are_exclusive() {
		this.withStore.withPropertyValues(ENTRY + "exclusive=false", "connection-manager.yield-after=1m")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void a_manager_of_the_application_that_is_not_exclusive_is_reported() {
		FailureAnalysis report = Failures.analysis(this.withStore.withUserConfiguration(OwnManager.class));
		assertThat(report.getDescription())
			.contains("The connection 'prices' is exclusive, but the application defines its manager, the bean "
					+ "'ownPrices', which is not")
			.contains(ENTRY + "exclusive");
		assertThat(report.getAction()).contains("ConnectionManagerBuilderConfigurer", "exclusive(group)");
	}

	@Test
	void nothing_is_reported_for_a_connection_that_is_disabled() {
		this.runner.withPropertyValues(ENTRY + "enabled=false").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void the_artifacts_are_those_of_the_hints() {
		assertThat(CoordinationStores.ARTIFACTS.keySet()).containsExactlyElementsOf(List.of("jdbc", "zookeeper"));
	}

	@Configuration(proxyBeanMethods = false)
	static class PricesConnector {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		@Qualifier("prices")
		ConnectionManager<Feed> ownPrices() {
			return ConnectionManager.builder("prices", new FakeConnector<>(Feed::new)).build();
		}

	}

}
