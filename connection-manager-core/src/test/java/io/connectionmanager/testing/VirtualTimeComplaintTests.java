package io.connectionmanager.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What virtual time says when a test goes wrong.
 */
class VirtualTimeComplaintTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	@Test
	void a_task_that_is_stuck_elsewhere_than_at_a_gate_does_not_settle() {
		CountDownLatch elsewhere = new CountDownLatch(1);
		try (VirtualTime time = new VirtualTime(SHORT)) {
			time.worker().execute(() -> awaitUninterruptibly(elsewhere));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(time::settle)
				.withMessage("Not settled after 100 ms of real time: is a task blocked other than at a gate?");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> time.advance(SHORT));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> time.atOnce(() -> {
			})).withMessageStartingWith("No pause between tasks");
			elsewhere.countDown();
			await().untilAsserted(time::settle);
		}
	}

	@Test
	void a_task_must_not_wait_for_itself() {
		List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
		try (VirtualTime time = new VirtualTime()) {
			time.worker().execute(() -> {
				try {
					time.settle();
				}
				catch (IllegalStateException ex) {
					thrown.add(ex);
				}
			});
			time.settle();
		}
		assertThat(thrown).hasSize(1);
	}

	@Test
	void a_timer_that_was_left_behind_is_reported_at_the_end() {
		VirtualTime time = new VirtualTime();
		Runnable cancellation = time.schedule(() -> {
		}, 1);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(time::close)
			.withMessage("Left behind: 1 timers, 0 blocked tasks");
		cancellation.run();
		time.close();
	}

	@Test
	void a_blocked_task_that_was_left_behind_is_reported_at_the_end() {
		VirtualTime time = new VirtualTime();
		VirtualTime.Gate gate = time.gate();
		time.worker().execute(() -> {
			try {
				gate.pass();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(time::close)
			.withMessage("Left behind: 0 timers, 1 blocked tasks");
		gate.open();
		time.close();
	}

	@Test
	void at_the_end_its_threads_end() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		try (VirtualTime time = new VirtualTime()) {
			time.worker().execute(() -> threads.add(Thread.currentThread()));
			time.settle();
			assertThat(threads).hasSize(1).allMatch(Thread::isAlive);
		}
		await().until(() -> threads.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void something_repeated_without_a_delay_is_reported() {
		try (VirtualTime time = new VirtualTime()) {
			boolean[] stop = new boolean[1];
			repeat(time, stop);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> time.advance(Duration.ofSeconds(1)))
				.withMessageContaining("repeated without a delay");
			stop[0] = true;
			time.advance(Duration.ofSeconds(1));
		}
	}

	@Test
	void a_task_that_throws_keeps_nobody_from_running() {
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
		try (VirtualTime time = new VirtualTime()) {
			List<String> done = Collections.synchronizedList(new ArrayList<>());
			time.worker().execute(() -> {
				throw new IllegalStateException("on purpose");
			});
			time.worker().execute(() -> done.add("next"));
			time.settle();
			assertThat(done).containsExactly("next");
			// It would catch what this test is to.
			await().dontCatchUncaughtExceptions().until(() -> uncaught.size() == 1);
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
		}
	}

	private static void repeat(VirtualTime time, boolean[] stop) {
		time.schedule(() -> {
			if (!stop[0]) {
				repeat(time, stop);
			}
		}, 0);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
