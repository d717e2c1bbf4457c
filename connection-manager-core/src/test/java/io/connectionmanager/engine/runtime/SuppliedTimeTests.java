package io.connectionmanager.engine.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Promises 17 and 28: supplied clocks and randomness")
class SuppliedTimeTests {

	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	private LongSupplier ticker = () -> 0;

	private Supplier<Instant> clock = () -> NOON;

	private DoubleSupplier random = () -> 0;

	private final SuppliedTime time = new SuppliedTime(() -> this.ticker.getAsLong(), new TestClock(),
			() -> this.random.getAsDouble());

	@Test
	void are_asked_each_time() {
		this.ticker = List.of(7L, 8L, 9L).iterator()::next;
		assertThat(this.time.nanos()).isEqualTo(7);
		assertThat(this.time.nanos()).isEqualTo(8);
		this.random = List.of(0.25, 0.75).iterator()::next;
		assertThat(this.time.random()).isEqualTo(0.25);
		assertThat(this.time.random()).isEqualTo(0.75);
		assertThat(this.time.instant()).isEqualTo(NOON);
		this.clock = () -> NOON.plusSeconds(1);
		assertThat(this.time.instant()).isEqualTo(NOON.plusSeconds(1));
	}

	@Test
	void may_throw_and_the_latest_value_then_has_to_do() {
		this.ticker = () -> 42;
		this.time.nanos();
		this.time.instant();
		this.ticker = () -> {
			throw new IllegalStateException("ticker, on purpose");
		};
		this.clock = () -> {
			throw new IllegalStateException("clock, on purpose");
		};
		this.random = () -> {
			throw new IllegalStateException("random, on purpose");
		};
		try (CapturedLog log = new CapturedLog()) {
			assertThat(this.time.nanos()).isEqualTo(42);
			assertThat(this.time.instant()).isEqualTo(NOON);
			assertThat(this.time.random()).isZero();
			assertThat(log.messages()).containsExactly("Unexpected failure in the supplied ticker",
					"Unexpected failure in the supplied clock",
					"Unexpected failure in the supplied source of randomness");
		}
		this.ticker = () -> 43;
		assertThat(this.time.nanos()).isEqualTo(43);
	}

	@Test
	void may_throw_errors_and_a_clock_may_have_no_time() {
		this.time.instant();
		this.ticker = () -> 42;
		this.time.nanos();
		this.ticker = () -> {
			throw new AssertionError("ticker, on purpose");
		};
		this.random = () -> {
			throw new AssertionError("random, on purpose");
		};
		this.clock = () -> null;
		try (CapturedLog log = new CapturedLog()) {
			assertThat(this.time.nanos()).isEqualTo(42);
			assertThat(this.time.random()).isZero();
			assertThat(this.time.instant()).isEqualTo(NOON);
			assertThat(log.messages()).hasSize(3);
		}
	}

	@Test
	void that_throw_at_first_are_asked_again_for_a_first_reading() {
		int[] calls = { 0 };
		SuppliedTime time = new SuppliedTime(() -> {
			if (calls[0]++ % 2 == 0) {
				throw new IllegalStateException("at first, on purpose");
			}
			return -42;
		}, new TestClock(), () -> 0);
		assertThat(time.nanos()).isEqualTo(-42);
	}

	@Test
	void may_ask_for_the_time_themselves_and_get_the_latest_value() {
		this.ticker = () -> 42;
		this.time.nanos();
		this.ticker = () -> this.time.nanos() + 1;
		assertThat(this.time.nanos()).isEqualTo(43);
		this.time.instant();
		this.clock = () -> this.time.instant().plusSeconds(this.time.nanos());
		assertThat(this.time.instant()).isEqualTo(NOON.plusSeconds(43));
		this.random = () -> this.time.random() + 0.5;
		assertThat(this.time.random()).isEqualTo(0.5);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1, 2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void that_supply_no_number_from_0_to_1_add_no_jitter(double number) {
		this.random = () -> number;
		assertThat(this.time.random()).isZero();
	}

	/** A clock that shows what the test says. */
	private final class TestClock extends Clock {

		@Override
		public Instant instant() {
			return SuppliedTimeTests.this.clock.get();
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
