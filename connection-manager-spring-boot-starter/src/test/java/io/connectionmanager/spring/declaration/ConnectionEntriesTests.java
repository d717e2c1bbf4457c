package io.connectionmanager.spring.declaration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Which connections there are entries for, when environment variables have their say.
 */
class ConnectionEntriesTests {

	private final Map<String, Object> file = new LinkedHashMap<>();

	private final Map<String, Object> profile = new LinkedHashMap<>();

	private final Map<String, Object> variables = new LinkedHashMap<>();

	@Test
	void a_variable_without_dashes_sets_a_property_and_makes_no_phantom() {
		this.file.put("connection-manager.connections.order-events.url", "tcp://file:1");
		this.variables.put("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_TIMEOUT", "3s");
		assertThat(new ConnectionEntries(environment()).all()).singleElement().satisfies((entry) -> {
			assertThat(entry.name()).isEqualTo("order-events");
			assertThat(entry.urls()).containsExactly("tcp://file:1");
			assertThat(entry.spelling()).isEqualTo(NameSpelling.KEPT);
		});
		ConnectionManagerProperties properties = bind();
		assertThat(properties.getConnections()).as("the trap").containsKeys("order-events", "orderevents");
		assertThat(properties.connection("order-events").getTimeout()).hasSeconds(3);
		assertThat(properties.connection("order-events").getUrl()).hasToString("tcp://file:1");
	}

	@Test
	void a_variable_with_underscores_for_dashes_sets_a_property_and_makes_no_phantom() {
		this.file.put("connection-manager.connections.order-events.url", "tcp://file:1");
		this.variables.put("CONNECTION_MANAGER_CONNECTIONS_ORDER_EVENTS_TIMEOUT", "3s");
		assertThat(new ConnectionEntries(environment()).all()).extracting(ConnectionEntry::name)
			.containsExactly("order-events");
		assertThat(bind().connection("order-events").getTimeout()).hasSeconds(3);
	}

	@Test
	void a_variable_alone_makes_an_entry_whose_dashes_are_not_known() {
		this.variables.put("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_URL", "tcp://variable:1");
		assertThat(new ConnectionEntries(environment()).all()).singleElement().satisfies((entry) -> {
			assertThat(entry.name()).isEqualTo("orderevents");
			assertThat(entry.spelling()).isEqualTo(NameSpelling.FOLDED);
			assertThat(entry.urls()).containsExactly("tcp://variable:1");
		});
		assertThat(bind().connection("order-events").getUrl()).hasToString("tcp://variable:1");
	}

	@Test
	void two_names_in_one_source_are_two_entries_with_values_of_their_own() {
		this.file.put("connection-manager.connections.shard-1-1.url", "tcp://a:1");
		this.file.put("connection-manager.connections.shard-11.url", "tcp://b:2");
		this.file.put("connection-manager.connections.shard-11.timeout", "3s");
		this.file.put("connection-manager.connections[plc.1.12].url", "tcp://c:3");
		this.file.put("connection-manager.connections[plc.11.2].url", "tcp://d:4");
		ConnectionEntries entries = new ConnectionEntries(environment());
		assertThat(entries.all()).extracting(ConnectionEntry::name, ConnectionEntry::urls)
			.containsExactlyInAnyOrder(tuple("shard-1-1", List.of("tcp://a:1")),
					tuple("shard-11", List.of("tcp://b:2")), tuple("plc.1.12", List.of("tcp://c:3")),
					tuple("plc.11.2", List.of("tcp://d:4")));
		entries.requireValid();
		ConnectionManagerProperties properties = bind();
		assertThat(properties.connection("shard-1-1").getTimeout()).as("the trap").hasSeconds(3);
		entries.correct(properties);
		assertThat(properties.getConnections()).containsOnlyKeys("shard-1-1", "shard-11", "plc.1.12", "plc.11.2");
		assertThat(properties.connection("shard-1-1").getUrl()).isEqualTo("tcp://a:1");
		assertThat(properties.connection("shard-1-1").getTimeout()).isNull();
		assertThat(properties.connection("shard-11").getUrl()).isEqualTo("tcp://b:2");
		assertThat(properties.connection("shard-11").getTimeout()).hasSeconds(3);
	}

	@Test
	void two_names_that_make_one_bean_are_reported_with_both_places() {
		this.file.put("connection-manager.connections.orderEvents.timeout", "3s");
		this.file.put("connection-manager.connections.order-events.timeout", "4s");
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(new ConnectionEntries(environment())::requireValid)
			.satisfies((ex) -> assertThat(ex.analysis().getDescription())
				.contains("'orderEvents' and 'order-events'", "'orderEventsConnectionManager'")
				.contains("Value: \"3s\"", "Value: \"4s\""));
	}

