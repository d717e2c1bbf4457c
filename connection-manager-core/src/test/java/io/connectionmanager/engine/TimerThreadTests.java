package io.connectionmanager.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The thread that keeps time.
 */
class TimerThreadTests {

	private final ThreadFactory threads = Threads.daemon("timer-under-test-");

	@Test
	void nothing_runs_too_soon_and_nothing_is_lost() throws InterruptedException {
		try (TimerThread timer = new TimerThread(this.threads, System::nanoTime)) {
			int tasks = 500;
			CountDownLatch ran = new CountDownLatch(tasks);
			AtomicInteger tooSoon = new AtomicInteger();
			Random random = new Random(7);
			for (int i = 0; i < tasks; i++) {
				long delay = random.nextInt(50_000_000);
				long at = System.nanoTime() + delay;
				timer.schedule(() -> {
					if (System.nanoTime() - at < 0) {
						tooSoon.incrementAndGet();
					}
					ran.countDown();
				}, delay);
			}
			assertThat(ran.await(30, SECONDS)).isTrue();
			assertThat(tooSoon).hasValue(0);
		}
	}

	@Test
	void many_threads_may_schedule_and_cancel_at_once() throws Exception {
		try (TimerThread timer = new TimerThread(this.threads, System::nanoTime)) {
			ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
			int perThread = 2000;
			List<CompletableFuture<Void>> schedulers = IntStream.range(0, 4)
				.mapToObj((thread) -> CompletableFuture.runAsync(() -> {
					for (int i = 0; i < perThread; i++) {
						int number = thread * perThread + i;
						Runnable cancellation = timer.schedule(() -> ran.add(number),
								(i % 2 == 0) ? TimeUnit.HOURS.toNanos(1) : i % 1000);
						if (i % 2 == 0) {
							cancellation.run();
						}
					}
				}))
				.toList();
			for (CompletableFuture<Void> scheduler : schedulers) {
				scheduler.get(30, SECONDS);
			}
			await().until(() -> ran.size() == 4 * perThread / 2);
			assertThat(ran).doesNotHaveDuplicates().allMatch((number) -> number % 2 == 1);
		}
	}

	@Test
	void a_task_that_is_due_sooner_than_all_others_does_not_wait_for_them() {
		try (TimerThread timer = new TimerThread(this.threads, System::nanoTime)) {
			timer.schedule(() -> {
			}, TimeUnit.HOURS.toNanos(1));
			CompletableFuture<Void> ran = new CompletableFuture<>();
			timer.schedule(() -> ran.complete(null), 1);
			ran.orTimeout(30, SECONDS).join();
		}
	}

	@Test
	void a_task_that_throws_harms_no_other() {
		try (TimerThread timer = new TimerThread(this.threads, System::nanoTime)) {
			CompletableFuture<Void> ran = new CompletableFuture<>();
			timer.schedule(() -> {
				throw new AssertionError("on purpose");
			}, 1);
			timer.schedule(() -> ran.complete(null), 2);
			ran.orTimeout(30, SECONDS).join();
		}
	}

	@Test
	void where_there_is_no_thread_to_be_had_the_next_task_brings_one_for_all() {
		AtomicInteger asked = new AtomicInteger();
		ThreadFactory scarce = (task) -> {
			if (asked.getAndIncrement() == 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return this.threads.newThread(task);
		};
		try (TimerThread timer = new TimerThread(scarce, System::nanoTime)) {
			CompletableFuture<Void> first = new CompletableFuture<>();
			CompletableFuture<Void> second = new CompletableFuture<>();
			timer.schedule(() -> first.complete(null), 1);
			timer.schedule(() -> second.complete(null), 1);
			CompletableFuture.allOf(first, second).orTimeout(30, SECONDS).join();
		}
	}

	@Test
	void an_interrupt_does_not_stop_time() {
		List<Thread> made = new ArrayList<>();
		ThreadFactory remembering = (task) -> {
			made.add(this.threads.newThread(task));
			return made.get(made.size() - 1);
		};
		try (TimerThread timer = new TimerThread(remembering, System::nanoTime)) {
			CompletableFuture<Void> ran = new CompletableFuture<>();
			timer.schedule(() -> ran.complete(null), TimeUnit.MILLISECONDS.toNanos(20));
			made.get(0).interrupt();
			ran.orTimeout(30, SECONDS).join();
			assertThat(made).hasSize(1);
		}
	}

	@Test
	void the_thread_ends_when_idle_and_comes_back() {
		// Every look at the clock is an hour later.
		AtomicLong hours = new AtomicLong();
		List<Thread> made = new ArrayList<>();
		ThreadFactory remembering = (task) -> {
			made.add(this.threads.newThread(task));
			return made.get(made.size() - 1);
		};
		try (TimerThread timer = new TimerThread(remembering, () -> TimeUnit.HOURS.toNanos(hours.getAndIncrement()))) {
			for (int i = 0; i < 2; i++) {
				CompletableFuture<Void> ran = new CompletableFuture<>();
				timer.schedule(() -> ran.complete(null), 1);
				ran.orTimeout(30, SECONDS).join();
				await().until(() -> made.stream().noneMatch(Thread::isAlive));
			}
			assertThat(made).hasSize(2);
		}
	}

	@Test
	void closing_drops_what_is_scheduled_and_ends_the_thread() {
		List<Thread> made = new ArrayList<>();
		TimerThread timer = new TimerThread((task) -> {
			made.add(this.threads.newThread(task));
			return made.get(0);
		}, System::nanoTime);
		AtomicInteger ran = new AtomicInteger();
		timer.schedule(ran::incrementAndGet, TimeUnit.HOURS.toNanos(1));
		timer.close();
		timer.schedule(ran::incrementAndGet, 0);
		await().until(() -> !made.get(0).isAlive());
		assertThat(ran).hasValue(0);
		assertThat(made).hasSize(1);
	}

	@Test
	void a_task_that_has_run_is_let_go_of() {
		try (TimerThread timer = new TimerThread(this.threads, System::nanoTime)) {
			timer.schedule(() -> {
			}, TimeUnit.HOURS.toNanos(1));
			WeakReference<Object> held = scheduleAndForget(timer);
			await().until(() -> {
				System.gc();
				return held.refersTo(null);
			});
		}
	}

	private static WeakReference<Object> scheduleAndForget(TimerThread timer) {
		Object held = new Object();
		CompletableFuture<String> ran = new CompletableFuture<>();
		timer.schedule(() -> ran.complete(held.toString()), 1);
		ran.orTimeout(30, SECONDS).join();
		return new WeakReference<>(held);
	}

	@Test
	void the_longest_delay_there_is_never_ends() {
		try (TimerThread timer = new TimerThread(this.threads, System::nanoTime)) {
			AtomicInteger ran = new AtomicInteger();
			Runnable cancellation = timer.schedule(ran::incrementAndGet, Long.MAX_VALUE);
			CompletableFuture<Void> other = new CompletableFuture<>();
			timer.schedule(() -> other.complete(null), TimeUnit.MILLISECONDS.toNanos(10));
			other.orTimeout(30, SECONDS).join();
			cancellation.run();
			assertThat(ran).hasValue(0);
		}
	}

}
