package io.connectionmanager;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 1 and 27: executors that run a task at once, as one with a caller-runs policy
 * does when it is busy, do not run it on the thread that keeps everybody's time.
 */
class SuppliedExecutorTests {

	private final Queue<String> threads = new ConcurrentLinkedQueue<>();

	private final AtomicInteger asked = new AtomicInteger();

	private ConnectionManager<String> manager;

	@AfterEach
	void close() {
		this.manager.close();
	}

	@Test
	@DisplayName("Promise 1: an attempt that is due does not run on the timer's thread")
	void a_worker_that_runs_tasks_at_once_does_not_hold_up_the_timer() {
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().worker(Runnable::run).connectRate(1_000).build()) {
			this.manager = ConnectionManager.builder("prices", Connector.<String>blocking((attempt) -> {
				noteThread();
				throw new IOException("refused");
			})).reconnectAfter(Duration.ofMillis(10)).runtime(runtime).start();
			Awaitility.await().until(() -> this.threads.size() > 5);
			assertThat(this.threads).noneMatch((name) -> name.contains("timer"));
			this.manager.close();
		}
	}

	@Test
	@DisplayName("Promise 27: a subscriber whose executor is asked again does not run on the timer's thread")
	void a_subscriber_whose_executor_runs_it_at_once_does_not_hold_up_the_timer() {
		this.manager = ConnectionManager.builder("prices", Connector.blocking((attempt) -> "connection")).build();
		this.manager.subscribe((connection) -> noteThread(), (task) -> {
			if (this.asked.getAndIncrement() == 0) {
				throw new RejectedExecutionException("busy");
			}
			task.run();
		});
		this.manager.start();
		Awaitility.await().until(() -> !this.threads.isEmpty());
		assertThat(this.threads).noneMatch((name) -> name.contains("timer"));
	}

	private void noteThread() {
		this.threads.add(Thread.currentThread().getName());
	}

}
