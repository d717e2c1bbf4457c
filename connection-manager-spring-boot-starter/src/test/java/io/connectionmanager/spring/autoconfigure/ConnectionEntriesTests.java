package io.connectionmanager.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Which connections there are entries for, when environment variables have their say.
 */
class ConnectionEntriesTests {

	private final Map<String, Object> file = new LinkedHashMap<>();

	private final Map<String, Object> variables = new LinkedHashMap<>();

	@Test
	void a_variable_without_dashes_sets_a_property_and_makes_no_phantom() {
		this.file.put("connection-manager.connections.order-events.url", "tcp://file:1");
		this.variables.put("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_TIMEOUT", "3s");
		assertThat(new ConnectionEntries(environment()).read()).singleElement().satisfies((entry) -> {
			assertThat(entry.name()).isEqualTo("order-events");
			assertThat(entry.url()).isEqualTo("tcp://file:1");
			assertThat(entry.spelledByEnvironment()).isFalse();
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
		assertThat(new ConnectionEntries(environment()).read()).extracting(ConnectionEntry::name)
			.containsExactly("order-events");
		assertThat(bind().connection("order-events").getTimeout()).hasSeconds(3);
	}

	@Test
	void a_variable_alone_makes_an_entry_whose_dashes_are_not_known() {
		this.variables.put("CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_URL", "tcp://variable:1");
		assertThat(new ConnectionEntries(environment()).read()).singleElement().satisfies((entry) -> {
			assertThat(entry.name()).isEqualTo("orderevents");
			assertThat(entry.spelledByEnvironment()).isTrue();
			assertThat(entry.url()).isEqualTo("tcp://variable:1");
		});
		assertThat(bind().connection("order-events").getUrl()).hasToString("tcp://variable:1");
	}

	@Test
	void two_spellings_are_one_entry_with_the_values_of_both() {
		this.file.put("connection-manager.connections.orderEvents.timeout", "3s");
		this.file.put("connection-manager.connections.order-events.url", "tcp://file:1");
		assertThat(new ConnectionEntries(environment()).read()).extracting(ConnectionEntry::name)
			.containsExactly("order-events");
		assertThat(bind().connection("order-events").getTimeout()).hasSeconds(3);
		assertThat(bind().connection("order-events").getUrl()).hasToString("tcp://file:1");
	}

	@Test
	void a_name_is_kept_as_it_is_spelled() {
		this.file.put("connection-manager.connections.Prices.connector", "feed");
		this.file.put("connection-manager.connections.[feed/two].connector", "feed");
		assertThat(new ConnectionEntries(environment()).read())
			.extracting(ConnectionEntry::name, ConnectionEntry::connector)
			.containsExactly(tuple("Prices", "feed"), tuple("feed/two", "feed"));
		assertThat(bind().getConnections()).containsOnlyKeys("Prices", "feed/two");
	}

	@Test
	void a_value_that_is_not_known_yet_is_no_obstacle() {
		this.file.put("connection-manager.connections.prices.url", "${FEED_URL}");
		this.file.put("connection-manager.connections.prices.timeout", "${FEED_TIMEOUT}");
		assertThat(new ConnectionEntries(environment()).read()).extracting(ConnectionEntry::name)
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
		assertThat(new ConnectionEntries(environment).read())
			.extracting(ConnectionEntry::name, ConnectionEntry::connector)
			.containsExactly(tuple("prices", "feed"));
	}

	private ConnectionManagerProperties bind() {
		return Binder.get(environment()).bindOrCreate("connection-manager", ConnectionManagerProperties.class);
	}

	private ConfigurableEnvironment environment() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", this.file));
		return environment;
	}

}
