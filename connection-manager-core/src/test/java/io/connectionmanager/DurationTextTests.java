package io.connectionmanager;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationTextTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0 ms", "PT0.000000001S, less than 1 ms", "PT0.000499999S, less than 1 ms", "PT0.0005S, 1 ms",
			"PT0.85S, 850 ms", "PT0.9994S, 999 ms", "PT0.9996S, 1 s", "PT1S, 1 s", "PT1.04S, 1 s",
			"PT1.155294262S, 1.2 s", "PT2.5S, 2.5 s", "PT59.94S, 59.9 s", "PT59.95S, 1 min", "PT1M, 1 min",
			"PT1M0.5S, 1 min 1 s", "PT3M20S, 3 min 20 s", "PT59M59.4S, 59 min 59 s", "PT59M59.5S, 1 h", "PT1H, 1 h",
			"PT2H5M59S, 2 h 6 min", "PT23H59M29S, 23 h 59 min", "PT23H59M30S, 1 d", "P1D, 1 d", "P4DT3H29M, 4 d 3 h",
			"P4DT23H30M, 5 d", "P365D, 365 d" })
	void a_measured_one_is_rounded_to_the_two_units_that_matter(Duration duration, String text) {
		assertThat(DurationText.format(duration)).isEqualTo(text);
		assertThat(DurationText.format(duration.toNanos())).isEqualTo(text);
	}

	@Test
	void a_number_that_is_negative_because_a_clock_was_set_counts_as_zero() {
		assertThat(DurationText.format(-1)).isEqualTo("0 ms");
	}

	@Test
	void a_negative_one_has_a_sign() {
		assertThat(DurationText.format(Duration.ofSeconds(-5))).isEqualTo("-5 s");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT5S, 5s", "PT-5S, -5s", "PT1.5S, 1500ms", "PT-0.5S, -500ms", "PT1M, 1m", "PT1M30S, 90s",
			"PT2H, 2h", "PT36H, 36h", "P7D, 7d", "P365D, 365d", "PT0.0001S, 100us", "PT-0.000000001S, -1ns",
			"PT8760H0.000000001S, 31536000000000001ns" })
	void a_setting_is_exact_and_written_like_a_property(Duration duration, String text) {
		assertThat(DurationText.setting(duration)).isEqualTo(text);
	}

	@Test
	void the_longest_ones_have_a_text() {
		assertThat(DurationText.format(Duration.ofSeconds(Long.MAX_VALUE - 1_800))).endsWith(" d 15 h");
		assertThat(DurationText.setting(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
			.isEqualTo("9223372036854775807999999999ns");
		assertThat(DurationText.setting(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("-9223372036854775808s");
	}

	@Test
	void the_longest_ones_of_all_are_not_too_long_in_either_direction() {
		String longest = "106751991167300 d 15 h";
		assertThat(DurationText.format(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))).isEqualTo(longest);
		assertThat(DurationText.format(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("-" + longest);
		assertThat(DurationText.format(Duration.ofSeconds(Long.MIN_VALUE, 1))).isEqualTo("-" + longest);
	}

	@Test
	void look_the_same_everywhere() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.GERMANY);
		try {
			assertThat(DurationText.format(Duration.ofMillis(2500))).isEqualTo("2.5 s");
			assertThat(DurationText.setting(Duration.ofMillis(2500))).isEqualTo("2500ms");
		}
		finally {
			Locale.setDefault(before);
		}
	}

}
