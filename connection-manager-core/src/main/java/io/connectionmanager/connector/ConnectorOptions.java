package io.connectionmanager.connector;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a connection, converted to the types that a connector needs. A value
 * that cannot be converted is reported with an {@link InvalidOptionException}.
 */
public final class ConnectorOptions {

	private static final Pattern DURATION = Pattern.compile("(\\d{1,18})\\s*(ms|s|m|h|d)?");

	private final ConnectorContext context;

	private ConnectorOptions(ConnectorContext context) {
		this.context = context;
	}

	/**
	 * Returns the options of a connection.
	 * @param context the context of the connector
	 * @return the options
	 */
	public static ConnectorOptions of(ConnectorContext context) {
		return new ConnectorOptions(context);
	}

	/**
	 * Returns a text.
	 * @param name the name of the option
	 * @return the text, or empty if it is not set or blank
	 */
	public Optional<String> text(String name) {
		return Optional.ofNullable(this.context.options().get(name)).map(String::trim).filter((it) -> !it.isEmpty());
	}

	/**
	 * Returns a list of texts, separated by commas.
	 * @param name the name of the option
	 * @return the texts, empty if the option is not set
	 */
	public List<String> list(String name) {
		return text(name).stream()
			.flatMap((it) -> Arrays.stream(it.split(",")))
			.map(String::trim)
			.filter((it) -> !it.isEmpty())
			.toList();
	}

	/**
	 * Returns {@code true} or {@code false}.
	 * @param name the name of the option
	 * @param defaultValue the value if the option is not set
	 * @return the value
	 */
	public boolean flag(String name, boolean defaultValue) {
		return text(name).map((it) -> switch (it.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw invalid(name, "must be true or false, but is '%s'".formatted(it));
		}).orElse(defaultValue);
	}

	/**
	 * Returns a whole number.
	 * @param name the name of the option
	 * @param defaultValue the value if the option is not set
	 * @param min the smallest number allowed
	 * @param max the largest number allowed
	 * @return the number
	 */
	public int number(String name, int defaultValue, int min, int max) {
		return text(name).map((it) -> {
			try {
				int number = Integer.parseInt(it);
				if (number >= min && number <= max) {
					return number;
				}
			}
			catch (NumberFormatException ex) {
				// reported below
			}
			throw invalid(name, "must be a number from %d to %d, but is '%s'".formatted(min, max, it));
		}).orElse(defaultValue);
	}

	/**
	 * Returns a duration, such as {@code 500ms}, {@code 10s} or {@code PT1M}; a number
	 * without a unit counts milliseconds.
	 * @param name the name of the option
	 * @return the duration, or empty if the option is not set
	 */
	public Optional<Duration> duration(String name) {
		return text(name).map((it) -> {
			try {
				return parseDuration(it);
			}
			catch (DateTimeParseException | ArithmeticException ex) {
				throw invalid(name, "must be a duration such as 500ms or 10s, but is '%s'".formatted(it));
			}
		});
	}

	private static Duration parseDuration(String text) {
		Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
		if (!matcher.matches()) {
			Duration duration = Duration.parse(text);
			if (duration.isNegative()) {
				throw new DateTimeParseException("negative", text, 0);
			}
			return duration;
		}
		long number = Long.parseLong(matcher.group(1));
		String unit = (matcher.group(2) != null) ? matcher.group(2) : "ms";
		return switch (unit) {
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			case "d" -> Duration.ofDays(number);
			default -> Duration.ofMillis(number);
		};
	}

	private InvalidOptionException invalid(String name, String reason) {
		return new InvalidOptionException(this.context.name(), name, reason);
	}

}