	@Test
	void another_spelling_in_a_source_that_counts_more_changes_values_and_not_the_name() {
		this.file.put("connection-manager.connections.prices.url", "tcp://file:1");
		this.file.put("connection-manager.connections.order-events.timeout", "1s");
		this.profile.put("connection-manager.connections.orderEvents.timeout", "2s");
		ConfigurableEnvironment environment = environment(
				new SimpleCommandLinePropertySource("--connection-manager.connections.PRICES.timeout=2s"));
		ConnectionEntries entries = new ConnectionEntries(environment);
		assertThat(entries.all()).extracting(ConnectionEntry::name).containsExactlyInAnyOrder("prices", "order-events");
		entries.requireValid();
		ConnectionManagerProperties properties = bind(environment);
		entries.correct(properties);
		assertThat(properties.getConnections()).containsOnlyKeys("prices", "order-events");
		assertThat(properties.connection("prices").getTimeout()).hasSeconds(2);
		assertThat(properties.connection("prices").getUrl()).isEqualTo("tcp://file:1");
		assertThat(properties.connection("order-events").getTimeout()).hasSeconds(2);
	}

	@Test
	void a_name_in_brackets_is_overridden_like_any_other() {
		this.file.put("connection-manager.connections.order-events.url", "tcp://file:1");
		ConfigurableEnvironment environment = environment(
				new SimpleCommandLinePropertySource("--connection-manager.connections[order-events].timeout=2s"));
		ConnectionEntries entries = new ConnectionEntries(environment);
		ConnectionManagerProperties properties = bind(environment);
		entries.correct(properties);
		assertThat(properties.connection("order-events").getTimeout()).hasSeconds(2);
		assertThat(properties.connection("order-events").getUrl()).isEqualTo("tcp://file:1");
	}

	@Test
	void a_variable_that_may_mean_two_connections_is_reported() {
		this.file.put("connection-manager.connections.shard-1-1.timeout", "3s");
		this.file.put("connection-manager.connections.shard-11.timeout", "4s");
		this.variables.put("CONNECTIONMANAGER_CONNECTIONS_SHARD11_TIMEOUT", "5s");
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(new ConnectionEntries(environment())::requireValid)
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains("'shard-1-1'", "'shard-11'")
				.contains("Value: \"3s\"", "Value: \"4s\"", "Value: \"5s\""));
	}

	@Test
	void a_variable_that_means_one_of_two_changes_only_that() {
		this.file.put("connection-manager.connections.shard-1-1.timeout", "3s");
		this.file.put("connection-manager.connections.shard-12.timeout", "4s");
		this.variables.put("CONNECTIONMANAGER_CONNECTIONS_SHARD11_TIMEOUT", "5s");
		ConnectionEntries entries = new ConnectionEntries(environment());
		entries.requireValid();
		ConnectionManagerProperties properties = bind();
		entries.correct(properties);
		assertThat(properties.getConnections()).containsOnlyKeys("shard-1-1", "shard-12");
		assertThat(properties.connection("shard-1-1").getTimeout()).hasSeconds(5);
		assertThat(properties.connection("shard-12").getTimeout()).hasSeconds(4);
	}

	@Test
	void a_name_is_kept_as_it_is_spelled() {
		this.file.put("connection-manager.connections.Prices.connector", "feed");
		this.file.put("connection-manager.connections.[feed:two].connector", "feed");
		assertThat(new ConnectionEntries(environment()).all())
			.extracting(ConnectionEntry::name, ConnectionEntry::connector)
			.containsExactly(tuple("Prices", "feed"), tuple("feed:two", "feed"));
		assertThat(bind().getConnections()).containsOnlyKeys("Prices", "feed:two");
	}

	@Test
	void a_value_that_is_not_known_yet_is_no_obstacle() {
		this.file.put("connection-manager.connections.prices.url", "${FEED_URL}");
		this.file.put("connection-manager.connections.prices.timeout", "${FEED_TIMEOUT}");
		assertThat(new ConnectionEntries(environment()).all()).extracting(ConnectionEntry::name)
			.containsExactly("prices");
	}

	@Test
	void a_source_that_does_not_say_what_it_has_is_asked() {
		this.file.put("connection-manager.connections.prices.timeout", "3s");
		ConfigurableEnvironment environment = environment();
		environment.getPropertySources().addFirst(new PropertySource<>("vault", this) {

			@Override
			public @Nullable Object getProperty(String name) {
				return name.equals("connection-manager.connections.prices.connector") ? "feed" : null;
			}

		});
		assertThat(new ConnectionEntries(environment).all())
			.extracting(ConnectionEntry::name, ConnectionEntry::connector)
			.containsExactly(tuple("prices", "feed"));
	}

	private ConnectionManagerProperties bind() {
		return bind(environment());
	}

	private static ConnectionManagerProperties bind(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("connection-manager", ConnectionManagerProperties.class);
	}

	private ConfigurableEnvironment environment(PropertySource<?>... first) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		environment.getPropertySources().addLast(new MapPropertySource("profile", this.profile));
		environment.getPropertySources().addLast(new MapPropertySource("file", this.file));
		for (PropertySource<?> source : first) {
			environment.getPropertySources().addFirst(source);
		}
		return environment;
	}

}
