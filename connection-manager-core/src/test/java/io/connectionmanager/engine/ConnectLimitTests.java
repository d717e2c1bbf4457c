package io.connectionmanager.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.engine.ConnectLimit.Ticket;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Promise 23: the connect limit")
class ConnectLimitTests {

	private static final double UNLIMITED = Double.POSITIVE_INFINITY;

	private static final long MILLI = Duration.ofMillis(1).toNanos();

	private final ManualTimer timer = new ManualTimer();

	/** Who was admitted, in order. */
	private final List<String> admitted = new ArrayList<>();

	@Test
	void admits_at_once_as_many_as_there_are_permits() {
		ConnectLimit limit = limit(2, UNLIMITED);
		Ticket a = ticket("a");
		List.of(a, ticket("b"), ticket("c")).forEach(limit::enlist);
		assertThat(this.admitted).containsExactly("a", "b");
		limit.leave(a);
		assertThat(this.admitted).containsExactly("a", "b", "c");
	}

	@Test
	void is_first_come_first_served() {
		ConnectLimit limit = limit(1, UNLIMITED);
		Ticket first = ticket("first");
		limit.enlist(first);
		Ticket gone = ticket("gone");
		List.of(ticket("second"), gone, ticket("third")).forEach(limit::enlist);
		limit.leave(gone);
		limit.leave(first);
		assertThat(this.admitted).containsExactly("first", "second");
	}

	@Test
	void a_ticket_that_left_before_it_was_enlisted_is_never_admitted_and_holds_no_permit() {
		ConnectLimit limit = limit(1, UNLIMITED);
		Ticket early = ticket("early");
		limit.leave(early);
		limit.enlist(early);
		limit.enlist(ticket("next"));
		assertThat(this.admitted).containsExactly("next");
	}

