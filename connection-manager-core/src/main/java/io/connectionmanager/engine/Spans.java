package io.connectionmanager.engine;

import java.time.Duration;

/**
 * Writes lengths of time for people.
 */
final class Spans {

	private Spans() {
	}

	static String format(long nanos) {
		return format(Duration.ofNanos(Math.max(nanos, 0)));
	}

	/**
	 * Writes a length of time with the two units that matter: {@code 850 ms},
	 * {@code 2.5 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 4 d 3 h}.
	 * @param span the length
	 * @return its text
	 */
	static String format(Duration span) {
		long seconds = span.toSeconds();
		if (seconds < 1) {
			return span.toMillis() + " ms";
		}
		if (seconds < 60) {
			long tenths = span.toMillis() / 100 % 10;
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

	/**
	 * Returns a length in nanoseconds, or the longest there is.
	 * @param span the length
	 * @return its nanoseconds
	 */
	static long saturatedNanos(Duration span) {
		try {
			return span.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	private static String pair(long first, String firstUnit, long second, String secondUnit) {
		String text = first + " " + firstUnit;
		return (second == 0) ? text : text + " " + second + " " + secondUnit;
	}

}
