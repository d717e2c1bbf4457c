package io.connectionmanager.engine.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionRuntime.Timer;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Promise 23: the connect limit")
class ConnectLimitTests {

	private static final double UNLIMITED = Double.POSITIVE_INFINITY;

	private static final long MILLI = Duration.ofMillis(1).toNanos();

	private final ManualTimer timer = new ManualTimer();

	private final ManualExecutor worker = new ManualExecutor();

	/** What was granted, in order. */
	private final List<String> granted = new ArrayList<>();

	@Test
	void grants_at_once_as_many_as_there_are_permits() {
		ConnectLimit limit = limit(2, UNLIMITED);
		PermitRequest a = request("a");
		List.of(a, request("b"), request("c")).forEach(limit::request);
		assertThat(this.granted).containsExactly("a", "b");
		limit.release(a);
		assertThat(this.granted).containsExactly("a", "b", "c");
	}

	@Test
	void is_first_come_first_served() {
		ConnectLimit limit = limit(1, UNLIMITED);
		PermitRequest first = request("first");
		limit.request(first);
		PermitRequest gone = request("gone");
		List.of(request("second"), gone, request("third")).forEach(limit::request);
		limit.release(gone);
		limit.release(first);
		assertThat(this.granted).containsExactly("first", "second");
	}

	@Test
	void a_request_that_is_released_before_it_is_made_is_never_granted_and_holds_no_permit() {
		ConnectLimit limit = limit(1, UNLIMITED);
		PermitRequest early = request("early");
		limit.release(early);
		limit.request(early);
		limit.request(request("next"));
		assertThat(this.granted).containsExactly("next");
	}

