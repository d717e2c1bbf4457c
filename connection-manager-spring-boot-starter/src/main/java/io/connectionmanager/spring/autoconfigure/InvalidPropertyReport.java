package io.connectionmanager.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

/**
 * Reports the value of a property that was refused, and where it is set.
 */
final class InvalidPropertyReport {

	private static final String ACTION = "Correct the value.";

	private final PropertyOrigins origins;

	InvalidPropertyReport(Environment environment) {
		this.origins = new PropertyOrigins(environment);
	}

	/**
	 * Runs a check.
	 * @param prefixes gives, if something is refused, the prefixes that the property may
	 * have, the one that wins first
	 * @param check throws an {@link IllegalArgumentException} whose message names what it
	 * refuses by the paths of the properties, in Java's spelling
	 */
	void check(Supplier<List<ConfigurationPropertyName>> prefixes, Runnable check) {
		try {
			check.run();
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(describeNamed(prefixes.get(), String.valueOf(ex.getMessage())), ACTION,
					ex);
		}
	}

	/**
	 * Runs a check of one property.
	 * @param name the name of the property
	 * @param check throws an {@link IllegalArgumentException} whose message says why the
	 * value is refused
	 */
	void check(ConfigurationPropertyName name, Runnable check) {
		try {
			check.run();
		}
		catch (IllegalArgumentException ex) {
			throw report(name, dashedWords(String.valueOf(ex.getMessage())), ACTION);
		}
	}

	/**
	 * Reports a property.
	 * @param name the name of the property
	 * @param reason why its value is refused
	 * @param action what to do
	 * @return the report
	 */
	FailureAnalyzedException report(ConfigurationPropertyName name, String reason, String action) {
		return new FailureAnalyzedException(describe(this.origins.find(name).stream().toList(), reason), action);
	}

	// A message may speak of two properties that do not go together: both are shown, and
	// spelled as they are in a file.
	private String describeNamed(List<ConfigurationPropertyName> prefixes, String message) {
		List<ConfigurationProperty> properties = new ArrayList<>();
		for (String word : message.split("[^\\w.]+")) {
			find(prefixes, dashed(word)).filter((property) -> !properties.contains(property))
				.ifPresent(properties::add);
		}
		return describe(properties, dashedWords(message));
	}

	private static String dashedWords(String message) {
		return Arrays.stream(message.split(" "))
			.map((word) -> word.matches("[a-z].*") ? dashed(word) : word)
			.collect(Collectors.joining(" "));
	}

	private Optional<ConfigurationProperty> find(List<ConfigurationPropertyName> prefixes, String path) {
		if (!ConfigurationPropertyName.isValid(path) || path.isEmpty()) {
			return Optional.empty();
		}
		return prefixes.stream().flatMap((prefix) -> this.origins.find(prefix.append(path)).stream()).findFirst();
	}

	private static String dashed(String path) {
		return Arrays.stream(path.split("\\.", -1))
			.map(DataObjectPropertyName::toDashedForm)
			.collect(Collectors.joining("."));
	}

	private static String describe(List<ConfigurationProperty> properties, String reason) {
		return "A connection property has an invalid value:%n%n%s    Reason: %s"
			.formatted(properties.stream().map(PropertyOrigins::describe).collect(Collectors.joining()), reason);
	}

}