	@Test
	void leaving_twice_gives_one_permit_back() {
		ConnectLimit limit = limit(1, UNLIMITED);
		Ticket a = ticket("a");
		limit.enlist(a);
		limit.leave(a);
		limit.leave(a);
		List.of(ticket("b"), ticket("c")).forEach(limit::enlist);
		assertThat(this.admitted).containsExactly("a", "b");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void permits_are_neither_exceeded_nor_left_unused_whatever_the_order_of_events(long seed) {
		Random random = new Random(seed);
		int permits = 1 + random.nextInt(4);
		ConnectLimit limit = limit(permits, UNLIMITED);
		Deque<Entry> expectedQueue = new ArrayDeque<>();
		List<Entry> inside = new ArrayList<>();
		List<String> expected = new ArrayList<>();
		List<Entry> entries = new ArrayList<>();
		for (int round = 0; round < 5_000; round++) {
			Entry entry = (entries.isEmpty() || random.nextInt(5) < 2) ? null
					: entries.remove(random.nextInt(entries.size()));
			if (entry == null) {
				entry = new Entry("t" + round, ticket("t" + round));
				limit.enlist(entry.ticket());
				expectedQueue.add(entry);
				entries.add(entry);
			}
			else {
				limit.leave(entry.ticket());
				expectedQueue.remove(entry);
				inside.remove(entry);
			}
			while (inside.size() < permits && !expectedQueue.isEmpty()) {
				Entry next = expectedQueue.remove();
				inside.add(next);
				expected.add(next.name());
			}
			assertThat(this.admitted).as("seed %d, round %d", seed, round).hasSameSizeAs(expected);
		}
		assertThat(this.admitted).as("seed %d", seed).isEqualTo(expected);
	}

	@Test
	void a_hundred_thousand_that_leave_at_once_do_not_recurse() {
		ConnectLimit limit = limit(1, UNLIMITED);
		Ticket first = ticket("first");
		limit.enlist(first);
		int[] depth = new int[1];
		int[] deepest = new int[1];
		int[] count = new int[1];
		for (int i = 0; i < 100_000; i++) {
			Ticket[] ticket = new Ticket[1];
			ticket[0] = new RunnableTicket(() -> {
				deepest[0] = Math.max(deepest[0], ++depth[0]);
				count[0]++;
				limit.leave(ticket[0]);
				depth[0]--;
			});
			limit.enlist(ticket[0]);
		}
		limit.leave(first);
		assertThat(count[0]).isEqualTo(100_000);
		assertThat(deepest[0]).isEqualTo(1);
	}

	@Test
	void attempts_are_spaced_evenly() {
		ConnectLimit limit = limit(100, 10);
		List<Long> times = enlist(limit, 5);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(times).containsExactly(0L, 100 * MILLI, 200 * MILLI, 300 * MILLI, 400 * MILLI);
	}

	@Test
	void a_timer_that_is_a_little_late_costs_no_throughput() {
		ConnectLimit limit = limit(100, 10);
		List<Long> times = enlist(limit, 3);
		this.timer.stall(107 * MILLI);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(times).containsExactly(0L, 107 * MILLI, 200 * MILLI);
	}

	@Test
	void a_timer_that_is_very_late_is_not_followed_by_a_burst() {
		ConnectLimit limit = limit(1000, 1000);
		List<Long> times = enlist(limit, 200);
		this.timer.stall(100 * MILLI);
		// One at the beginning, one that is due, and ten milliseconds made up for.
		assertThat(times).hasSize(12);
		this.timer.advance(5 * MILLI);
		assertThat(times).hasSize(17);
	}

	@Test
	void there_is_no_burst_after_a_quiet_time() {
		ConnectLimit limit = limit(1000, 10);
		this.timer.advance(Duration.ofHours(1).toNanos());
		List<Long> times = enlist(limit, 3);
		assertThat(times).hasSize(1);
		this.timer.advance(89 * MILLI);
		assertThat(times).hasSize(1);
		this.timer.advance(MILLI);
		assertThat(times).hasSize(2);
		this.timer.advance(100 * MILLI - 1);
		assertThat(times).hasSize(2);
		this.timer.advance(1);
		assertThat(times).hasSize(3);
	}

	@Test
	void rates_from_one_in_a_century_to_many_in_a_nanosecond_work() {
		List<Long> rare = enlist(limit(10, 1e-12), 2);
		List<Long> often = enlist(limit(10, 1e12), 2);
		this.timer.advance(Duration.ofDays(365).toNanos());
		assertThat(rare).hasSize(1);
		assertThat(often).hasSize(2);
	}

	@Test
	void a_permit_counts_where_there_is_a_rate_too() {
		ConnectLimit limit = limit(1, 10);
		Ticket a = ticket("a");
		List.of(a, ticket("b")).forEach(limit::enlist);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(this.admitted).containsExactly("a");
		limit.leave(a);
		assertThat(this.admitted).containsExactly("a", "b");
	}

	@Test
	void however_many_wait_there_is_one_wake_up() {
		ConnectLimit limit = limit(1000, 10);
		enlist(limit, 500);
		assertThat(this.timer.pending()).isEqualTo(1);
		this.timer.advance(250 * MILLI);
		assertThat(this.timer.pending()).isEqualTo(1);
		this.timer.advance(Duration.ofMinutes(1).toNanos());
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	@DisplayName("Promise 19: the wake-up goes with the last one that waits")
	void the_wake_up_goes_with_the_last_one_that_waits() {
		ConnectLimit limit = limit(1000, 1);
		Ticket second = ticket("second");
		Ticket third = ticket("third");
		List.of(ticket("first"), second, third).forEach(limit::enlist);
		limit.leave(second);
		assertThat(this.timer.pending()).isEqualTo(1);
		limit.leave(third);
		assertThat(this.timer.pending()).isZero();
		Ticket fourth = ticket("fourth");
		limit.enlist(fourth);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(this.admitted).containsExactly("first", "fourth");
	}

	private ConnectLimit limit(int permits, double perSecond) {
		return new ConnectLimit(permits, perSecond, this.timer, this.timer::now);
	}

	private Ticket ticket(String name) {
		return new RunnableTicket(() -> this.admitted.add(name));
	}

	private List<Long> enlist(ConnectLimit limit, int count) {
		List<Long> times = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			limit.enlist(new RunnableTicket(() -> times.add(this.timer.now())));
		}
		return times;
	}

	private record Entry(String name, Ticket ticket) {
	}

}
