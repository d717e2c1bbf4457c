package io.connectionmanager.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.spring.service.Service;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows of the properties.
 */
class ConfigurationMetadataTests {

	private static final String[] PROPERTIES = { "enabled", "timeout", "reconnect-after", "backoff.multiplier",
			"backoff.max-delay", "backoff.jitter", "stable-after", "max-attempts", "drain-timeout",
			"authentication-delay", "max-retry-after", "keep-alive.enabled", "keep-alive.interval",
			"keep-alive.timeout", "endpoints.policy", "startup", "startup-timeout", "auto-start", "history-size",
			"health.enabled", "health.grace", "connect-limit.permits", "connect-limit.per-second", "connections",
			"yield-after", "exclusive.store", "exclusive.group", "exclusive.member-id", "exclusive.lease-duration",
			"exclusive.safety-margin", "exclusive.renew-interval", "exclusive.takeover-delay",
			"exclusive.accept-best-effort", "exclusive.spread.settle-time", "exclusive.spread.max-moves",
			"exclusive.spread.weight" };

	private final JsonNode metadata = read();

	private final Map<String, JsonNode> properties = byName("properties");

	@Test
	void each_property_is_there_with_a_type_and_a_description() {
		for (String property : PROPERTIES) {
			assertThat(this.properties).containsKey("connection-manager." + property);
		}
		assertThat(this.properties).hasSize(PROPERTIES.length + 3)
			.containsKeys("management.health.connectionmanager.enabled", "management.endpoint.connections.access",
					"management.endpoint.connections.cache.time-to-live");
		assertThat(this.properties.values()).allSatisfy((property) -> {
			assertThat(property.path("type").asString("")).as(property.toString()).isNotEmpty();
			assertThat(property.path("description").asString("")).as(property.toString())
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
		});
	}

	@Test
	void the_defaults_are_those_of_the_core() {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		assertThat(defaultDuration("timeout")).isEqualTo(defaults.timeout());
		assertThat(defaultDuration("reconnect-after")).isEqualTo(defaults.reconnectAfter());
		assertThat(defaultDuration("backoff.max-delay")).isEqualTo(defaults.backoff().maxDelay());
		assertThat(defaultValue("backoff.multiplier").asDouble()).isEqualTo(defaults.backoff().multiplier());
		assertThat(defaultValue("backoff.jitter").asDouble()).isEqualTo(defaults.backoff().jitter());
		assertThat(defaultDuration("stable-after")).isEqualTo(defaults.stableAfter());
		assertThat(defaultDuration("drain-timeout")).isEqualTo(defaults.drainTimeout());
		assertThat(defaultDuration("authentication-delay")).isEqualTo(defaults.authenticationDelay());
		assertThat(defaultDuration("max-retry-after")).isEqualTo(defaults.maxRetryAfter());
		assertThat(defaultDuration("keep-alive.interval")).isEqualTo(defaults.keepAlive().interval());
		assertThat(defaultDuration("keep-alive.timeout")).isEqualTo(defaults.keepAlive().timeout());
		assertThat(defaultValue("keep-alive.enabled").asBoolean()).isEqualTo(defaults.keepAlive().enabled());
		assertThat(defaultDuration("startup-timeout"))
			.isEqualTo(new ConnectionManagerProperties().resolve(null).startup().timeout());
		assertThat(defaultValue("history-size").asInt())
			.isEqualTo(new ConnectionManagerProperties().resolve(null).historySize());
		assertThat(defaultValue("connect-limit.permits").asInt()).isEqualTo(64);
	}

	@Test
	void the_defaults_of_exclusive_connections_are_those_of_the_core() {
		ExclusiveSettings defaults = ExclusiveSettings.defaults();
		assertThat(defaultDuration("exclusive.lease-duration")).isEqualTo(defaults.leaseDuration());
		assertThat(defaultDuration("exclusive.safety-margin")).isEqualTo(defaults.safetyMargin());
		assertThat(defaultDuration("exclusive.renew-interval")).isEqualTo(defaults.renewInterval());
		assertThat(defaultDuration("exclusive.takeover-delay")).isEqualTo(defaults.takeoverDelay());
		assertThat(defaultDuration("exclusive.spread.settle-time")).isEqualTo(defaults.spread().settleTime());
		assertThat(defaultValue("exclusive.spread.max-moves").asInt()).isEqualTo(defaults.spread().maxMoves());
		assertThat(defaultValue("exclusive.spread.weight").asInt()).isEqualTo(defaults.spread().weight());
		assertThat(new ExclusiveProperties().resolve().settings()).isEqualTo(defaults);
	}

	@Test
	void there_is_a_hint_for_stores() {
		JsonNode hint = byName("hints").get("connection-manager.exclusive.store");
		assertThat(StreamSupport.stream(hint.path("values").spliterator(), false)
			.map((value) -> value.path("value").asString())).containsExactly("jdbc", "zookeeper");
		assertThat(hint.path("providers").path(0).path("parameters").path("target").asString())
			.isEqualTo(CoordinationStore.class.getName());
	}

	@Test
	void there_are_hints_for_connectors_and_for_names() {
		Map<String, JsonNode> hints = byName("hints");
		assertThat(hints.get("connection-manager.connections.keys")).isNotNull();
		JsonNode provider = hints.get("connection-manager.connections.*.connector").path("providers").path(0);
		assertThat(provider.path("name").asString()).isEqualTo("spring-bean-reference");
		assertThat(provider.path("parameters").path("target").asString()).isEqualTo("io.connectionmanager.Connector");
	}

	@Test
	void there_is_a_hint_for_each_service() {
		JsonNode hint = byName("hints").get("connection-manager.connections.*.service");
		assertThat(StreamSupport.stream(hint.path("values").spliterator(), false)
			.map((value) -> value.path("value").asString())).containsExactlyElementsOf(Service.names());
	}

	private Duration defaultDuration(String property) {
		return DurationStyle.detectAndParse(defaultValue(property).asString());
	}

	private JsonNode defaultValue(String property) {
		return this.properties.get("connection-manager." + property).path("defaultValue");
	}

	private Map<String, JsonNode> byName(String section) {
		return StreamSupport.stream(this.metadata.path(section).spliterator(), false)
			.collect(Collectors.toMap((node) -> node.path("name").asString(), Function.identity()));
	}

	private static JsonNode read() {
		try (InputStream metadata = ConnectionManagerProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(metadata);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
