package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Selects the value of a property that can be set for one connection and for all, and
 * rejects invalid values.
 */
public final class PropertyValues {

	private static final String CORRECT_THE_VALUE = "Correct the value.";

	private static final Duration LONGEST = Duration.ofDays(365);

	private PropertyValues() {
	}

	/**
	 * Selects a value.
	 * @param <T> the type of the value
	 * @param own the value for one connection
	 * @param shared the value for all connections
	 * @param defaultValue the default
	 * @return the first value that is set
	 */
	public static <T> T first(@Nullable T own, @Nullable T shared, T defaultValue) {
		if (own != null) {
			return own;
		}
		return (shared != null) ? shared : defaultValue;
	}

	/**
	 * Selects a duration that is not negative.
	 * @param path the name of the property
	 * @param own the value for one connection
	 * @param shared the value for all connections
	 * @param defaultValue the default
	 * @return the first value that is set
	 */
	public static Duration duration(String path, @Nullable Duration own, @Nullable Duration shared,
			Duration defaultValue) {
		Duration value = first(own, shared, defaultValue);
		require(!value.isNegative(), path, "must not be negative", value);
		require(value.compareTo(LONGEST) <= 0, path, "must be at most 365 days", value);
		return value;
	}

	/**
	 * Selects a duration that is more than zero.
	 * @param path the name of the property
	 * @param own the value for one connection
	 * @param shared the value for all connections
	 * @param defaultValue the default
	 * @return the first value that is set
	 */
	public static Duration positive(String path, @Nullable Duration own, @Nullable Duration shared,
			Duration defaultValue) {
		Duration value = duration(path, own, shared, defaultValue);
		require(!value.isZero(), path, "must be more than zero", value);
		return value;
	}

	/**
	 * Rejects an invalid value.
	 * @param valid whether the value is valid
	 * @param path the name of the property
	 * @param rule the rule that the value must satisfy
	 * @param value the value
	 */
	public static void require(boolean valid, String path, String rule, Object value) {
		if (!valid) {
			throw new InvalidPropertyException("%s %s, but is %s".formatted(path, rule, value), CORRECT_THE_VALUE,
					path);
		}
	}

	/**
	 * Builds settings that validate themselves, and reports an invalid one as a property.
	 * @param <T> the type of the settings
	 * @param prefix the prefix of the properties
	 * @param settings builds the settings
	 * @param names the names of the settings, as they are in the message of an exception
	 * @return the settings
	 */
	public static <T> T build(String prefix, Supplier<T> settings, String... names) {
		try {
			return settings.get();
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			List<String> paths = new ArrayList<>();
			for (String name : names) {
				if (reason.contains(name)) {
					String path = prefix + DataObjectPropertyName.toDashedForm(name);
					reason = reason.replace(name, path);
					paths.add(path);
				}
			}
			throw new InvalidPropertyException(reason, CORRECT_THE_VALUE, paths.toArray(String[]::new));
		}
	}

	/**
	 * Rejects values that contradict each other.
	 * @param valid whether the values are consistent
	 * @param reason why they are not
	 * @param paths the names of the properties
	 */
	public static void requireTogether(boolean valid, String reason, String... paths) {
		if (!valid) {
			throw new InvalidPropertyException(reason, CORRECT_THE_VALUE, paths);
		}
	}

}
