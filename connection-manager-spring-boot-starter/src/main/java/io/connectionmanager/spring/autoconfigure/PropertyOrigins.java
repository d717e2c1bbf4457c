package io.connectionmanager.spring.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.connectionmanager.Masking;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Finds where properties are set, for people who have to change them.
 */
final class PropertyOrigins {

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("connection-manager");

	static final ConfigurationPropertyName CONNECTIONS = ROOT.append("connections");

	private static final String MASK = "******";

	private final List<ConfigurationPropertySource> sources;

	PropertyOrigins(Environment environment) {
		this.sources = StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.toList();
	}

	Optional<ConfigurationProperty> find(ConfigurationPropertyName name) {
		return this.sources.stream().flatMap((source) -> find(source, name).stream()).findFirst();
	}

	/**
	 * Returns where there are properties below a name, those that others hide among them.
	 * None of them is read.
	 * @param name the name
	 * @return the places, in the order of their sources
	 */
	Stream<Place> below(ConfigurationPropertyName name) {
		return this.sources.stream()
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.map(IterableConfigurationPropertySource.class::cast)
			.flatMap((source) -> source.stream()
				.filter(name::isAncestorOf)
				.map((property) -> new Place(source, property)));
	}

	/**
	 * Returns whether there may be properties below a name that {@link #below} does not
	 * know of, because a source of them does not say what it has.
	 * @param name the name
	 * @return whether there may be more
	 */
	boolean mayHaveMoreBelow(ConfigurationPropertyName name) {
		return this.sources.stream()
			.anyMatch((source) -> !(source instanceof IterableConfigurationPropertySource)
					&& source.containsDescendantOf(name) != ConfigurationPropertyState.ABSENT);
	}

	private static Optional<ConfigurationProperty> find(ConfigurationPropertySource source,
			ConfigurationPropertyName name) {
		return Optional.ofNullable(source.getConfigurationProperty(name));
	}

	static String describe(List<ConfigurationProperty> properties) {
		return properties.stream().map(PropertyOrigins::describe).collect(Collectors.joining("%n".formatted()));
	}

	static String describe(ConfigurationProperty property) {
		StringBuilder description = new StringBuilder("    Property: %s%n".formatted(property.getName()));
		description.append("    Value: \"%s\"%n".formatted(value(property)));
		if (property.getOrigin() != null) {
			description.append("    Origin: %s%n".formatted(property.getOrigin()));
		}
		return description.toString();
	}

	private static String value(ConfigurationProperty property) {
		String value = String.valueOf(property.getValue());
		return switch (property.getName().getLastElement(ConfigurationPropertyName.Form.UNIFORM)) {
			case "password" -> MASK;
			// It may be malformed, so that nobody can say where its user-info ends.
			case "url" -> Masking.standard().mask(value.replaceFirst("(?s)(?<=://).*(?=@)", MASK));
			default -> Masking.standard().mask(value);
		};
	}

	/**
	 * Where a property is.
	 *
	 * @param source the source that has it
	 * @param name its name, as it is spelled there
	 */
	record Place(ConfigurationPropertySource source, ConfigurationPropertyName name) {

		Optional<ConfigurationProperty> property() {
			return find(this.source, this.name);
		}

	}

}
