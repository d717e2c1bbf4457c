package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Finds the origins of properties, and describes properties without secrets.
 */
final class PropertyOrigins {

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("connection-manager");

	static final ConfigurationPropertyName CONNECTIONS = ROOT.append("connections");

	private static final String MASK = "******";

	private PropertyOrigins() {
	}

	/**
	 * Returns how many elements precede the name that a property has below a connection,
	 * or below the root if it applies to all connections.
	 * @param property the property, below {@link #ROOT}
	 * @return the number of elements
	 */
	static int lengthOfPrefix(ConfigurationPropertyName property) {
		return CONNECTIONS.isAncestorOf(property) ? ConnectionEntries.LENGTH : ROOT.getNumberOfElements();
	}

	/**
	 * Returns the sources of properties.
	 * @param environment the environment
	 * @return the sources, the one with the highest precedence first
	 */
	static List<ConfigurationPropertySource> sources(Environment environment) {
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			sources.add(source);
		}
		return sources;
	}

	static @Nullable ConfigurationProperty find(Iterable<ConfigurationPropertySource> sources,
			ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	static String describe(List<ConfigurationProperty> properties) {
		StringBuilder description = new StringBuilder();
		for (ConfigurationProperty property : properties) {
			description.append("    Property: %s%n".formatted(property.getName()));
			description.append("    Value: \"%s\"%n".formatted(value(property)));
			if (property.getOrigin() != null) {
				description.append("    Origin: %s%n".formatted(property.getOrigin()));
			}
		}
		return description.toString();
	}

	private static String value(ConfigurationProperty property) {
		String value = String.valueOf(property.getValue());
		ConfigurationPropertyName name = property.getName();
		String last = name.getElement(name.getNumberOfElements() - (name.isLastElementIndexed() ? 2 : 1),
				ConfigurationPropertyName.Form.UNIFORM);
		if (last.equals("url") || last.equals("urls")) {
			// It may be malformed, so the end of its user-info is unknown.
			return Masking.standard().maskUrl(value.replaceFirst("(?s)(?<=://).*(?=@)", MASK));
		}
		return ConnectionSecrets.isSecret(last) ? MASK : Masking.standard().mask(value);
	}

}
