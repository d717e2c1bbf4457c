package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Durations as they stand in a sentence, and in properties.
 */
final class Durations {

	private Durations() {
	}

	static String inWords(Duration duration) {
		return DurationFormatterUtils.print(duration.truncatedTo(ChronoUnit.MILLIS), DurationFormat.Style.COMPOSITE);
	}

}
