package io.connectionmanager.spring.autoconfigure;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
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
		Map<String, List<PropertyOrigins.Place>> entries = this.origins.below(PropertyOrigins.CONNECTIONS)
			.collect(Collectors.groupingBy((place) -> ConnectionName.fold(name(place)), LinkedHashMap::new,
					Collectors.toList()));
		boolean mayHaveMore = this.origins.mayHaveMoreBelow(PropertyOrigins.CONNECTIONS);
		return entries.values().stream().map((places) -> entry(places, mayHaveMore)).toList();
	}

	private ConnectionEntry entry(List<PropertyOrigins.Place> places, boolean mayHaveMore) {
		PropertyOrigins.Place spelling = places.stream()
			.min(Comparator.comparing(ConnectionEntries::isEnvironmentVariable)
				.thenComparing((place) -> -name(place).chars().filter((ch) -> ch == '-').count()))
			.orElseThrow();
		return new ConnectionEntry(name(spelling), isEnvironmentVariable(spelling), spelling.name().chop(NAME + 1),
				places, mayHaveMore, this.origins, this.environment);
	}

	private static String name(PropertyOrigins.Place place) {
		return place.name().getElement(NAME, Form.ORIGINAL);
	}

	private static boolean isEnvironmentVariable(PropertyOrigins.Place place) {
		return place.source().getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

}
