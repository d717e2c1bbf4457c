package io.connectionmanager.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ClassUtils;

/**
 * The properties that the configuration metadata on the class path know: those of the
 * starter and those of Spring Boot.
 */
final class KnownProperties {

	private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,([^<>]+)>");

	/** By the name as it is documented; empty text where there is none. */
	private final Map<String, String> defaults = new HashMap<>();

	private final Map<ConfigurationPropertyName, String> types = new HashMap<>();

	KnownProperties() throws IOException {
		ClassLoader loader = KnownProperties.class.getClassLoader();
		for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
					String name = property.path("name").asString();
					this.defaults.put(name, property.path("defaultValue").asString(""));
					this.types.put(ConfigurationPropertyName.of(name), property.path("type").asString(""));
				}
			}
		}
	}

	/**
	 * Checks that a property exists, spelled as in its documentation.
	 * @param name the name of the property
	 * @param value what it is set to
	 * @throws AssertionError if there is no such property
	 */
	void check(String name, Object value) {
		String property = name.replaceAll("\\[\\d+]$", "");
		if (this.defaults.containsKey(property)) {
			return;
		}
		ConfigurationPropertyName map = map(ConfigurationPropertyName.of(property))
			.orElseThrow(() -> new AssertionError("There is no property '%s'".formatted(name)));
		Matcher type = MAP.matcher(this.types.get(map));
		if (!type.matches()) {
			return;
		}
		Class<?> valueType = ClassUtils.resolveClassName(type.group(1), getClass().getClassLoader());
		try {
			// Whichever place in a list it has, it is bound as the first.
			String first = name.replaceAll("\\[\\d+]$", "[0]");
			new Binder(new MapConfigurationPropertySource(Map.of(first, value))).bind(map,
					Bindable.mapOf(String.class, valueType), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		}
		catch (RuntimeException ex) {
			throw new AssertionError("There is no property '%s' for '%s'".formatted(name, value), ex);
		}
	}

	/**
	 * Returns what a property is where it is not set.
	 * @param name the name of the property
	 * @return its default, or empty text if it has none or does not exist
	 */
	String defaultOf(String name) {
		return this.defaults.getOrDefault(name, "");
	}

	/**
	 * Returns whether a property exists, of whatever value.
	 * @param name the name of the property, of one of a map or of a group
	 * @return whether it exists
	 */
	boolean contain(ConfigurationPropertyName name) {
		return this.types.keySet().stream().anyMatch((known) -> known.equals(name) || name.isAncestorOf(known));
	}

	/**
	 * Returns the property that is a map and has this one in it.
	 * @param name the name of the property
	 * @return the name of the map, or empty if there is none
	 */
	Optional<ConfigurationPropertyName> map(ConfigurationPropertyName name) {
		return this.types.entrySet()
			.stream()
			.filter((known) -> known.getKey().isAncestorOf(name) && known.getValue().startsWith("java.util.Map<"))
			.map(Map.Entry::getKey)
			.findFirst();
	}

}
