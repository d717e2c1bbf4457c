package io.connectionmanager.engine.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime.Timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class WorkerPoolFailureTests {

	private final ManualTimer time = new ManualTimer();

	@Test
	void a_task_that_was_taken_is_not_reported_as_refused_when_the_timer_refuses() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		Timer timer = (task, delay) -> {
			if (refuse.getAndSet(false)) {
				throw new RejectedExecutionException("on purpose");
			}
			return this.time.schedule(task, delay);
		};
		WorkerPool pool = new WorkerPool(1, false, Threads.daemon("pool-under-test-"), timer);
		try (CapturedLog log = new CapturedLog()) {
			CountDownLatch blocker = new CountDownLatch(1);
			pool.execute(() -> awaitUninterruptibly(blocker));
			// Both are queued: to report a failure would have them run twice.
			assertThatCode(() -> pool.execute(blocker::countDown)).doesNotThrowAnyException();
			assertThatCode(() -> pool.execute(blocker::countDown)).doesNotThrowAnyException();
			blocker.countDown();
			assertThat(log.messages()).hasSize(1).allMatch((message) -> message.startsWith("Unexpected failure"));
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	@DisplayName("Promise 28: where no further thread can be started, those that there are do the work")
	void a_task_that_no_further_thread_can_be_started_for_waits_for_one_that_there_is() {
		ThreadFactory daemon = Threads.daemon("pool-under-test-");
		AtomicInteger started = new AtomicInteger();
		ThreadFactory scarce = (task) -> {
			if (started.getAndIncrement() > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return daemon.newThread(task);
		};
		WorkerPool pool = new WorkerPool(10, false, scarce, this.time);
		try {
			CountDownLatch blocker = new CountDownLatch(1);
			AtomicInteger done = new AtomicInteger();
			pool.execute(() -> awaitUninterruptibly(blocker));
			for (int i = 0; i < 20; i++) {
				pool.execute(done::incrementAndGet);
			}
			// Looking for more threads fails as well, and is tried again.
			for (int look = 0; look < 5; look++) {
				this.time.fireNext();
			}
			assertThat(done).hasValue(0);
			blocker.countDown();
			await().until(() -> done.get() == 20);
			assertThat(pool.getLargestPoolSize()).isEqualTo(1);
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void a_task_that_no_thread_at_all_can_be_started_for_is_refused_and_accepted_later() {
		ThreadFactory daemon = Threads.daemon("pool-under-test-");
		AtomicBoolean none = new AtomicBoolean(true);
		ThreadFactory scarce = (task) -> {
			if (none.get()) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return daemon.newThread(task);
		};
		WorkerPool pool = new WorkerPool(10, false, scarce, this.time);
		try {
			AtomicInteger done = new AtomicInteger();
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> pool.execute(done::incrementAndGet));
			none.set(false);
			pool.execute(done::incrementAndGet);
			await().until(() -> done.get() == 1);
			assertThat(pool.getQueue()).isEmpty();
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void a_pool_whose_timer_has_refused_is_watched_again_at_the_next_opportunity() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		Timer timer = (task, delay) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("on purpose");
			}
			return this.time.schedule(task, delay);
		};
		WorkerPool pool = new WorkerPool(50, false, Threads.daemon("pool-under-test-"), timer);
		CountDownLatch blocker = new CountDownLatch(1);
		try (CapturedLog log = new CapturedLog()) {
			for (int i = 0; i < 50; i++) {
				pool.execute(() -> awaitUninterruptibly(blocker));
			}
			assertThat(log.messages()).isNotEmpty();
			assertThat(this.time.pending()).isZero();
			refuse.set(false);
			pool.lookAfterWaiting();
			assertThat(this.time.pending()).isEqualTo(1);
			await().until(() -> {
				this.time.fireNext();
				return pool.getQueue().isEmpty();
			});
		}
		finally {
			blocker.countDown();
			pool.shutdownNow();
		}
	}

	@Test
	void a_task_that_throws_costs_its_thread_and_nothing_else() {
		ThreadFactory daemon = Threads.daemon("pool-under-test-");
		AtomicInteger uncaught = new AtomicInteger();
		ThreadFactory quiet = (task) -> {
			Thread thread = daemon.newThread(task);
			thread.setUncaughtExceptionHandler((which, failure) -> uncaught.incrementAndGet());
			return thread;
		};
		WorkerPool pool = new WorkerPool(2, false, quiet, this.time);
		try {
			AtomicInteger done = new AtomicInteger();
			for (int i = 0; i < 100; i++) {
				pool.execute(() -> {
					throw new IllegalStateException("on purpose");
				});
				pool.execute(done::incrementAndGet);
			}
			await().until(() -> done.get() == 100 && uncaught.get() == 100);
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void after_the_end_tasks_are_refused_and_those_before_are_done() {
		WorkerPool pool = new WorkerPool(1, false, Threads.daemon("pool-under-test-"), this.time);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			pool.execute(done::incrementAndGet);
		}
		pool.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> pool.execute(done::incrementAndGet));
		await().until(pool::isTerminated);
		await().until(() -> done.get() == 100);
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
