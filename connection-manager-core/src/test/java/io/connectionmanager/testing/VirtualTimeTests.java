package io.connectionmanager.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What virtual time does with timers and tasks.
 */
class VirtualTimeTests {

	private final VirtualTime time = new VirtualTime();

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() {
		this.time.close();
	}

	@Test
	void stands_still_until_told_to_move() {
		Instant beginning = this.time.now();
		this.time.settle();
		assertThat(this.time.now()).isEqualTo(beginning);
		this.time.advance(Duration.ofNanos(7));
		assertThat(this.time.now()).isEqualTo(beginning.plusNanos(7));
	}

	@Test
	void does_not_go_back() {
		Instant beginning = this.time.now();
		assertThatIllegalArgumentException().isThrownBy(() -> this.time.advance(Duration.ofSeconds(-5)))
			.withMessageContaining("must not be negative")
			.withMessageContaining("-5s");
		assertThat(this.time.now()).isEqualTo(beginning);
	}

	@Test
	void a_sleep_of_less_than_nothing_is_over_at_once() throws Exception {
		this.time.sleep(Duration.ofSeconds(-1));
		this.time.sleep(Duration.ZERO);
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	void timers_come_at_their_moment_and_not_a_nanosecond_before() {
		schedule("a", 10);
		this.time.advance(Duration.ofNanos(9));
		assertThat(this.done).isEmpty();
		assertThat(this.time.pendingTimers()).isEqualTo(1);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.done).containsExactly("a");
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	void timers_come_in_order_of_their_moments_and_then_of_their_setting() {
		schedule("c", 3);
		schedule("a", 1);
		schedule("b1", 2);
		schedule("b2", 2);
		this.time.advance(Duration.ofNanos(5));
		assertThat(this.done).containsExactly("a", "b1", "b2", "c");
	}

	@Test
	void each_timer_sees_its_own_moment_and_what_it_sets_comes_in_the_same_move() {
		Instant beginning = this.time.now();
		this.time.schedule(() -> {
			this.done.add("first at " + Duration.between(beginning, this.time.now()).toNanos());
			this.time.schedule(
					() -> this.done.add("second at " + Duration.between(beginning, this.time.now()).toNanos()), 4);
		}, 3);
		this.time.advance(Duration.ofNanos(100));
		assertThat(this.done).containsExactly("first at 3", "second at 7");
	}

	@Test
	void a_cancelled_timer_does_not_come() {
		this.time.schedule(() -> this.done.add("never"), 1).run();
		assertThat(this.time.pendingTimers()).isZero();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.done).isEmpty();
	}

	@Test
	void a_timer_that_is_as_good_as_never_does_not_come() {
		this.time.advance(Duration.ofSeconds(1));
		Runnable cancellation = this.time.schedule(() -> this.done.add("never"), Long.MAX_VALUE);
		this.time.advance(Duration.ofDays(1000));
		assertThat(this.done).isEmpty();
		cancellation.run();
	}

	@Test
	void what_a_timer_starts_is_done_before_the_next_timer() {
		this.time.schedule(() -> this.time.worker().execute(() -> this.done.add("task of the first timer")), 1);
		schedule("second timer", 1);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.done).containsExactly("task of the first timer", "second timer");
	}

	@Test
	void tasks_run_one_at_a_time_in_the_order_in_which_they_came() {
		List<String> expected = IntStream.range(0, 500).mapToObj((i) -> "task " + i).toList();
		int[] inside = new int[1];
		for (String task : expected) {
			this.time.worker().execute(() -> {
				inside[0]++;
				this.done.add((inside[0] == 1) ? task : "two at a time");
				inside[0]--;
			});
		}
		this.time.settle();
		assertThat(this.done).isEqualTo(expected);
	}

	@Test
	void a_task_that_comes_from_a_task_comes_after_it() {
		this.time.worker().execute(() -> {
			this.time.worker().execute(() -> this.done.add("inner"));
			this.done.add("outer");
		});
		this.time.settle();
		assertThat(this.done).containsExactly("outer", "inner");
	}

	@Test
	void tasks_run_on_threads_of_their_own() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		this.time.worker().execute(() -> threads.add(Thread.currentThread()));
		this.time.settle();
		assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
	}

	@Test
	void at_once_no_task_runs() {
		this.time.atOnce(() -> {
			this.time.worker().execute(() -> this.done.add("task"));
			this.done.add("at once");
			this.time.atOnce(() -> this.done.add("at once within"));
		});
		this.time.settle();
		assertThat(this.done).containsExactly("at once", "at once within", "task");
	}

	@Test
	void delays_are_stretched_only_when_told() {
		assertThat(firstWait()).isEqualTo(Duration.ofSeconds(2));
		this.time.randomness(0.5);
		assertThat(firstWait()).isEqualTo(Duration.ofSeconds(3));
	}

	private Duration firstWait() {
		ConnectionManager<String> manager = ConnectionManager.builder("wait", Connector.<String>blocking((attempt) -> {
			throw new IllegalStateException("on purpose");
		}))
			.settings(ConnectionSettings.builder().backoff(1, Duration.ofSeconds(2), 1).build())
			.runtime(this.time.runtime())
			.start();
		this.time.settle();
		Duration wait = Duration.between(this.time.now(), manager.snapshot().nextAttemptAt().orElseThrow());
		manager.close();
		return wait;
	}

	private void schedule(String name, long nanos) {
		this.time.schedule(() -> this.done.add(name), nanos);
	}

}
