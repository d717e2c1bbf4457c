package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 1 and 23: permits are fair to those who can be served, and nobody has to grant
 * those of others for long.
 */
class FairPermitsTests extends InVirtualTime {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration DELAY = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** So many permits one call of start() may grant, its own included. */
	private static final int BATCH = 64;

	@Test
	@DisplayName("Promise 23: 640 black holes do not delay a connection that is lost")
	void a_lost_connection_goes_before_attempts_that_keep_failing() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().build();
		ConnectionManager<String> healthy = start(manager().runtime(runtime));
		// In their first round all are in their first attempt: so many rounds it takes.
		startBlackHoles(640, runtime);
		advance(TIMEOUT.multipliedBy(640 / 64 + 2));
		for (int i = 0; i < 5; i++) {
			this.connector.lastAttempt().disconnected(FAILURE);
			assertThat(healthy.isConnected()).isFalse();
			advance(DELAY);
			assertThat(healthy.isConnected()).describedAs("connected at once, for the %d. time", i + 1).isTrue();
			advance(TIMEOUT.multipliedBy(2).plusSeconds(7));
		}
	}

	@Test
	@DisplayName("Promise 23: nor do they delay those that are started, or lost together")
	void first_attempts_go_before_attempts_that_keep_failing() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().build();
		startBlackHoles(640, runtime);
		advance(TIMEOUT.multipliedBy(640 / 64 + 2));
		List<ConnectionManager<String>> healthy = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			ConnectionManager<String> manager = start(manager().runtime(runtime));
			assertThat(manager.isConnected()).describedAs("connected at once").isTrue();
			healthy.add(manager);
		}
		List<ConnectionAttempt> attempts = this.connector.attempts();
		this.time.atOnce(() -> attempts.forEach((attempt) -> attempt.disconnected(FAILURE)));
		this.time.settle();
		assertThat(healthy).noneMatch(ConnectionManager::isConnected);
		advance(DELAY);
		assertThat(healthy).describedAs("connected at once").allMatch(ConnectionManager::isConnected);
	}

	@Test
	@DisplayName("Promise 23: with one permit, a connection that is lost waits for one attempt of another and no more")
	void a_lost_connection_waits_for_one_attempt_at_the_most() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().connectLimit(1).build();
		ConnectionManager<String> healthy = start(manager().runtime(runtime));
		startBlackHoles(20, runtime);
		advance(TIMEOUT.plus(DELAY).multipliedBy(22));
		for (int i = 0; i < 5; i++) {
			this.connector.lastAttempt().disconnected(FAILURE);
			advance(DELAY.plus(TIMEOUT));
			assertThat(healthy.isConnected()).describedAs("connected, for the %d. time", i + 1).isTrue();
			advance(Duration.ofSeconds(7));
		}
	}

	@Test
	@DisplayName("Promise 23: attempts that keep failing go on all the same")
	void attempts_that_keep_failing_go_on() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().connectLimit(2).build();
		ScriptedConnector<String> failing = this.connector;
		List<ConnectionManager<String>> managers = IntStream.range(0, 8)
			.mapToObj((i) -> build(manager().runtime(runtime)))
			.toList();
		failing.fail(FAILURE, 800);
		managers.forEach(ConnectionManager::start);
		advance(DELAY.multipliedBy(99));
		assertThat(failing.attempts()).hasSize(800);
		advance(DELAY);
		assertThat(managers).allMatch(ConnectionManager::isConnected);
	}

	@Test
	@DisplayName("Promise 1: start() does not grant the permits of thousands of others")
	void a_start_returns_though_thousands_of_others_are_started_meanwhile() throws Exception {
		int others = 2_000;
		ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "fair-permits-worker");
			thread.setDaemon(true);
			return thread;
		});
		HandOvers worker = new HandOvers(threads);
		ConnectionRuntime runtime = ConnectionRuntime.builder().worker(worker).connectLimit(Integer.MAX_VALUE).build();
		Connector<String> connector = Connector.blocking((attempt) -> "c", (connection) -> {
		});
		List<ConnectionManager<String>> managers = IntStream.rangeClosed(0, others)
			.mapToObj((i) -> ConnectionManager.builder("connection-" + i, connector).runtime(runtime).build())
			.toList();
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch othersStarted = new CountDownLatch(1);
		CompletableFuture<Integer> first = new CompletableFuture<>();
		CompletableFuture<Integer> most = new CompletableFuture<>();
		threads.execute(() -> first.complete(worker.during(managers.get(0)::start, () -> {
			started.countDown();
			awaitPatiently(othersStarted);
		})));
		threads.execute(() -> {
			awaitPatiently(started);
			int handedOver = 0;
			for (ConnectionManager<?> manager : managers.subList(1, managers.size())) {
				handedOver = Math.max(handedOver, worker.during(manager::start, () -> {
				}));
			}
			othersStarted.countDown();
			most.complete(handedOver);
		});
		try {
			assertThat(most).succeedsWithin(PATIENCE);
			assertThat(first).succeedsWithin(PATIENCE);
			Awaitility.await().atMost(PATIENCE).until(() -> managers.stream().allMatch(ConnectionManager::isConnected));
			assertThat(first.get()).describedAs("tasks handed over within one start()").isLessThanOrEqualTo(BATCH);
			assertThat(most.get()).describedAs("tasks handed over within one start()").isLessThanOrEqualTo(BATCH);
		}
		finally {
			managers.forEach(ConnectionManager::close);
			threads.shutdown();
		}
	}

	private void startBlackHoles(int number, ConnectionRuntime runtime) {
		VirtualTime.Gate never = gate();
		Connector<String> connector = Connector.blocking((attempt) -> {
			never.pass();
			throw FAILURE;
		});
		List<ConnectionManager<String>> blackHoles = IntStream.range(0, number)
			.mapToObj((i) -> build(manager(connector).runtime(runtime)))
			.toList();
		blackHoles.forEach(ConnectionManager::start);
	}

	private static void awaitPatiently(CountDownLatch latch) {
		try {
			latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Counts the tasks that a thread hands over within a call.
	 */
	private static final class HandOvers implements Executor {

		private final Executor worker;

		private final Map<Thread, AtomicInteger> counts = new ConcurrentHashMap<>();

		private final Map<Thread, Runnable> atFirst = new ConcurrentHashMap<>();

		private HandOvers(Executor worker) {
			this.worker = worker;
		}

		private int during(Runnable call, Runnable atFirst) {
			Thread thread = Thread.currentThread();
			this.counts.put(thread, new AtomicInteger());
			this.atFirst.put(thread, atFirst);
			call.run();
			Runnable missed = this.atFirst.remove(thread);
			if (missed != null) {
				missed.run();
			}
			return this.counts.remove(thread).get();
		}

		@Override
		public void execute(Runnable task) {
			this.worker.execute(task);
			AtomicInteger count = this.counts.get(Thread.currentThread());
			if (count != null) {
				count.incrementAndGet();
				Runnable first = this.atFirst.remove(Thread.currentThread());
				if (first != null) {
					first.run();
				}
			}
		}

	}

}
