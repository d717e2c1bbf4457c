package io.connectionmanager;

import java.time.Duration;

/**
 * The format of durations in messages and log lines.
 */
public final class DurationText {

	private DurationText() {
	}

	/**
	 * Formats a duration.
	 * @param nanos the duration in nanoseconds; a negative one counts as zero
	 * @return its text
	 */
	public static String format(long nanos) {
		return format(Duration.ofNanos(Math.max(nanos, 0)));
	}

	/**
	 * Formats a duration with its two most significant units: {@code 850 ms},
	 * {@code 2.5 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 4 d 3 h}.
	 * @param duration the duration
	 * @return its text
	 */
	public static String format(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds < 1) {
			return duration.toMillis() + " ms";
		}
		if (seconds < 60) {
			long tenths = duration.toMillis() / 100 % 10;
			return seconds + ((tenths != 0) ? "." + tenths : "") + " s";
		}
		if (seconds < 3600) {
			return pair(seconds / 60, "min", seconds % 60, "s");
		}
		if (seconds < 86400) {
			return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
		}
		return pair(seconds / 86400, "d", seconds % 86400 / 3600, "h");
	}

	private static String pair(long first, String firstUnit, long second, String secondUnit) {
		String text = first + " " + firstUnit;
		return (second == 0) ? text : text + " " + second + " " + secondUnit;
	}

}
