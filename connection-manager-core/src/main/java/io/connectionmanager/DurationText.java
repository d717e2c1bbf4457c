package io.connectionmanager;

import java.math.BigInteger;
import java.time.Duration;

/**
 * The format of durations in messages and log lines. A measured duration is rounded to
 * what matters; a setting is exact, and has the form in which properties are written.
 */
public final class DurationText {

	private static final String[] UNITS = { "d", "h", "m", "s", "ms", "us", "ns" };

	private static final long[] UNIT_NANOS = { 86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L,
			1_000_000L, 1_000L, 1L };

	private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

	private DurationText() {
	}

	/**
	 * Formats a measured duration.
	 * @param nanos the duration in nanoseconds; a negative one counts as zero
	 * @return its text
	 */
	public static String format(long nanos) {
		return format(Duration.ofNanos(Math.max(nanos, 0)));
	}

	/**
	 * Formats a measured duration with its two most significant units, rounded half up:
	 * {@code 850 ms}, {@code 2.5 s}, {@code 3 min 20 s}, {@code 2 h 5 min},
	 * {@code 4 d 3 h}. One that would be rounded to zero is {@code less than 1 ms}.
	 * @param duration the duration
	 * @return its text
	 */
	public static String format(Duration duration) {
		if (duration.isNegative()) {
			// The negative of the shortest one would be too long.
			return "-" + format((duration.compareTo(LONGEST.negated()) < 0) ? LONGEST : duration.negated());
		}
		// Each unit is chosen by the rounded value: 59.96 s is a minute.
		long millis = rounded(duration, 1_000_000);
		if (millis < 1_000) {
			return (millis == 0 && !duration.isZero()) ? "less than 1 ms" : millis + " ms";
		}
		long tenths = rounded(duration, 100_000_000);
		if (tenths < 600) {
			return tenths / 10 + ((tenths % 10 != 0) ? "." + tenths % 10 : "") + " s";
		}
		long seconds = rounded(duration, 1_000_000_000);
		if (seconds < 3_600) {
			return pair(seconds / 60, "min", seconds % 60, "s");
		}
		long minutes = seconds(duration, 30) / 60;
		if (minutes < 1_440) {
			return pair(minutes / 60, "h", minutes % 60, "min");
		}
		long hours = seconds(duration, 1_800) / 3_600;
		return pair(hours / 24, "d", hours % 24, "h");
	}

	/**
	 * Formats the value of a setting exactly, in the form in which properties are
	 * written: {@code 5s}, {@code -5s}, {@code 1500ms}, {@code 90s}, {@code 7d}.
	 * @param duration the duration
	 * @return its text, with the largest unit of which it is a multiple
	 */
	public static String setting(Duration duration) {
		BigInteger nanos = BigInteger.valueOf(duration.getSeconds())
			.multiply(BigInteger.valueOf(1_000_000_000))
			.add(BigInteger.valueOf(duration.getNano()));
		if (nanos.signum() == 0) {
			return "0s";
		}
		int unit = 0;
		while (nanos.mod(BigInteger.valueOf(UNIT_NANOS[unit])).signum() != 0) {
			unit++;
		}
		return nanos.divide(BigInteger.valueOf(UNIT_NANOS[unit])) + UNITS[unit];
	}

	/**
	 * Rounds to a unit of at most a second. Whole seconds are never rounded away, so
	 * their number may be as large as it likes.
	 */
	private static long rounded(Duration duration, long unitNanos) {
		long units = 1_000_000_000 / unitNanos;
		long seconds = Math.min(duration.getSeconds(), Long.MAX_VALUE / units - 1);
		return seconds * units + (duration.getNano() + unitNanos / 2) / unitNanos;
	}

	private static long seconds(Duration duration, long added) {
		return Math.min(duration.getSeconds(), Long.MAX_VALUE - added) + added;
	}

	private static String pair(long first, String firstUnit, long second, String secondUnit) {
		String text = first + " " + firstUnit;
		return (second == 0) ? text : text + " " + second + " " + secondUnit;
	}

}
