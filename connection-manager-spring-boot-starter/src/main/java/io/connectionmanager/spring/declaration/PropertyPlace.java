package io.connectionmanager.spring.declaration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * A place that sets a property of an entry.
 *
 * @param source the source that has it
 * @param spelling how the source spells the name of the connection
 * @param property the name of the property, as it is spelled there
 */
record PropertyPlace(ConfigurationPropertySource source, NameSpelling spelling, ConfigurationPropertyName property) {

	String name() {
		return ConnectionEntries.nameIn(this.property);
	}

	ConfigurationPropertyName prefix() {
		return this.property.chop(ConnectionEntries.LENGTH);
	}

	// By the exact spelling: Spring Boot may not distinguish it from another one.
	@Nullable ConfigurationProperty find() {
		if (this.source.getUnderlyingSource() instanceof EnumerablePropertySource<?> all) {
			for (String name : all.getPropertyNames()) {
				ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
				if (adapted.equals(this.property) && ConnectionEntries.nameIn(adapted).equals(name())) {
					Object value = all.getProperty(name);
					return (value != null)
							? new ConfigurationProperty(this.property, value, PropertySourceOrigin.get(all, name))
							: null;
				}
			}
		}
		return this.source.getConfigurationProperty(this.property);
	}

}
