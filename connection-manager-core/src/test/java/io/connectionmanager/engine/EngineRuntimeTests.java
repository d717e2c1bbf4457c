package io.connectionmanager.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
		runtime.timer().schedule(() -> timer.complete(null), 1);
		CompletableFuture<Void> worker = new CompletableFuture<>();
		runtime.execute(() -> worker.complete(null));
		CompletableFuture.allOf(timer, worker).orTimeout(10, SECONDS).join();
		assertThat(threads(prefix)).hasSize(2).allMatch(Thread::isDaemon);
		runtime.close();
		// Sooner than idle threads end by themselves.
		await().atMost(Duration.ofSeconds(5)).until(() -> threads(prefix).isEmpty());
	}

	@Test
	void close_lets_what_was_handed_over_come_to_an_end() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().build());
		CountDownLatch latch = new CountDownLatch(1);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			runtime.execute(() -> {
				awaitUninterruptibly(latch);
				done.incrementAndGet();
			});
		}
		runtime.close();
		latch.countDown();
		await().until(() -> done.get() == 100);
	}

	@Test
	void nothing_that_must_be_done_is_lost_after_the_end() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().build());
		runtime.close();
		List<Thread> ran = new ArrayList<>();
		runtime.execute(() -> ran.add(Thread.currentThread()));
		assertThat(ran).containsExactly(Thread.currentThread());
	}

	@Test
	void what_is_due_after_the_end_is_dropped_without_a_word() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().build());
		runtime.close();
		Runnable cancellation = runtime.timer().schedule(() -> {
		}, 1);
		cancellation.run();
		runtime.close();
	}

	@Test
	void cancelling_a_timer_takes_its_task_out() {
		try (TimerThread timer = new TimerThread(Threads.daemon("timer-under-test-"), System::nanoTime)) {
			AtomicInteger ran = new AtomicInteger();
			CompletableFuture<Void> cancelled = new CompletableFuture<>();
			CompletableFuture<Void> last = new CompletableFuture<>();
			timer.schedule(cancelled::join, 0);
			Runnable cancellation = timer.schedule(ran::incrementAndGet, 1);
			timer.schedule(() -> last.complete(null), 2);
			cancellation.run();
			cancelled.complete(null);
			last.orTimeout(10, SECONDS).join();
			assertThat(ran).hasValue(0);
		}
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
	void what_was_brought_along_is_used_and_left_alone() {
		ManualTimer timer = new ManualTimer();
		AtomicInteger executed = new AtomicInteger();
		Executor worker = (task) -> {
			executed.incrementAndGet();
			task.run();
		};
		EngineRuntime runtime = EngineRuntime
			.of(ConnectionRuntime.builder().worker(worker).timer(timer).ticker(timer::now).random(() -> 0.25).build());
		runtime.close();
		assertThat(runtime.timer()).isSameAs(timer);
		assertThat(runtime.ticker().getAsLong()).isZero();
		assertThat(runtime.random().getAsDouble()).isEqualTo(0.25);
		runtime.execute(() -> {
		});
		assertThat(executed).hasValue(1);
	}

	@Test
	void a_worker_that_refuses_is_replaced_by_the_caller() {
		EngineRuntime runtime = EngineRuntime.of(ConnectionRuntime.builder().worker((task) -> {
			throw new RejectedExecutionException("on purpose");
		}).build());
		List<Thread> ran = new ArrayList<>();
		runtime.execute(() -> ran.add(Thread.currentThread()));
		assertThat(ran).containsExactly(Thread.currentThread());
		runtime.close();
	}

	@Test
	void a_runtime_of_somebody_elses_making_is_refused() {
		ConnectionRuntime foreign = () -> {
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
