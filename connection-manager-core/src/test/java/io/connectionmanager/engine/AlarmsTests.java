package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue of what is due, against a list that is sorted.
 */
class AlarmsTests {

	private final Alarms alarms = new Alarms();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void the_next_is_always_first_whatever_is_added_and_removed(long seed) {
		Random random = new Random(seed);
		List<Alarms.Alarm> expected = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			if (expected.isEmpty() || random.nextInt(100) < 52) {
				Alarms.Alarm alarm = new TestAlarm(Long.MAX_VALUE - 500 + random.nextInt(1000));
				this.alarms.add(alarm);
				expected.add(alarm);
			}
			else {
				Alarms.Alarm removed = random.nextBoolean() ? expected.get(random.nextInt(expected.size()))
						: requireNonNull(this.alarms.first());
				assertThat(this.alarms.remove(removed)).isTrue();
				assertThat(this.alarms.remove(removed)).isFalse();
				expected.remove(removed);
			}
			assertThat(this.alarms.first() == null).isEqualTo(expected.isEmpty());
			if (i % 100 == 0 && !expected.isEmpty()) {
				assertThat(requireNonNull(this.alarms.first()).due()).isEqualTo(earliest(expected));
			}
		}
		while (!expected.isEmpty()) {
			Alarms.Alarm first = requireNonNull(this.alarms.first());
			assertThat(first.due()).isEqualTo(earliest(expected));
			this.alarms.remove(first);
			expected.remove(first);
		}
		assertThat(this.alarms.first()).isNull();
	}

	@Test
	void after_clearing_nothing_is_left_and_alarms_may_be_added_again() {
		List<TestAlarm> added = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			added.add(new TestAlarm(i % 7));
		}
		added.forEach(this.alarms::add);
		this.alarms.clear();
		assertThat(this.alarms.first()).isNull();
		assertThat(added).noneMatch(this.alarms::remove);
		this.alarms.add(added.get(0));
		assertThat(this.alarms.first()).isSameAs(added.get(0));
	}

	// The clock overflows, so what is due is compared by its distance.
	private static long earliest(List<Alarms.Alarm> alarms) {
		return alarms.stream()
			.map(Alarms.Alarm::due)
			.min(Comparator.comparingLong((due) -> due - Long.MAX_VALUE))
			.orElseThrow();
	}

	private static final class TestAlarm extends Alarms.Alarm {

		TestAlarm(long due) {
			super(due);
		}

		@Override
		public void run() {
		}

	}

}
