package io.connectionmanager.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime.Timer;

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
		WorkerPool pool = new WorkerPool(1, Threads.daemon("pool-under-test-"), timer);
		try (CapturedLog log = new CapturedLog()) {
			CountDownLatch blocker = new CountDownLatch(1);
			pool.execute(() -> awaitUninterruptibly(blocker));
			// Both are in the queue: to report a failure would have them run twice.
			assertThatCode(() -> pool.execute(blocker::countDown)).doesNotThrowAnyException();
			assertThatCode(() -> pool.execute(blocker::countDown)).doesNotThrowAnyException();
			blocker.countDown();
			log.messages();
		}
		finally {
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
		WorkerPool pool = new WorkerPool(2, quiet, this.time);
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
		WorkerPool pool = new WorkerPool(1, Threads.daemon("pool-under-test-"), this.time);
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
