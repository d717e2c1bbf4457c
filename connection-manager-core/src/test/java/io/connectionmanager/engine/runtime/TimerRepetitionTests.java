package io.connectionmanager.engine.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.engine.runtime.TimerExecutorTests.Deadly;

import static io.connectionmanager.engine.runtime.TimerExecutorTests.executorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the thread that keeps time does again and again.
 */
class TimerRepetitionTests {

	private final ThreadFactory threads = Threads.daemon("timer-under-test-");

	@Test
	void a_task_is_repeated_until_it_is_cancelled() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			AtomicInteger ran = new AtomicInteger();
			Runnable cancellation = timer.scheduleRepeatedly(ran::incrementAndGet, 1);
			await().until(() -> ran.get() > 3);
			cancellation.run();
			assertThat(executorOf(timer).getQueue()).isEmpty();
		}
	}

	@Test
	void a_task_that_throws_is_repeated_all_the_same() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			AtomicInteger ran = new AtomicInteger();
			timer.scheduleRepeatedly(() -> {
				ran.incrementAndGet();
				throw new AssertionError("on purpose");
			}, TimeUnit.MILLISECONDS.toNanos(1));
			await().until(() -> ran.get() > 3);
		}
	}

	@Test
	@DisplayName("Promise 28: a repetition whose next run could not be queued goes on in the thread's successor")
	void a_repetition_that_was_lost_with_its_thread_goes_on() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			AtomicInteger ran = new AtomicInteger();
			Runnable cancellation = timer.scheduleRepeatedly(ran::incrementAndGet, TimeUnit.MILLISECONDS.toNanos(1));
			// The queue must grow for it when there is no memory: it is lost, and the
			// thread dies.
			await().until(() -> {
				executorOf(timer).getQueue().clear();
				return executorOf(timer).getActiveCount() == 0 && executorOf(timer).getQueue().isEmpty();
			});
			int before = ran.get();
			executorOf(timer).getQueue().add(new Deadly());
			await().until(() -> ran.get() > before + 1);
			cancellation.run();
			assertThat(executorOf(timer).getQueue()).isEmpty();
		}
	}

	@Test
	@DisplayName("Promise 28: a repetition that outlived the death of its thread is not doubled")
	void a_repetition_that_was_not_lost_with_its_thread_goes_on_once() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			AtomicInteger ran = new AtomicInteger();
			timer.scheduleRepeatedly(ran::incrementAndGet, TimeUnit.MILLISECONDS.toNanos(1));
			for (int i = 0; i < 5; i++) {
				int before = ran.get();
				executorOf(timer).getQueue().add(new Deadly());
				await().until(() -> ran.get() > before + 5);
			}
			assertThat(executorOf(timer).getQueue()).hasSizeLessThan(2);
		}
	}

}
