package io.connectionmanager.spring.autoconfigure;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/**
 * An entry of {@code connection-manager.connections}, as far as it decides which beans
 * there are. It is read without binding it, because beans are declared before a value
 * such as {@code ${FEED_URL}} need be known: when the application is built ahead of time.
 * Values are looked for when they are asked for, which for most never happens.
 */
final class ConnectionEntry {

	private final String name;

	private final boolean spelledByEnvironment;

	private final ConfigurationPropertyName prefix;

	private final List<PropertyOrigins.Place> places;

	private final boolean mayHaveMore;

	private final PropertyOrigins origins;

	private final Environment environment;

	/**
	 * Creates an entry.
	 * @param name the name of the connection
	 * @param spelledByEnvironment whether nothing but environment variables names it, so
	 * that its dashes are not known
	 * @param prefix the name of the entry as a property
	 * @param places where there are properties of the entry, as far as sources say
	 * @param mayHaveMore whether there may be others
	 * @param origins finds values
	 * @param environment resolves placeholders
	 */
	ConnectionEntry(String name, boolean spelledByEnvironment, ConfigurationPropertyName prefix,
			List<PropertyOrigins.Place> places, boolean mayHaveMore, PropertyOrigins origins, Environment environment) {
		this.name = name;
		this.spelledByEnvironment = spelledByEnvironment;
		this.prefix = prefix;
		this.places = places;
		this.mayHaveMore = mayHaveMore;
		this.origins = origins;
		this.environment = environment;
	}

	String name() {
		return this.name;
	}

	boolean spelledByEnvironment() {
		return this.spelledByEnvironment;
	}

	ConfigurationPropertyName prefix() {
		return this.prefix;
	}

	/**
	 * Returns the name of the connector bean.
	 * @return the name, or {@code null} if the entry does not say
	 */
	@Nullable String connector() {
		return value("connector");
	}

	/**
	 * Returns where to connect to.
	 * @return the URL, or {@code null} if the entry does not say
	 */
	@Nullable String url() {
		return value("url");
	}

	/**
	 * Returns the properties that make the entry, those that others hide among them.
	 * @return the properties
	 */
	List<ConfigurationProperty> properties() {
		return this.places.stream().map(PropertyOrigins.Place::property).flatMap(Optional::stream).toList();
	}

	private @Nullable String value(String property) {
		if (!this.mayHaveMore && this.places.stream().noneMatch((place) -> names(place, property))) {
			return null;
		}
		return this.origins.find(this.prefix.append(property))
			.map((found) -> this.environment.resolvePlaceholders(String.valueOf(found.getValue())))
			.orElse(null);
	}

	private boolean names(PropertyOrigins.Place place, String property) {
		return place.name().getNumberOfElements() == this.prefix.getNumberOfElements() + 1
				&& place.name().getLastElement(Form.UNIFORM).equals(property);
	}

}
