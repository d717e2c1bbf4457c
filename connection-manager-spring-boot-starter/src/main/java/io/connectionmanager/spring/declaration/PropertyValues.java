package io.connectionmanager.spring.declaration;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the value of a property that may be set for one connection and for all, and
 * refuses what is out of range.
 */
public final class PropertyValues {

	private static final String CORRECT_THE_VALUE = "Correct the value.";

	private static final Duration LONGEST = Duration.ofDays(365);

	private PropertyValues() {
	}

	/**
	 * Chooses a value.
	 * @param <T> the type of the value
	 * @param own what is set for one connection
	 * @param shared what is set for all
	 * @param defaultValue the default
	 * @return the first that is set
	 */
	public static <T> T first(@Nullable T own, @Nullable T shared, T defaultValue) {
		if (own != null) {
			return own;
		}
		return (shared != null) ? shared : defaultValue;
	}

	/**
	 * Chooses a duration that is not negative.
	 * @param path the name of the property
	 * @param own what is set for one connection
	 * @param shared what is set for all
	 * @param defaultValue the default
	 * @return the first that is set
	 */
	public static Duration duration(String path, @Nullable Duration own, @Nullable Duration shared,
			Duration defaultValue) {
		Duration value = first(own, shared, defaultValue);
		require(!value.isNegative(), path, "must not be negative", value);
		require(value.compareTo(LONGEST) <= 0, path, "must be at most 365 days", value);
		return value;
	}

	/**
	 * Chooses a duration that is more than zero.
	 * @param path the name of the property
	 * @param own what is set for one connection
	 * @param shared what is set for all
	 * @param defaultValue the default
	 * @return the first that is set
	 */
	public static Duration positive(String path, @Nullable Duration own, @Nullable Duration shared,
			Duration defaultValue) {
		Duration value = duration(path, own, shared, defaultValue);
		require(!value.isZero(), path, "must be more than zero", value);
		return value;
	}

	/**
	 * Refuses a value.
	 * @param valid whether the value is valid
	 * @param path the name of the property
	 * @param rule what the value has to be
	 * @param value the value
	 */
	public static void require(boolean valid, String path, String rule, Object value) {
		if (!valid) {
			throw new InvalidPropertyException("%s %s, but is %s".formatted(path, rule, value), CORRECT_THE_VALUE,
					path);
		}
	}

	/**
	 * Refuses values that do not go together.
	 * @param valid whether they do
	 * @param reason why they do not
	 * @param paths the names of the properties
	 */
	public static void requireTogether(boolean valid, String reason, String... paths) {
		if (!valid) {
			throw new InvalidPropertyException(reason, CORRECT_THE_VALUE, paths);
		}
	}

}
