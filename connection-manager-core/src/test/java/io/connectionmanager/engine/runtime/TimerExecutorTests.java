package io.connectionmanager.engine.runtime;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The thread that keeps time.
 */
class TimerExecutorTests {

	private final ThreadFactory threads = Threads.daemon("timer-under-test-");

	@Test
	void nothing_runs_too_soon_and_nothing_is_lost() throws InterruptedException {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
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
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
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
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			timer.schedule(() -> {
			}, TimeUnit.HOURS.toNanos(1));
			CompletableFuture<Void> ran = new CompletableFuture<>();
			timer.schedule(() -> ran.complete(null), 1);
			ran.orTimeout(30, SECONDS).join();
		}
	}

	@Test
	void a_task_that_throws_harms_no_other() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			CompletableFuture<Void> ran = new CompletableFuture<>();
			timer.schedule(() -> {
				throw new AssertionError("on purpose");
			}, 1);
			timer.schedule(() -> ran.complete(null), 2);
			ran.orTimeout(30, SECONDS).join();
		}
	}

	@Test
	@DisplayName("Promise 28: a timer thread that dies leaves a successor, as soon as there is one to be had")
	void a_thread_that_dies_leaves_a_successor_also_where_there_is_none_to_be_had_for_a_while() {
		AtomicInteger asked = new AtomicInteger();
		List<Thread> made = new CopyOnWriteArrayList<>();
		ThreadFactory scarce = (task) -> {
			int number = asked.getAndIncrement();
			if (number > 0 && number < 5) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			made.add(this.threads.newThread(task));
			return made.get(made.size() - 1);
		};
		try (TimerExecutor timer = new TimerExecutor(scarce)) {
			timer.keepThread(true);
			assertThat(made).hasSize(1);
			AtomicInteger ran = new AtomicInteger();
			timer.scheduleRepeatedly(ran::incrementAndGet, TimeUnit.MILLISECONDS.toNanos(1));
			await().until(() -> ran.get() > 0);
			executorOf(timer).getQueue().add(new Deadly());
			await().until(() -> made.size() == 2 && !made.get(0).isAlive());
			assertThat(asked).hasValue(6);
			int before = ran.get();
			await().until(() -> ran.get() > before);
		}
	}

	@Test
	void a_thread_that_dies_after_the_end_leaves_none() {
		AtomicInteger asked = new AtomicInteger();
		List<Thread> made = new CopyOnWriteArrayList<>();
		ThreadFactory scarce = (task) -> {
			if (asked.getAndIncrement() > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			made.add(this.threads.newThread(task));
			return made.get(0);
		};
		TimerExecutor timer = new TimerExecutor(scarce);
		timer.keepThread(true);
		executorOf(timer).getQueue().add(new Deadly());
		await().until(() -> asked.get() > 1);
		assertThat(made.get(0).isAlive()).isTrue();
		timer.close();
		await().until(() -> !made.get(0).isAlive());
	}

	@Test
	void where_no_thread_can_be_started_the_caller_learns_of_it_and_the_next_task_brings_one_for_all() {
		AtomicInteger asked = new AtomicInteger();
		ThreadFactory scarce = (task) -> {
			if (asked.getAndIncrement() == 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return this.threads.newThread(task);
		};
		try (TimerExecutor timer = new TimerExecutor(scarce)) {
			CompletableFuture<Void> first = new CompletableFuture<>();
			CompletableFuture<Void> second = new CompletableFuture<>();
			assertThatExceptionOfType(OutOfMemoryError.class)
				.isThrownBy(() -> timer.schedule(() -> first.complete(null), 1));
			timer.schedule(() -> second.complete(null), 1);
			CompletableFuture.allOf(first, second).orTimeout(30, SECONDS).join();
		}
	}

	@Test
	void an_interrupt_does_not_stop_time() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		try (TimerExecutor timer = new TimerExecutor(remembering(made))) {
			CompletableFuture<Void> ran = new CompletableFuture<>();
			timer.schedule(() -> ran.complete(null), TimeUnit.MILLISECONDS.toNanos(20));
			made.get(0).interrupt();
			ran.orTimeout(30, SECONDS).join();
			assertThat(made).hasSize(1);
		}
	}

	@Test
	void the_thread_ends_when_idle_and_comes_back() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		try (TimerExecutor timer = new TimerExecutor(remembering(made))) {
			executorOf(timer).setKeepAliveTime(1, TimeUnit.MILLISECONDS);
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
	void a_thread_that_is_kept_is_there_before_it_is_needed_and_ends_when_it_is_not_kept_any_longer() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		try (TimerExecutor timer = new TimerExecutor(remembering(made))) {
			executorOf(timer).setKeepAliveTime(1, TimeUnit.MILLISECONDS);
			timer.keepThread(true);
			assertThat(made).hasSize(1);
			for (int i = 0; i < 20; i++) {
				CompletableFuture<Thread> ran = new CompletableFuture<>();
				timer.schedule(() -> ran.complete(Thread.currentThread()), TimeUnit.MILLISECONDS.toNanos(5));
				assertThat(ran.orTimeout(30, SECONDS).join()).isSameAs(made.get(0));
			}
			timer.keepThread(false);
			await().until(() -> !made.get(0).isAlive());
			timer.keepThread(true);
			await().until(() -> made.size() == 2);
		}
	}

	@Test
	void a_thread_is_not_kept_after_the_end() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		TimerExecutor timer = new TimerExecutor(remembering(made));
		timer.close();
		timer.keepThread(true);
		assertThat(made).isEmpty();
	}

	@Test
	void a_task_that_is_cancelled_is_taken_out_at_once() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			Runnable cancellation = timer.schedule(() -> {
			}, TimeUnit.HOURS.toNanos(1));
			assertThat(executorOf(timer).getQueue()).hasSize(1);
			cancellation.run();
			assertThat(executorOf(timer).getQueue()).isEmpty();
		}
	}

	@Test
	void closing_drops_what_is_scheduled_and_ends_the_thread() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		TimerExecutor timer = new TimerExecutor((task) -> {
			made.add(this.threads.newThread(task));
			return made.get(0);
		});
		AtomicInteger ran = new AtomicInteger();
		timer.schedule(ran::incrementAndGet, TimeUnit.HOURS.toNanos(1));
		timer.close();
		await().until(() -> !made.get(0).isAlive());
		assertThat(executorOf(timer).getQueue()).isEmpty();
		assertThat(ran).hasValue(0);
	}

	@Test
	@DisplayName("Promise 18: a stop comes to an end also after the timer was closed")
	void what_is_scheduled_after_closing_gets_a_thread_for_as_long_as_it_takes() {
		List<Thread> made = new CopyOnWriteArrayList<>();
		TimerExecutor timer = new TimerExecutor(remembering(made));
		timer.close();
		AtomicInteger ran = new AtomicInteger();
		timer.schedule(ran::incrementAndGet, TimeUnit.MILLISECONDS.toNanos(1));
		await().until(() -> ran.get() == 1 && made.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void a_task_that_has_run_is_let_go_of() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			timer.schedule(() -> {
			}, TimeUnit.HOURS.toNanos(1));
			WeakReference<Object> held = scheduleAndForget(timer);
			await().until(() -> {
				System.gc();
				return held.refersTo(null);
			});
		}
	}

	private static WeakReference<Object> scheduleAndForget(TimerExecutor timer) {
		Object held = new Object();
		CompletableFuture<String> ran = new CompletableFuture<>();
		timer.schedule(() -> ran.complete(held.toString()), 1);
		ran.orTimeout(30, SECONDS).join();
		return new WeakReference<>(held);
	}

	@Test
	@DisplayName("The longest delay there is never ends, and does not disturb others")
	void the_longest_delay_there_is_never_ends() {
		try (TimerExecutor timer = new TimerExecutor(this.threads)) {
			AtomicInteger ran = new AtomicInteger();
			Runnable cancellation = timer.schedule(ran::incrementAndGet, Long.MAX_VALUE);
			CompletableFuture<Void> other = new CompletableFuture<>();
			timer.schedule(() -> other.complete(null), TimeUnit.MILLISECONDS.toNanos(10));
			other.orTimeout(30, SECONDS).join();
			cancellation.run();
			assertThat(ran).hasValue(0);
		}
	}

	private ThreadFactory remembering(List<Thread> made) {
		return (task) -> {
			made.add(this.threads.newThread(task));
			return made.get(made.size() - 1);
		};
	}

	/** Its own executor, to make the impossible happen to it. */
	static ThreadPoolExecutor executorOf(TimerExecutor timer) {
		try {
			Field field = TimerExecutor.class.getDeclaredField("executor");
			field.setAccessible(true);
			return (ThreadPoolExecutor) field.get(timer);
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Throws where a task cannot: in the loop of the thread. */
	static final class Deadly extends FutureTask<Void> implements RunnableScheduledFuture<Void> {

		Deadly() {
			super(() -> null);
		}

		@Override
		public void run() {
			throw new OutOfMemoryError("on purpose");
		}

		@Override
		public boolean isPeriodic() {
			return false;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return 0;
		}

		@Override
		public int compareTo(Delayed other) {
			return -1;
		}

	}

}
