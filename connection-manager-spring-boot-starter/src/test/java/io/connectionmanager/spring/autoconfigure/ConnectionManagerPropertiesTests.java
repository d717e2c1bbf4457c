package io.connectionmanager.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.spring.declaration.ResolvedConnection;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.lifecycle.StartupMode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for a connection: its own settings, then the shared ones, then the defaults.
 */
class ConnectionManagerPropertiesTests {

	private final Map<String, Object> values = new LinkedHashMap<>();

	@Test
	void nothing_set_is_the_defaults_of_the_core() {
		assertThat(settings("prices")).isEqualTo(ConnectionSettings.defaults());
		assertThat(resolve("prices").startup())
			.isEqualTo(new ConnectionStartup(true, StartupMode.BACKGROUND, Duration.ofSeconds(30)));
		assertThat(resolve("prices").health().enabled()).isTrue();
		assertThat(resolve("prices").health().grace()).isZero();
		assertThat(resolve("prices").endpoints()).isEmpty();
		assertThat(resolve("prices").historySize()).isEqualTo(50);
	}

	@Test
	void each_property_of_a_connection_is_merged_with_the_shared_one_by_itself() {
		set("timeout", "10s");
		set("reconnect-after", "1s");
		set("stable-after", "7s");
		set("max-attempts", "9");
		set("connections.prices.timeout", "5s");
		set("connections.prices.drain-timeout", "3s");
		assertThat(settings("prices")).isEqualTo(ConnectionSettings.builder()
			.timeout(Duration.ofSeconds(5))
			.reconnectAfter(Duration.ofSeconds(1))
			.stableAfter(Duration.ofSeconds(7))
			.maxAttempts(9)
			.drainTimeout(Duration.ofSeconds(3))
			.build());
		assertThat(settings("quotes").timeout()).hasSeconds(10);
		assertThat(settings("quotes").drainTimeout()).hasSeconds(5);
	}

	@Test
	void keep_alive_and_the_policy_of_endpoints_are_merged_one_by_one() {
		set("keep-alive.interval", "20s");
		set("keep-alive.timeout", "4s");
		set("endpoints.policy", "shuffle");
		set("connections.prices.keep-alive.timeout", "3s");
		set("connections.quotes.keep-alive.enabled", "false");
		set("connections.quotes.endpoints.policy", "ordered");
		assertThat(settings("prices").keepAlive())
			.isEqualTo(new KeepAlive(true, Duration.ofSeconds(20), Duration.ofSeconds(3)));
		assertThat(settings("quotes").keepAlive())
			.isEqualTo(new KeepAlive(false, Duration.ofSeconds(20), Duration.ofSeconds(4)));
		assertThat(resolve("prices").endpointPolicy()).isEqualTo(EndpointPolicy.SHUFFLE);
		assertThat(resolve("quotes").endpointPolicy()).isEqualTo(EndpointPolicy.ORDERED);
	}

	@Test
	void the_values_of_the_back_off_are_merged_one_by_one() {
		set("backoff.multiplier", "2");
		set("backoff.max-delay", "1m");
		set("connections.prices.backoff.jitter", "0");
		set("connections.prices.backoff.max-delay", "20s");
		assertThat(settings("prices").backoff())
			.isEqualTo(new ConnectionSettings.Backoff(2, Duration.ofSeconds(20), 0));
		assertThat(settings("quotes").backoff())
			.isEqualTo(new ConnectionSettings.Backoff(2, Duration.ofMinutes(1), 0.2));
	}

	@Test
	void a_long_first_wait_raises_the_longest_wait_where_that_is_not_set() {
		set("reconnect-after", "1m");
		set("backoff.jitter", "0.5");
		assertThat(settings("prices").backoff())
			.isEqualTo(new ConnectionSettings.Backoff(1, Duration.ofMinutes(1), 0.5, Duration.ofMinutes(1)));
	}

	@Test
	void startup_and_health_are_merged_too() {
		set("startup", "await");
		set("startup-timeout", "3s");
		set("health.grace", "30s");
		set("connections.prices.startup", "required");
		set("connections.prices.health.enabled", "false");
		set("connections.quotes.auto-start", "false");
		assertThat(resolve("prices").startup())
			.isEqualTo(new ConnectionStartup(true, StartupMode.REQUIRED, Duration.ofSeconds(3)));
		assertThat(resolve("quotes").startup())
			.isEqualTo(new ConnectionStartup(false, StartupMode.AWAIT, Duration.ofSeconds(3)));
		assertThat(resolve("prices").health().enabled()).isFalse();
		assertThat(resolve("prices").health().grace()).hasSeconds(30);
	}

	@Test
	void the_size_of_the_history_is_set_for_all_and_again_for_one() {
		set("history-size", "7");
		set("connections.prices.history-size", "0");
		assertThat(resolve("prices").historySize()).isZero();
		assertThat(resolve("quotes").historySize()).isEqualTo(7);
	}

	@Test
	void the_entry_of_a_connection_has_what_its_connector_needs() {
		set("connections.order-events.url", "tcp://feed.example:7000");
		set("connections.order-events.username", "reader");
		set("connections.order-events.password", "secret");
		set("connections.order-events.ssl.bundle", "feed");
		ConnectionManagerProperties.Connection connection = bind().connection("order-events");
		assertThat(connection.getUrl()).hasToString("tcp://feed.example:7000");
		assertThat(connection.getUsername()).isEqualTo("reader");
		assertThat(connection.getPassword()).isEqualTo("secret");
		assertThat(connection.getSsl().getBundle()).isEqualTo("feed");
		assertThat(bind().connection("orderEvents")).usingRecursiveComparison().isEqualTo(connection);
		assertThat(bind().connection("other").getUsername()).isNull();
	}

	private ConnectionSettings settings(String name) {
		return resolve(name).settings();
	}

	private ResolvedConnection resolve(String name) {
		ConnectionManagerProperties properties = bind();
		return properties.resolve(properties.connection(name));
	}

	private void set(String property, String value) {
		this.values.put("connection-manager." + property, value);
	}

	private ConnectionManagerProperties bind() {
		return new Binder(new MapConfigurationPropertySource(this.values)).bindOrCreate("connection-manager",
				ConnectionManagerProperties.class);
	}

}
