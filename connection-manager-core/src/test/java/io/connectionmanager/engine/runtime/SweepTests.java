package io.connectionmanager.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime.Housekeeping;
import io.connectionmanager.ConnectionRuntime.Timer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@DisplayName("Promise 28: what was lost on the way is looked after")
class SweepTests {

	private static final long SECOND = 1_000_000_000;

	private final ManualTimer time = new ManualTimer();

	private final ManualExecutor worker = new ManualExecutor();

	private final AtomicInteger swept = new AtomicInteger();

	private final Sweep.Member member = member(this.swept::incrementAndGet);

	private final EngineRuntime runtime = runtime(this.time);

	private final Sweep sweep = this.runtime.sweep();

	@Test
	void a_supplied_timer_is_asked_only_while_something_is_under_way() {
		this.sweep.add(this.member);
		assertThat(this.time.pending()).isZero();
		this.sweep.watch(this.time.now() + 5 * SECOND);
		assertThat(this.time.pending()).isEqualTo(1);
		this.time.advance(6 * SECOND - 1);
		assertThat(this.swept).hasValue(0);
		this.time.advance(1);
		assertThat(this.swept).hasValue(1);
		assertThat(this.time.pending()).isZero();
		this.time.advance(100 * SECOND);
		assertThat(this.swept).hasValue(1);
	}

	@Test
	void a_sooner_deadline_brings_the_sweep_forward_and_a_later_one_does_not_put_it_off() {
		this.sweep.add(this.member);
		this.sweep.watch(10 * SECOND);
		this.sweep.watch(20 * SECOND);
		this.sweep.watch(5 * SECOND);
		this.sweep.watch(7 * SECOND);
		assertThat(this.time.pending()).isEqualTo(1);
		this.time.advance(6 * SECOND);
		assertThat(this.swept).hasValue(1);
		assertThat(this.time.pending()).isZero();
	}

	@Test
	@DisplayName("Promise 19: the timer is given back with the last manager")
	void the_timer_is_given_back_with_the_last_member() {
		Sweep.Member other = member(() -> {
		});
		this.sweep.add(this.member);
		this.sweep.add(other);
		this.sweep.watch(SECOND);
		this.sweep.remove(this.member);
		assertThat(this.time.pending()).isEqualTo(1);
		this.sweep.remove(other);
		assertThat(this.time.pending()).isZero();
		this.sweep.watch(SECOND);
		assertThat(this.time.pending()).isZero();
	}

	@Test
	void a_member_that_was_removed_is_not_swept() {
		this.sweep.add(this.member);
		this.sweep.add(member(() -> {
		}));
		this.sweep.watch(SECOND);
		this.sweep.remove(this.member);
		this.time.advance(10 * SECOND);
		assertThat(this.swept).hasValue(0);
	}

