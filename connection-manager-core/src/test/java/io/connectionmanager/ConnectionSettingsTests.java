package io.connectionmanager;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionSettings.Backoff;
import io.connectionmanager.ConnectionSettings.KeepAlive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConnectionSettingsTests {

	private static final Duration NEGATIVE = Duration.ofNanos(-1);

	private static final Duration ENDLESS = Duration.ofDays(365).plusNanos(1);

	@Test
	void defaults_are_as_documented() {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		assertThat(defaults.timeout()).hasSeconds(30);
		assertThat(defaults.reconnectAfter()).hasSeconds(2);
		assertThat(defaults.backoff()).isEqualTo(new Backoff(1, Duration.ofSeconds(30), 0.2));
		assertThat(defaults.stableAfter()).hasSeconds(10);
		assertThat(defaults.maxAttempts()).isEqualTo(ConnectionSettings.UNLIMITED);
		assertThat(defaults.drainTimeout()).hasSeconds(5);
		assertThat(defaults.keepAlive()).isEqualTo(new KeepAlive(true, Duration.ofSeconds(30), Duration.ofSeconds(10)));
		assertThat(ConnectionSettings.builder().build()).isEqualTo(defaults);
	}

	@Test
	void each_can_be_set_and_a_builder_made_of_settings_holds_them_all() {
		ConnectionSettings settings = ConnectionSettings.builder()
			.timeout(Duration.ofSeconds(1))
			.reconnectAfter(Duration.ofMillis(10))
			.backoff(2, Duration.ofSeconds(3), 0.5)
			.stableAfter(Duration.ofSeconds(4))
			.maxAttempts(5)
			.drainTimeout(Duration.ZERO)
			.authenticationDelay(Duration.ofSeconds(20))
			.maxRetryAfter(Duration.ofMinutes(5))
			.keepAlive(Duration.ofSeconds(7), Duration.ofSeconds(3))
			.build();
		assertThat(settings).isEqualTo(new ConnectionSettings(Duration.ofSeconds(1), Duration.ofMillis(10),
				new Backoff(2, Duration.ofSeconds(3), 0.5, Duration.ofMillis(10)), Duration.ofSeconds(4), 5,
				Duration.ZERO, Duration.ofSeconds(20), Duration.ofMinutes(5),
				new KeepAlive(true, Duration.ofSeconds(7), Duration.ofSeconds(3))));
		assertThat(settings.toBuilder().build()).isEqualTo(settings);
	}

	@ParameterizedTest
	@MethodSource
	void the_bounds_belong_to_what_is_valid(Consumer<ConnectionSettings.Builder> valid) {
		ConnectionSettings.Builder builder = ConnectionSettings.builder();
		valid.accept(builder);
		assertThat(builder.build()).isNotNull();
	}

	static Stream<Consumer<ConnectionSettings.Builder>> the_bounds_belong_to_what_is_valid() {
		return Stream.of((settings) -> settings.timeout(Duration.ofNanos(1)),
				(settings) -> settings.timeout(Duration.ofDays(365)),
				(settings) -> settings.reconnectAfter(Duration.ZERO).backoff(1, Duration.ZERO, 0),
				(settings) -> settings.reconnectAfter(Duration.ofDays(365)),
				(settings) -> settings.backoff(1, Duration.ofSeconds(2), 100),
				(settings) -> settings.backoff(Double.MAX_VALUE, Duration.ofDays(365), 0),
				(settings) -> settings.stableAfter(Duration.ZERO), (settings) -> settings.maxAttempts(1),
				(settings) -> settings.drainTimeout(Duration.ZERO));
	}

	@ParameterizedTest
	@MethodSource
	void what_is_invalid_is_refused_with_its_name_and_value(Consumer<ConnectionSettings.Builder> invalid,
			String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> {
			ConnectionSettings.Builder builder = ConnectionSettings.builder();
			invalid.accept(builder);
			builder.build();
		}).withMessage(message);
	}

	static Stream<Arguments> what_is_invalid_is_refused_with_its_name_and_value() {
		return Stream.of(refused((settings) -> settings.timeout(Duration.ZERO), "timeout must be more than zero"),
				refused((settings) -> settings.timeout(NEGATIVE), "timeout must not be negative, but is -1ns"),
				refused((settings) -> settings.timeout(ENDLESS),
						"timeout must be at most 365d, but is 31536000000000001ns"),
				refused((settings) -> settings.reconnectAfter(NEGATIVE),
						"reconnectAfter must not be negative, but is -1ns"),
				refused((settings) -> settings.stableAfter(NEGATIVE), "stableAfter must not be negative, but is -1ns"),
				refused((settings) -> settings.drainTimeout(NEGATIVE),
						"drainTimeout must not be negative, but is -1ns"),
				refused((settings) -> settings.maxAttempts(0), "maxAttempts must be at least 1, but is 0"),
				refused((settings) -> settings.backoff(0.99, Duration.ofSeconds(30), 0),
						"backoff.multiplier must be at least 1, but is 0.99"),
				refused((settings) -> settings.backoff(Double.NaN, Duration.ofSeconds(30), 0),
						"backoff.multiplier must be at least 1, but is NaN"),
				refused((settings) -> settings.backoff(Double.POSITIVE_INFINITY, Duration.ofSeconds(30), 0),
						"backoff.multiplier must be at least 1, but is Infinity"),
				refused((settings) -> settings.backoff(1, NEGATIVE, 0),
						"backoff.maxDelay must not be negative, but is -1ns"),
				refused((settings) -> settings.backoff(1, Duration.ofSeconds(30), -0.1),
						"backoff.jitter must be between 0 and 100, but is -0.1"),
				refused((settings) -> settings.backoff(1, Duration.ofSeconds(30), Double.NaN),
						"backoff.jitter must be between 0 and 100, but is NaN"),
				refused((settings) -> settings.backoff(1, Duration.ofSeconds(1), 0),
						"backoff.maxDelay (1s) must not be less than reconnectAfter (2s)"));
	}

	private static Arguments refused(Consumer<ConnectionSettings.Builder> invalid, String message) {
		return arguments(invalid, message);
	}

	@Test
	@SuppressWarnings("NullAway")
	void null_is_refused_with_its_name() {
		assertThatNullPointerException().isThrownBy(() -> ConnectionSettings.builder().timeout(null).build())
			.withMessage("timeout");
		assertThatNullPointerException().isThrownBy(() -> ConnectionSettings.builder().reconnectAfter(null).build())
			.withMessage("reconnectAfter");
		assertThatNullPointerException().isThrownBy(() -> new Backoff(1, null, 0)).withMessage("backoff.maxDelay");
	}

	@Test
	void a_long_reconnect_after_takes_the_longest_delay_along() {
		Duration minute = Duration.ofMinutes(1);
		assertThat(ConnectionSettings.builder().reconnectAfter(minute).build().backoff().maxDelay()).isEqualTo(minute);
	}

	@Test
	void a_longest_delay_that_nobody_has_set_goes_on_following_reconnect_after() {
		Duration minute = Duration.ofMinutes(1);
		ConnectionSettings longer = ConnectionSettings.defaults().toBuilder().reconnectAfter(minute).build();
		assertThat(longer.backoff().maxDelay()).isEqualTo(minute);
		ConnectionSettings shorter = longer.toBuilder().reconnectAfter(Duration.ofSeconds(2)).build();
		assertThat(shorter).isEqualTo(ConnectionSettings.defaults());
	}

	@Test
	void a_longest_delay_that_somebody_has_set_is_never_corrected() {
		ConnectionSettings settings = ConnectionSettings.builder().backoff(2, Duration.ofSeconds(20), 0).build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings.toBuilder().reconnectAfter(Duration.ofMinutes(1)).build());
	}

	@ParameterizedTest
	@ValueSource(classes = { ConnectionSettings.class, Backoff.class, KeepAlive.class })
	void any_of_the_records_may_be_the_first_that_is_used(Class<?> first) throws Exception {
		URL classes = ConnectionSettings.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes }, null)) {
			assertThatCode(() -> Class.forName(first.getName(), true, loader)).doesNotThrowAnyException();
			Class<?> settings = Class.forName(ConnectionSettings.class.getName(), true, loader);
			assertThat(settings.getMethod("defaults").invoke(null))
				.hasToString(ConnectionSettings.defaults().toString());
		}
	}

}
