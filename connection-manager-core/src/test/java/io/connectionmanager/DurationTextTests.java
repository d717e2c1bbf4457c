package io.connectionmanager;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationTextTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0 ms", "PT0.000999S, 0 ms", "PT0.85S, 850 ms", "PT0.999999S, 999 ms", "PT1S, 1 s",
			"PT2.5S, 2.5 s", "PT59.94S, 59.9 s", "PT1M, 1 min", "PT3M20S, 3 min 20 s", "PT59M59S, 59 min 59 s",
			"PT1H, 1 h", "PT2H5M59S, 2 h 5 min", "PT23H59M, 23 h 59 min", "P1D, 1 d", "P4DT3H59M, 4 d 3 h",
			"P365D, 365 d" })
	void are_written_with_the_two_units_that_matter(Duration span, String text) {
		assertThat(DurationText.format(span)).isEqualTo(text);
		assertThat(DurationText.format(span.toNanos())).isEqualTo(text);
	}

	@Test
	void that_are_negative_are_none() {
		assertThat(DurationText.format(-1)).isEqualTo("0 ms");
	}

	@Test
	void look_the_same_everywhere() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.GERMANY);
		try {
			assertThat(DurationText.format(Duration.ofMillis(2500))).isEqualTo("2.5 s");
		}
		finally {
			Locale.setDefault(before);
		}
	}

}
