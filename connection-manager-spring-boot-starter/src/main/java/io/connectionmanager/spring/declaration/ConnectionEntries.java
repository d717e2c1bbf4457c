package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.PlaceholderResolutionException;

/**
 * The entries of {@code connection-manager.connections}.
 * <p>
 * The source with the lowest precedence names an entry. A source with higher precedence
 * that spells the name differently changes values, never the name. Within one source,
 * another spelling is another connection. An environment variable sets a property of the
 * connection that it fits, and adds an entry only if it fits none.
 */
final class ConnectionEntries {

	/** Number of elements in the name of an entry. */
	static final int LENGTH = PropertyOrigins.CONNECTIONS.getNumberOfElements() + 1;

	private static final String DASHES_AS_UNDERSCORES = "CONNECTION_MANAGER_CONNECTIONS_";

	private final Environment environment;

	private final List<ConfigurationPropertySource> sources;

	private final Map<String, ConnectionEntry> byKey = new LinkedHashMap<>();

	private final Map<ConfigurationPropertyName, ConnectionEntry> byPrefix = new HashMap<>();

	private boolean mayHaveMore;

	private @Nullable FailureAnalyzedException problem;

	ConnectionEntries(Environment environment) {
		this.environment = environment;
		this.sources = PropertyOrigins.sources(environment);
		for (int i = this.sources.size() - 1; i >= 0; i--) {
			read(this.sources.get(i), true);
		}
		for (int i = this.sources.size() - 1; i >= 0; i--) {
			read(this.sources.get(i), false);
		}
	}

	static NameSpelling spelling(@Nullable Object source) {
		if (source instanceof SystemEnvironmentPropertySource) {
			return NameSpelling.FOLDED;
		}
		boolean override = source instanceof CommandLinePropertySource
				|| source instanceof EnumerablePropertySource<?> named
						&& named.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		return override ? NameSpelling.OVERRIDE : NameSpelling.KEPT;
	}

	static String nameIn(ConfigurationPropertyName property) {
		return property.getElement(LENGTH - 1, Form.ORIGINAL);
	}

	private void read(ConfigurationPropertySource source, boolean known) {
		NameSpelling spelling = NameSpelling.of(source);
		if (spelling.isKnown() != known) {
			return;
		}
		if (!(source instanceof IterableConfigurationPropertySource iterable)) {
			this.mayHaveMore |= source
				.containsDescendantOf(PropertyOrigins.CONNECTIONS) != ConfigurationPropertyState.ABSENT;
			return;
		}
		for (ConfigurationPropertyName property : iterable) {
			if (PropertyOrigins.CONNECTIONS.isAncestorOf(property)) {
				add(new PropertyPlace(source, spelling, property));
			}
		}
		if (!known && source.getUnderlyingSource() instanceof EnumerablePropertySource<?> variables) {
			for (String variable : variables.getPropertyNames()) {
				this.mayHaveMore |= variable.startsWith(DASHES_AS_UNDERSCORES);
			}
		}
	}

	private void add(PropertyPlace place) {
		if (place.property().isNumericIndex(LENGTH - 1)) {
			problem(place, "connections must be a map, but this is a list",
					"Write a map from the name of each connection to its properties. Quote a name that is a "
							+ "number.");
			return;
		}
		ConnectionEntry entry = find(place);
		if (entry == null) {
			entry = new ConnectionEntry(this, place.name(), place);
			this.byKey.put(ConnectionName.key(place.name()), entry);
		}
		else if (place.spelling() == NameSpelling.KEPT && entry.first().source() == place.source()
				&& !entry.first().name().equals(place.name())) {
			this.problem = (this.problem != null) ? this.problem : ConfigurationProblems.collision(entry, place);
		}
		entry.add(place);
		ConnectionEntry other = this.byPrefix.putIfAbsent(place.prefix(), entry);
		if (other != null && other != entry) {
			other.setIndistinct();
			entry.setIndistinct();
		}
		check(place);
	}

	private @Nullable ConnectionEntry find(PropertyPlace place) {
		String key = ConnectionName.key(place.name());
		if (place.spelling().isKnown()) {
			return this.byKey.get(key);
		}
		ConnectionEntry found = null;
		String folded = ConnectionName.fold(place.name());
		for (ConnectionEntry entry : this.byKey.values()) {
			if (ConnectionName.fold(entry.name()).equals(folded)) {
				if (found != null && this.problem == null) {
					this.problem = ConfigurationProblems.ambiguousVariable(place, found, entry);
				}
				found = entry;
			}
		}
		return found;
	}

	private void check(PropertyPlace place) {
		String reason = place.spelling().isKnown() ? ConnectionName.whyNotInPath(place.name()) : null;
		if (reason != null) {
			problem(place,
					"'%s' cannot be the name of a connection, because it is part of the path '/actuator/connections/{name}': %s"
						.formatted(place.name(), reason),
					"Rename the connection.");
		}
		if (place.property().getNumberOfElements() == LENGTH) {
			ConfigurationProperty property = place.find();
			if (property != null && !String.valueOf(property.getValue()).isEmpty()) {
				problem(place, "a connection has properties, not a value",
						"Write the properties of the connection below its name, for example 'url'.");
			}
		}
	}

