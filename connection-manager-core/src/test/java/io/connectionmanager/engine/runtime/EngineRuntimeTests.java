package io.connectionmanager.engine.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class EngineRuntimeTests {

	@Test
	void close_ends_its_threads() {
		String prefix = "runtime-under-test-";
		EngineRuntime runtime = EngineRuntime
			.of(ConnectionRuntime.builder().virtualThreads(false).threadNamePrefix(prefix).build());
		assertThat(threads(prefix)).isEmpty();
		CompletableFuture<Void> timer = new CompletableFuture<>();
		runtime.schedule(() -> timer.complete(null), 1);
		CompletableFuture<Void> worker = new CompletableFuture<>();
		runtime.tryExecute(Work.NOTIFY, () -> worker.complete(null));
		CompletableFuture.allOf(timer, worker).orTimeout(10, SECONDS).join();
		assertThat(threads(prefix)).hasSize(2).allMatch(Thread::isDaemon);
		runtime.close();
		// Sooner than idle threads end by themselves.
		await().atMost(Duration.ofSeconds(5)).until(() -> threads(prefix).isEmpty());
	}

	@Test
	void close_lets_accepted_tasks_finish() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().build());
		CountDownLatch latch = new CountDownLatch(1);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			runtime.tryExecute(Work.NOTIFY, () -> {
				awaitUninterruptibly(latch);
				done.incrementAndGet();
			});
		}
		runtime.close();
		latch.countDown();
		await().until(() -> done.get() == 100);
	}

	@Test
	void after_the_end_nothing_is_opened_and_what_is_open_can_be_closed() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().threadNamePrefix("ended-").build());
		runtime.close();
		assertThat(runtime.tryExecute(Work.OPEN, () -> {
		})).isFalse();
		for (Work work : List.of(Work.CLOSE, Work.NOTIFY)) {
			CompletableFuture<Void> done = new CompletableFuture<>();
			assertThat(runtime.tryExecute(work, () -> done.complete(null))).isTrue();
			done.orTimeout(30, SECONDS).join();
		}
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("ended-")));
	}

	@Test
	@DisplayName("Promise 27: opening, closing and notifying do not share exhaustible threads")
	void each_kind_of_work_has_threads_of_its_own() {
		try (EngineRuntime runtime = EngineRuntime
			.of(ConnectionRuntime.builder().virtualThreads(false).maxThreads(1).build())) {
			CountDownLatch blocker = new CountDownLatch(1);
			CompletableFuture<Void> closed = new CompletableFuture<>();
			CompletableFuture<Void> notified = new CompletableFuture<>();
			runtime.tryExecute(Work.OPEN, () -> awaitUninterruptibly(blocker));
			runtime.tryExecute(Work.CLOSE, () -> {
				closed.complete(null);
				awaitUninterruptibly(blocker);
			});
			runtime.tryExecute(Work.NOTIFY, () -> notified.complete(null));
			CompletableFuture.allOf(closed, notified).orTimeout(10, SECONDS).join();
			blocker.countDown();
		}
	}

	@Test
	@DisplayName("Promise 27: an abandoned call of open does not keep others from opening")
	void an_abandoned_call_of_open_makes_room_for_another() {
		try (EngineRuntime runtime = EngineRuntime
			.of(ConnectionRuntime.builder().virtualThreads(false).maxThreads(1).build())) {
			CountDownLatch blocker = new CountDownLatch(1);
			CompletableFuture<Void> other = new CompletableFuture<>();
			runtime.tryExecute(Work.OPEN, () -> awaitUninterruptibly(blocker));
			runtime.tryExecute(Work.OPEN, () -> other.complete(null));
			assertThat(other).isNotDone();
			runtime.openingIsAbandoned(true);
			other.orTimeout(10, SECONDS).join();
			runtime.openingIsAbandoned(false);
			blocker.countDown();
		}
	}

	@Test
	@DisplayName("Promise 28: a timer that throws costs a delay only")
	void a_timer_that_throws_is_logged_and_its_task_left_to_the_sweep() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().timer((task, delay) -> {
			throw new RejectedExecutionException("on purpose");
		}).build());
		try (CapturedLog log = new CapturedLog()) {
			runtime.schedule(() -> {
			}, 1).run();
			assertThat(log.messages()).containsExactly("Unexpected failure in the timer");
		}
		runtime.close();
	}

	@Test
	void what_is_due_after_the_end_is_dropped_silently() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().build());
		runtime.close();
		Runnable cancellation = runtime.schedule(() -> {
		}, 1);
		cancellation.run();
		runtime.close();
	}

	@Test
	void the_shared_runtime_is_one_and_closing_it_does_nothing() {
		ConnectionRuntime shared = ConnectionRuntime.shared();
		shared.close();
		assertThat(ConnectionRuntime.shared()).isSameAs(shared);
		try (ConnectionManager<String> manager = ConnectionManager
			.builder("after close", Connector.blocking((attempt) -> "connection"))
			.start()) {
			await().until(manager::isConnected);
		}
	}

	@Test
	void what_was_supplied_is_used_and_left_alone() {
		ManualTimer timer = new ManualTimer();
		AtomicInteger executed = new AtomicInteger();
		Executor worker = (task) -> {
			executed.incrementAndGet();
			task.run();
		};
		EngineRuntime runtime = EngineRuntime
			.of(ConnectionRuntime.builder().worker(worker).timer(timer).ticker(timer::now).random(() -> 0.25).build());
		runtime.close();
		runtime.schedule(() -> {
		}, 1);
		assertThat(timer.pending()).isEqualTo(1);
		timer.advance(5);
		assertThat(runtime.nanos()).isEqualTo(5);
		assertThat(runtime.random()).isEqualTo(0.25);
		for (Work work : Work.values()) {
			assertThat(runtime.tryExecute(work, () -> {
			})).isTrue();
		}
		assertThat(executed).hasValue(Work.values().length);
	}

	@Test
	void a_worker_that_refuses_is_not_replaced_by_the_caller() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().worker((task) -> {
			throw new RejectedExecutionException("on purpose");
		}).build());
		List<Thread> ran = new ArrayList<>();
		assertThat(runtime.tryExecute(Work.OPEN, () -> ran.add(Thread.currentThread()))).isFalse();
		assertThat(ran).isEmpty();
		runtime.close();
	}

	@Test
	void where_no_worker_can_be_had_a_thread_is_made_for_the_task() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().worker((task) -> {
			throw new RejectedExecutionException("on purpose");
		}).build());
		CompletableFuture<Thread> ran = new CompletableFuture<>();
		runtime.runOnNewThread(() -> ran.complete(Thread.currentThread()));
		assertThat(ran.orTimeout(10, SECONDS).join().isDaemon()).isTrue();
		runtime.close();
	}

	@Test
	void a_runtime_of_another_make_is_refused() {
		ConnectionRuntime foreign = new ConnectionRuntime() {

			@Override
			public Clock clock() {
				return Clock.systemUTC();
			}

			@Override
			public void close() {
				// Nothing to close.
			}

		};
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ConnectionManager.builder("refused", Connector.blocking((attempt) -> "connection"))
				.runtime(foreign)
				.build())
			.withMessageContaining("ConnectionRuntime.builder()");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void bounds_below_one_are_refused(int bound) {
		ConnectionRuntime.Builder builder = ConnectionRuntime.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxThreads(bound))
			.withMessage("maxThreads must be at least 1, but is " + bound);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.connectLimit(bound))
			.withMessage("connectLimit must be at least 1, but is " + bound);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.NEGATIVE_INFINITY })
	void a_rate_that_is_none_is_refused(double rate) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConnectionRuntime.builder().connectRate(rate))
			.withMessage("connectRate must be more than zero, but is " + rate);
	}

	private static List<Thread> threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.toList();
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