	@Test
	void members_that_leave_during_a_sweep_keep_no_other_from_being_swept() {
		List<Sweep.Member> leaving = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			int number = i;
			Sweep.Member each = member(() -> {
				this.swept.incrementAndGet();
				if (number % 3 == 0) {
					this.sweep.remove(leaving.get(number));
				}
			});
			leaving.add(each);
			this.sweep.add(each);
			this.sweep.add(each);
		}
		this.sweep.watch(SECOND);
		this.time.advance(2 * SECOND);
		assertThat(this.swept).hasValue(100);
	}

	@Test
	void a_member_that_throws_does_not_keep_the_others_from_being_swept() {
		for (int i = 0; i < 10; i++) {
			this.sweep.add(member(() -> {
				this.swept.incrementAndGet();
				throw new IllegalStateException("on purpose");
			}));
		}
		this.sweep.watch(SECOND);
		try (CapturedLog log = new CapturedLog()) {
			this.time.advance(2 * SECOND);
			assertThat(log.messages()).hasSize(10);
		}
		assertThat(this.swept).hasValue(10);
	}

	@Test
	void a_timer_that_refuses_is_asked_again_at_the_next_opportunity() {
		boolean[] refuse = { true };
		Sweep sweep = runtime((task, delay) -> {
			if (refuse[0]) {
				throw new RejectedExecutionException("on purpose");
			}
			return this.time.schedule(task, delay);
		}).sweep();
		sweep.add(this.member);
		try (CapturedLog log = new CapturedLog()) {
			sweep.watch(SECOND);
			assertThat(log.messages()).hasSize(1);
		}
		refuse[0] = false;
		sweep.watch(SECOND);
		this.time.advance(2 * SECOND);
		assertThat(this.swept).hasValue(1);
	}

	@Test
	void a_timer_that_drops_its_task_is_asked_again_once_that_is_overdue() {
		this.sweep.add(this.member);
		this.sweep.watch(SECOND);
		this.time.dropAll();
		this.time.advance(3 * SECOND);
		assertThat(this.swept).hasValue(0);
		this.sweep.watch(this.time.now());
		assertThat(this.time.pending()).as("overdue by one second, not by more").isZero();
		this.time.advance(1);
		this.sweep.watch(this.time.now());
		assertThat(this.time.pending()).isEqualTo(1);
		this.time.advance(SECOND);
		assertThat(this.swept).hasValue(1);
	}

	@Test
	void a_timer_that_runs_its_task_at_once_does_no_harm() {
		List<String> cancelled = new ArrayList<>();
		Timer immediate = (task, delay) -> {
			task.run();
			return () -> cancelled.add("cancelled");
		};
		Sweep sweep = runtime(immediate).sweep();
		sweep.add(this.member);
		sweep.watch(SECOND);
		assertThat(this.swept).hasValue(1);
		// It has run, and is not remembered as one that will.
		assertThat(cancelled).hasSize(1);
		sweep.watch(2 * SECOND);
		assertThat(this.swept).hasValue(2);
	}

	@Test
	void the_task_is_marked_as_housekeeping() {
		List<Runnable> tasks = new ArrayList<>();
		Sweep sweep = runtime((task, delay) -> {
			tasks.add(task);
			return () -> {
			};
		}).sweep();
		sweep.add(this.member);
		sweep.watch(SECOND);
		assertThat(tasks).hasOnlyElementsOfType(Housekeeping.class);
	}

	@Test
	void attempts_whose_turn_has_come_and_that_the_timer_has_forgotten_are_granted() {
		EngineRuntime limited = EngineRuntime.of(new RuntimeBuilder().timer(this.time)
			.ticker(this.time::now)
			.worker(this.worker)
			.connectRate(1)
			.build());
		List<String> granted = new ArrayList<>();
		limited.limit().request(new PermitRequest(false, () -> granted.add("first")));
		limited.limit().request(new PermitRequest(false, () -> granted.add("second")));
		this.time.dropAll();
		limited.sweep().add(this.member);
		limited.sweep().watch(SECOND);
		this.time.advance(2 * SECOND);
		assertThat(granted).containsExactly("first", "second");
	}

	@Test
	void the_runtimes_own_timer_sweeps_again_and_again_while_there_is_a_member() throws InterruptedException {
		try (EngineRuntime own = new RuntimeBuilder().build()) {
			CountDownLatch twice = new CountDownLatch(2);
			Sweep.Member counting = member(twice::countDown);
			own.sweep().add(counting);
			assertThat(twice.await(20, SECONDS)).isTrue();
			own.sweep().remove(counting);
			// And again after a pause.
			own.sweep().add(this.member);
			await().until(() -> this.swept.get() > 0);
			own.sweep().remove(this.member);
		}
	}

	private EngineRuntime runtime(Timer timer) {
		return EngineRuntime.of(new RuntimeBuilder().timer(timer).ticker(this.time::now).worker(this.worker).build());
	}

	private static Sweep.Member member(Runnable sweep) {
		return new Sweep.Member() {

			@Override
			protected void sweep() {
				sweep.run();
			}

		};
	}

}