	@Test
	void releasing_twice_gives_one_permit_back() {
		ConnectLimit limit = limit(1, UNLIMITED);
		PermitRequest a = request("a");
		limit.request(a);
		limit.release(a);
		limit.release(a);
		List.of(request("b"), request("c")).forEach(limit::request);
		assertThat(this.granted).containsExactly("a", "b");
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
				entry = new Entry("t" + round, request("t" + round));
				limit.request(entry.request());
				expectedQueue.add(entry);
				entries.add(entry);
			}
			else {
				limit.release(entry.request());
				expectedQueue.remove(entry);
				inside.remove(entry);
			}
			while (inside.size() < permits && !expectedQueue.isEmpty()) {
				Entry next = expectedQueue.remove();
				inside.add(next);
				expected.add(next.name());
			}
			assertThat(this.granted).as("seed %d, round %d", seed, round).hasSameSizeAs(expected);
		}
		assertThat(this.granted).as("seed %d", seed).isEqualTo(expected);
	}

	@Test
	void attempts_are_spaced_evenly() {
		ConnectLimit limit = limit(100, 10);
		List<Long> times = request(limit, 5);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(times).containsExactly(0L, 100 * MILLI, 200 * MILLI, 300 * MILLI, 400 * MILLI);
	}

	@Test
	void a_timer_that_is_a_little_late_costs_no_throughput() {
		ConnectLimit limit = limit(100, 10);
		List<Long> times = request(limit, 3);
		this.timer.stall(107 * MILLI);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(times).containsExactly(0L, 107 * MILLI, 200 * MILLI);
	}

	@Test
	void a_timer_that_is_very_late_is_not_followed_by_a_burst() {
		ConnectLimit limit = limit(1000, 1000);
		List<Long> times = request(limit, 200);
		this.timer.stall(100 * MILLI);
		this.worker.runAll();
		// One at the beginning, one that is due, and ten milliseconds made up for.
		assertThat(times).hasSize(12);
		this.timer.advance(5 * MILLI);
		assertThat(times).hasSize(17);
	}

	@Test
	void there_is_no_burst_after_a_quiet_time() {
		ConnectLimit limit = limit(1000, 10);
		this.timer.advance(Duration.ofHours(1).toNanos());
		List<Long> times = request(limit, 3);
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
		List<Long> rare = request(limit(10, 1e-12), 2);
		List<Long> often = request(limit(10, 1e12), 2);
		this.timer.advance(Duration.ofDays(365).toNanos());
		assertThat(rare).hasSize(1);
		assertThat(often).hasSize(2);
	}

	@Test
	void a_permit_counts_where_there_is_a_rate_too() {
		ConnectLimit limit = limit(1, 10);
		PermitRequest a = request("a");
		List.of(a, request("b")).forEach(limit::request);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(this.granted).containsExactly("a");
		limit.release(a);
		assertThat(this.granted).containsExactly("a", "b");
	}

	@Test
	void however_many_wait_there_is_one_wake_up() {
		ConnectLimit limit = limit(1000, 10);
		request(limit, 500);
		assertThat(this.timer.pending()).isEqualTo(1);
		this.timer.advance(250 * MILLI);
		assertThat(this.timer.pending()).isEqualTo(1);
		this.timer.advance(Duration.ofMinutes(1).toNanos());
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	@DisplayName("Promise 19: the wake-up is cancelled with the last request that waits")
	void the_wake_up_is_cancelled_with_the_last_request_that_waits() {
		ConnectLimit limit = limit(1000, 1);
		PermitRequest second = request("second");
		PermitRequest third = request("third");
		List.of(request("first"), second, third).forEach(limit::request);
		limit.release(second);
		assertThat(this.timer.pending()).isEqualTo(1);
		limit.release(third);
		assertThat(this.timer.pending()).isZero();
		PermitRequest fourth = request("fourth");
		limit.request(fourth);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(this.granted).containsExactly("first", "fourth");
	}

	@Test
	void the_first_attempts_of_outages_go_before_attempts_that_have_failed_before() {
		ConnectLimit limit = limit(1, UNLIMITED);
		PermitRequest begin = request("begin");
		PermitRequest firstOne = request("first 1");
		PermitRequest firstTwo = request("first 2");
		PermitRequest repeatedOne = repeated("repeated 1");
		limit.request(begin);
		List.of(repeatedOne, firstOne, repeated("repeated 2"), firstTwo).forEach(limit::request);
		List.of(begin, firstOne, firstTwo, repeatedOne).forEach(limit::release);
		assertThat(this.granted).containsExactly("begin", "first 1", "first 2", "repeated 1", "repeated 2");
	}

	@ParameterizedTest
	@CsvSource({ "64, 32", "3, 1", "2, 1", "1, 1" })
	void attempts_that_have_failed_before_hold_half_of_the_permits_at_most(int permits, int forRepeated) {
		ConnectLimit limit = limit(permits, UNLIMITED);
		List<PermitRequest> repeated = IntStream.range(0, 100).mapToObj((n) -> repeated("repeated " + n)).toList();
		repeated.forEach(limit::request);
		this.worker.runAll();
		assertThat(this.granted).hasSize(forRepeated);
		List<PermitRequest> first = IntStream.range(0, 100).mapToObj((n) -> request("first " + n)).toList();
		first.forEach(limit::request);
		this.worker.runAll();
		assertThat(this.granted).hasSize(permits);
		// One that is released makes room for the next one, in order.
		limit.release(repeated.get(0));
		assertThat(this.granted).hasSize(permits + 1)
			.last()
			.isEqualTo((permits == 1) ? "first 0" : "first " + (permits - forRepeated));
		first.forEach(limit::release);
		this.worker.runAll();
		repeated.forEach(limit::release);
		this.worker.runAll();
		// All permits are back, for whoever comes first.
		this.granted.clear();
		IntStream.range(0, 100).mapToObj((n) -> request("later " + n)).forEach(limit::request);
		assertThat(this.granted).hasSize(permits);
	}

	@Test
	void a_request_is_granted_once_however_often_it_is_made() {
		ConnectLimit limit = limit(3, UNLIMITED);
		PermitRequest a = request("a");
		limit.request(a);
		limit.request(a);
		assertThat(this.granted).containsExactly("a");
		List.of(request("b"), request("c"), request("d")).forEach(limit::request);
		assertThat(this.granted).containsExactly("a", "b", "c");
	}

	@Test
	void one_that_asks_again_keeps_its_place() {
		ConnectLimit limit = limit(1, UNLIMITED);
		PermitRequest holder = request("holder");
		PermitRequest a = request("a");
		limit.request(holder);
		List.of(a, request("b"), a).forEach(limit::request);
		limit.release(holder);
		limit.release(a);
		assertThat(this.granted).containsExactly("holder", "a", "b");
	}

	@Test
	void a_thread_that_comes_for_one_permit_grants_a_few_and_leaves_the_others_to_a_worker() {
		ConnectLimit limit = limit(1000, 10_000);
		List<Long> times = request(limit, 50);
		assertThat(times).hasSize(1);
		this.timer.stall(100 * MILLI);
		assertThat(times).hasSize(1 + 8);
		assertThat(this.worker.pending()).isEqualTo(1);
		this.worker.runNext();
		assertThat(times).hasSize(1 + 2 * 8);
		this.worker.runAll();
		assertThat(times).hasSize(50);
		assertThat(this.worker.pending()).isZero();
	}

	@Test
	@DisplayName("Promise 17: neither timer nor request is called while the lock is held")
	void neither_timer_nor_request_is_called_while_the_lock_is_held() {
		ConnectLimit[] limit = new ConnectLimit[1];
		List<String> calls = new ArrayList<>();
		Timer observing = (task, delay) -> {
			calls.add("schedule " + Thread.holdsLock(limit[0]));
			Runnable cancellation = this.timer.schedule(task, delay);
			return () -> {
				calls.add("cancel " + Thread.holdsLock(limit[0]));
				cancellation.run();
			};
		};
		limit[0] = new ConnectLimit(10, 10, observing, this.worker, () -> {
			calls.add("read " + (limit[0] != null && Thread.holdsLock(limit[0])));
			return this.timer.now();
		});
		limit[0].request(new PermitRequest(false, () -> calls.add("granted " + Thread.holdsLock(limit[0]))));
		PermitRequest second = request("second");
		limit[0].request(second);
		limit[0].release(second);
		assertThat(calls).contains("schedule false", "cancel false", "granted false", "read false")
			.noneMatch((call) -> call.endsWith("true"));
	}

	@Test
	@DisplayName("Promise 17: a timer that calls back while it is asked does no harm")
	void a_timer_that_asks_for_another_permit_while_it_is_asked_does_no_harm() {
		ConnectLimit[] limit = new ConnectLimit[1];
		boolean[] once = { true };
		Timer nosy = (task, delay) -> {
			if (once[0]) {
				once[0] = false;
				limit[0].request(request("from inside"));
			}
			return this.timer.schedule(task, delay);
		};
		limit[0] = new ConnectLimit(10, 10, nosy, this.worker, this.timer::now);
		List.of(request("first"), request("second")).forEach(limit[0]::request);
		assertThat(this.timer.pending()).isEqualTo(1);
		this.timer.advance(Duration.ofSeconds(1).toNanos());
		assertThat(this.granted).containsExactly("first", "second", "from inside");
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void a_timer_that_runs_its_task_at_once_leaves_no_wake_up_behind() {
		Timer immediate = (task, delay) -> {
			this.timer.advance(delay);
			task.run();
			return () -> this.granted.add("cancelled");
		};
		ConnectLimit limit = new ConnectLimit(10, 10, immediate, this.worker, this.timer::now);
		List.of(request("first"), request("second")).forEach(limit::request);
		assertThat(this.granted).containsExactly("first", "second", "cancelled");
	}

	private ConnectLimit limit(int permits, double perSecond) {
		return new ConnectLimit(permits, perSecond, this.timer, this.worker, this.timer::now);
	}

	private PermitRequest request(String name) {
		return new PermitRequest(false, () -> this.granted.add(name));
	}

	private PermitRequest repeated(String name) {
		return new PermitRequest(true, () -> this.granted.add(name));
	}

	private List<Long> request(ConnectLimit limit, int count) {
		List<Long> times = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			limit.request(new PermitRequest(false, () -> times.add(this.timer.now())));
		}
		return times;
	}

	private record Entry(String name, PermitRequest request) {
	}

}
