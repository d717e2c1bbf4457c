package io.connectionmanager.spring.autoconfigure;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads which connections the environment has entries for.
 * <p>
 * {@code CONNECTIONMANAGER_CONNECTIONS_ORDEREVENTS_TIMEOUT} is how an environment
 * variable sets the timeout of {@code order-events}, but to a binder it is a second
 * connection, {@code orderevents}. So names that differ in case and dashes only are one
 * entry here. It has the name that has been spelled with the most dashes, and one that an
 * environment variable spells only where there is no other.
 */
final class ConnectionEntries {

	private static final int NAME = PropertyOrigins.CONNECTIONS.getNumberOfElements();

	private final Environment environment;

	private final PropertyOrigins origins;

	ConnectionEntries(Environment environment) {
		this.environment = environment;
		this.origins = new PropertyOrigins(environment);
	}

	List<ConnectionEntry> read() {
		Map<String, List<ConfigurationProperty>> entries = this.origins.below(PropertyOrigins.CONNECTIONS)
			.collect(Collectors.groupingBy((property) -> ConnectionName.fold(name(property)), LinkedHashMap::new,
					Collectors.toList()));
		return entries.values().stream().map(this::entry).toList();
	}

	private ConnectionEntry entry(List<ConfigurationProperty> properties) {
		ConfigurationProperty spelling = properties.stream()
			.min(Comparator.comparing(ConnectionEntries::isEnvironmentVariable)
				.thenComparing((property) -> -name(property).chars().filter((ch) -> ch == '-').count()))
			.orElseThrow();
		ConfigurationPropertyName prefix = spelling.getName().chop(NAME + 1);
		return new ConnectionEntry(name(spelling), isEnvironmentVariable(spelling), prefix, value(prefix, "connector"),
				value(prefix, "url"), properties);
	}

	private @Nullable String value(ConfigurationPropertyName prefix, String property) {
		return this.origins.find(prefix.append(property))
			.map((found) -> this.environment.resolvePlaceholders(String.valueOf(found.getValue())))
			.orElse(null);
	}

	private static String name(ConfigurationProperty property) {
		return property.getName().getElement(NAME, Form.ORIGINAL);
	}

	private static boolean isEnvironmentVariable(ConfigurationProperty property) {
		ConfigurationPropertySource source = property.getSource();
		return source != null && source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

}