	private void problem(PropertyPlace place, String reason, String action) {
		if (this.problem == null) {
			ConfigurationProperty property = place.find();
			this.problem = ConfigurationProblems.invalid((property != null) ? List.of(property) : List.of(), reason,
					action);
		}
	}

	Environment environment() {
		return this.environment;
	}

	List<ConfigurationPropertySource> sources() {
		return this.sources;
	}

	Collection<ConnectionEntry> all() {
		return this.byKey.values();
	}

	/**
	 * Finds the entry of a connection, however its name is spelled.
	 * @param name a name
	 * @return the entry, or {@code null} if there is none
	 */
	@Nullable ConnectionEntry find(String name) {
		ConnectionEntry entry = this.byKey.get(ConnectionName.key(name));
		return (entry != null) ? entry : ConnectionName.find(this.byKey, name);
	}

	/**
	 * Returns whether a source may have properties of an entry that it does not list.
	 * @return whether there may be more
	 */
	boolean mayHaveMore() {
		return this.mayHaveMore;
	}

	/**
	 * Fails if the entries are not well-formed.
	 */
	void requireValid() {
		for (ConfigurationPropertySource source : this.sources) {
			requireMap(source.getConfigurationProperty(PropertyOrigins.CONNECTIONS));
		}
		if (this.problem != null) {
			throw this.problem;
		}
	}

	// An empty value beside entries is an empty map in another file.
	private void requireMap(@Nullable ConfigurationProperty value) {
		if (value != null && this.problem == null
				&& (this.byKey.isEmpty() || !String.valueOf(value.getValue()).isEmpty())) {
			throw ConfigurationProblems.invalid(List.of(value), "connections must be a map, but this is a value",
					"Write the names of the connections below it, each with its properties, or remove it.");
		}
	}

	/**
	 * Fails if a property has the wrong shape, or an effective value has a placeholder
	 * that cannot be resolved.
	 */
	void requireResolved() {
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					if (PropertyOrigins.ROOT.isAncestorOf(name)) {
						ConfigurationProperty property = source.getConfigurationProperty(name);
						requireShape(property);
						requireResolved(property);
					}
				}
			}
		}
	}

	private void requireShape(@Nullable ConfigurationProperty property) {
		if (property == null) {
			return;
		}
		PropertyShapes.Problem problem = PropertyShapes.problem(property.getName(),
				String.valueOf(property.getValue()).isEmpty());
		if (problem != null && !isDisabled(property.getName())) {
			throw ConfigurationProblems.invalid(List.of(property), problem.reason(), problem.action());
		}
	}

	private boolean isDisabled(ConfigurationPropertyName name) {
		if (!PropertyOrigins.CONNECTIONS.isAncestorOf(name)) {
			return false;
		}
		ConnectionEntry entry = find(nameIn(name));
		return entry != null && !entry.isEnabled();
	}

	void requireResolved(@Nullable ConfigurationProperty property) {
		if (property == null || !(property.getValue() instanceof CharSequence value)
				|| value.toString().indexOf("${") < 0
				|| !Objects.equals(property, PropertyOrigins.find(this.sources, property.getName()))) {
			return;
		}
		try {
			this.environment.resolveRequiredPlaceholders(value.toString());
		}
		catch (PlaceholderResolutionException ex) {
			if (isDisabled(property.getName())) {
				return;
			}
			throw ConfigurationProblems.invalid(List.of(property),
					"the placeholder '%s' cannot be resolved".formatted(ex.getPlaceholder()),
					"Set the property '%s', or give the placeholder a default value: ${%s:...}."
						.formatted(ex.getPlaceholder(), ex.getPlaceholder()));
		}
	}

	/**
	 * Replaces entries that Spring Boot bound to the wrong name or several times.
	 * @param <E> the type of entries
	 * @param properties the bound properties
	 */
	<E> void correct(ConnectionEntryProperties<E> properties) {
		Map<String, E> bound = properties.getConnections();
		for (ConnectionEntry entry : this.byKey.values()) {
			if (entry.isMisbound()) {
				@Nullable E correct = entry.isIndistinct() ? null : bound.get(entry.name());
				for (String name : new ArrayList<>(bound.keySet())) {
					if (find(name) == entry) {
						bound.remove(name);
					}
				}
				bound.put(entry.name(), (correct != null) ? correct : entry.bind(properties.entryType()));
			}
		}
	}

	boolean needCorrection() {
		for (ConnectionEntry entry : this.byKey.values()) {
			if (entry.isMisbound()) {
				return true;
			}
		}
		return false;
	}

}
