package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.connectionmanager.DurationText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Selects the value of a property that can be set for one connection and for all, and
 * rejects invalid values.
 */
public final class PropertyValues {

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final Pattern RULE = Pattern.compile("must be (?!more |at |less )(.+?), but is .*");

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
		requireDuration(value, path, "a duration from 0s to 365d", defaultValue);
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
		Duration value = first(own, shared, defaultValue);
		requirePositive(value, path, defaultValue);
		return value;
	}

	/**
	 * Rejects a duration that is not more than zero.
	 * @param value the duration
	 * @param path the name of the property
	 * @param defaultValue the default, or {@code null} if there is none
	 */
	public static void requirePositive(Duration value, String path, @Nullable Duration defaultValue) {
		String valid = "a duration of more than 0s, and at most 365d";
		requireDuration(value, path, valid, defaultValue);
		require(!value.isZero(), path, "must be more than zero", DurationText.setting(value), valid,
				text(defaultValue));
	}

	private static void requireDuration(Duration value, String path, String valid, @Nullable Duration defaultValue) {
		String text = DurationText.setting(value);
		require(!value.isNegative(), path, "must not be negative", text, valid, text(defaultValue));
		require(value.compareTo(LONGEST) <= 0, path, "must be at most 365d", text, valid, text(defaultValue));
	}

	private static @Nullable String text(@Nullable Duration duration) {
		return (duration != null) ? DurationText.setting(duration) : null;
	}

	/**
	 * Rejects an invalid value.
	 * @param ok whether the value is valid
	 * @param path the name of the property
	 * @param rule the rule that the value does not satisfy
	 * @param value the value
	 * @param valid which values are valid
	 * @param defaultValue the default, or {@code null} if there is none
	 */
	public static void require(boolean ok, String path, String rule, Object value, String valid,
			@Nullable Object defaultValue) {
		if (!ok) {
			throw new InvalidPropertyException("%s %s, but is %s".formatted(path, rule, value),
					"Set '%s' to %s, or remove it%s.".formatted(path, valid,
							(defaultValue != null) ? " for the default, %s".formatted(defaultValue) : ""),
					path);
		}
	}

	/**
	 * Returns what to do about an invalid value.
	 * @param path the name of the property
	 * @param reason what is wrong, such as "must be a number from 1 to 9, but is 10"
	 * @return the advice
	 */
	static String correct(String path, String reason) {
		Matcher rule = RULE.matcher(reason);
		return rule.find() ? "Set '%s' to %s%s.".formatted(path, rule.group(1).startsWith("from ") ? "a value " : "",
				rule.group(1)) : "Set '%s' to a value that the reason allows, or remove it.".formatted(path);
	}

	/**
	 * Builds settings that validate themselves, and reports an invalid one as a property.
	 * @param <T> the type of the settings
	 * @param prefix the prefix of the properties
	 * @param ifTogether what to do about values that do not go together
	 * @param settings builds the settings
	 * @param names the names of the settings, as they are in the message of an exception
	 * @return the settings
	 */
	public static <T> T build(String prefix, String ifTogether, Supplier<T> settings, String... names) {
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
			throw new InvalidPropertyException(reason, (paths.size() == 1) ? correct(paths.get(0), reason) : ifTogether,
					paths.toArray(String[]::new));
		}
	}

	/**
	 * Rejects values that contradict each other.
	 * @param valid whether the values are consistent
	 * @param reason why they are not
	 * @param action what to do
	 * @param paths the names of the properties
	 */
	public static void requireTogether(boolean valid, String reason, String action, String... paths) {
		if (!valid) {
			throw new InvalidPropertyException(reason, action, paths);
		}
	}

}
