package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CLOSED;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 27: calls of {@code open}, and stages, that do not come to an end.
 */
class AbandonedCallsTests extends InVirtualTime {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration DELAY = Duration.ofSeconds(2);

	private static final Duration AN_HOUR = Duration.ofHours(1);

	private static final Duration A_NANO = Duration.ofNanos(1);

	/** So many abandoned calls of one connection may run at once. */
	private static final int MOST = 3;

	@Test
	@DisplayName("Promise 27: with three abandoned calls of open still running, the next attempt comes after an hour")
	void after_three_abandoned_calls_the_next_attempt_comes_after_an_hour() {
		for (int i = 0; i < 2 * MOST; i++) {
			hangForGood(gate());
		}
		ConnectionManager<String> manager = start();
		advanceToTheFourthAttempt();
		assertWaitsForAnHour(manager);
		advance(AN_HOUR.minus(A_NANO));
		assertThat(this.connector.attempts()).hasSize(MOST);
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		advance(A_NANO);
		assertThat(this.connector.attempts()).hasSize(MOST + 1);
	}

	@Test
	@DisplayName("Promise 27: or when one of them returns; and what it returns is closed")
	void the_next_attempt_comes_when_an_abandoned_call_returns() {
		List<VirtualTime.Gate> gates = List.of(gate(), gate(), gate());
		gates.forEach(this::hangForGood);
		ConnectionManager<String> manager = start();
		advanceToTheFourthAttempt();
		assertWaitsForAnHour(manager);
		advance(Duration.ofMinutes(10));
		assertThat(this.connector.attempts()).hasSize(MOST);
		gates.get(1).open();
		advance(DELAY);
		assertThat(this.connector.attempts()).hasSize(MOST + 1);
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.requireConnection()).isEqualTo("c2");
		assertThat(this.connector.closed()).containsExactly("c1");
		gates.get(0).open();
		gates.get(2).open();
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1", "c3", "c4");
		assertThat(manager.requireConnection()).isEqualTo("c2");
	}

	@Test
	@DisplayName("Promise 27: a call that returned in time, or is returned by now, does not count")
	void calls_that_have_returned_do_not_count() {
		List<VirtualTime.Gate> gates = List.of(gate(), gate());
		gates.forEach(this::hangForGood);
		this.connector.hang().hang().fail(FAILURE).neverReady();
		start();
		advance(TIMEOUT.plus(DELAY).multipliedBy(4));
		advance(DELAY);
		advance(TIMEOUT.plus(DELAY));
		assertThat(this.connector.attempts()).hasSize(7);
	}

	@Test
	@DisplayName("Promise 27: one WARN names the connection and has the stack of the hanging thread, until it was up again")
	void calls_that_hang_are_warned_of_once_with_the_stack_of_the_thread() {
		for (int i = 0; i < MOST + 1; i++) {
			hangForGood(gate());
		}
		try (Logs logs = Logs.capture()) {
			start();
			advance(TIMEOUT.plus(DELAY).multipliedBy(MOST).minus(A_NANO));
			assertThat(warningsOfHangingCalls(logs)).isEmpty();
			advance(AN_HOUR.multipliedBy(3));
			assertThat(warningsOfHangingCalls(logs)).singleElement().satisfies((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.WARN);
				assertThat(event.getFormattedMessage()).contains("'prices'", "3 abandoned");
				assertThat(event.getThrowableProxy().getMessage()).contains("virtual-time-worker", "1 min 6 s");
				assertThat(event.getThrowableProxy().getStackTraceElementProxyArray()).hasSizeBetween(5, 20)
					.anyMatch((frame) -> frame.getStackTraceElement().getMethodName().contains("hangForGood"));
			});
		}
	}

	private static List<ILoggingEvent> warningsOfHangingCalls(Logs logs) {
		return logs.events()
			.stream()
			.filter((event) -> event.getFormattedMessage().contains("have not returned"))
			.toList();
	}

	@Test
	@DisplayName("Promise 27: stages that never complete count like calls that never return")
	void after_three_abandoned_stages_the_next_attempt_comes_after_an_hour() {
		Stages stages = new Stages();
		ConnectionManager<String> manager = start(manager(stages.connector()));
		advanceToTheFourthAttempt();
		assertWaitsForAnHour(manager);
		assertThat(stages.opened).hasSize(MOST);
		advance(AN_HOUR.minus(A_NANO));
		assertThat(stages.opened).hasSize(MOST);
		advance(A_NANO);
		assertThat(stages.opened).hasSize(MOST + 1);
	}

	@Test
	@DisplayName("Promise 27: or when one of them completes; and what it brings is closed")
	void the_next_attempt_comes_when_an_abandoned_stage_completes() {
		Stages stages = new Stages();
		ConnectionManager<String> manager = start(manager(stages.connector()));
		advanceToTheFourthAttempt();
		assertWaitsForAnHour(manager);
		advance(Duration.ofMinutes(10));
		assertThat(stages.opened).hasSize(MOST);
		stages.opened.get(2).complete("late");
		advance(DELAY);
		assertThat(stages.closed).containsExactly("late");
		assertThat(stages.opened).hasSize(MOST + 1);
		stages.opened.get(MOST).complete("in time");
		this.time.settle();
		assertThat(manager.requireConnection()).isEqualTo("in time");
		stages.opened.get(0).completeExceptionally(FAILURE);
		stages.opened.get(1).complete("later still");
		this.time.settle();
		assertThat(stages.closed).containsExactly("late", "later still");
		assertThat(manager.requireConnection()).isEqualTo("in time");
	}

	@Test
	@DisplayName("Promise 27: a stop and a close do not wait for abandoned calls")
	void a_manager_that_waits_for_abandoned_calls_is_stopped_and_closed_at_once() {
		for (int i = 0; i < MOST; i++) {
			hangForGood(gate());
		}
		ConnectionManager<String> manager = start();
		advanceToTheFourthAttempt();
		manager.reconnect();
		this.time.settle();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(stopped).isCompleted();
		manager.close();
		assertThat(manager.snapshot().state()).isEqualTo(CLOSED);
		this.gates.forEach(VirtualTime.Gate::open);
		this.time.settle();
		assertThat(this.connector.open()).isEmpty();
	}

	@Test
	@Timeout(180)
	@DisplayName("Promise 27: connections that hang for good have three calls each at the most, and harm nobody else")
	void calls_that_hang_for_good_are_bounded_and_harm_nobody_else() {
		int number = 20;
		String prefix = "abandoned-calls-test-";
		List<ConnectionManager<?>> managers = new ArrayList<>();
		List<Hanging> hanging = IntStream.range(0, number).mapToObj((i) -> new Hanging()).toList();
		Queue<ConnectionAttempt> attempts = new ConcurrentLinkedQueue<>();
		ConnectionRuntime runtime = ConnectionRuntime.builder()
			.virtualThreads(false)
			.threadNamePrefix(prefix)
			.connectLimit(1)
			.build();
		try {
			for (Hanging connector : hanging) {
				managers.add(ConnectionManager.builder("hanging-" + managers.size(), connector)
					.timeout(Duration.ofMillis(100))
					.reconnectAfter(Duration.ofMillis(10))
					.runtime(runtime)
					.start());
			}
			await("as many calls as there may be")
				.until(() -> hanging.stream().allMatch((connector) -> connector.running.get() >= MOST));
			ConnectionManager<Integer> healthy = ConnectionManager.builder("healthy", Connector.blocking((attempt) -> {
				attempts.add(attempt);
				return attempts.size();
			}, (connection) -> {
			})).reconnectAfter(Duration.ofMillis(10)).runtime(runtime).start();
			managers.add(healthy);
			for (int i = 1; i <= 10; i++) {
				int times = i;
				await("connected for the %d. time".formatted(i))
					.until(() -> attempts.size() == times && healthy.isConnected());
				attempts.forEach((attempt) -> attempt.disconnected(FAILURE));
			}
			assertThat(hanging).extracting((connector) -> connector.most.get()).containsOnly(MOST);
			// A few more than there are processors, where these are busy with something
			// else.
			assertThat(threads(prefix)).isLessThan(MOST * number + 32);
			hanging.forEach((connector) -> connector.blockade.close());
			await("what came late is closed").until(() -> hanging.stream()
				.allMatch((connector) -> connector.closed.get() >= MOST && connector.running.get() == 0));
		}
		finally {
			hanging.forEach((connector) -> connector.blockade.close());
			managers.forEach(ConnectionManager::close);
			runtime.close();
		}
	}

	/** Three attempts have timed out, and the delay after the third has passed. */
	private void advanceToTheFourthAttempt() {
		advance(TIMEOUT.plus(DELAY).multipliedBy(3));
	}

	private void assertWaitsForAnHour(ConnectionManager<String> manager) {
		ConnectionSnapshot<String> snapshot = manager.snapshot();
		assertThat(snapshot.state()).isEqualTo(WAITING);
		assertThat(snapshot.failures()).isEqualTo(MOST);
		assertThat(snapshot.nextAttemptAt()).contains(this.time.now().plus(AN_HOUR));
	}

	/**
	 * Adds a step to the script: {@code open} heeds no interrupt, and succeeds when the
	 * gate is opened.
	 */
	private void hangForGood(VirtualTime.Gate gate) {
		this.connector.then((attempt) -> {
			boolean passed = false;
			while (!passed) {
				try {
					gate.pass();
					passed = true;
				}
				catch (InterruptedException ex) {
					// Like a library that is stuck in native code.
				}
			}
			attempt.connected();
			return this.connector.connection();
		});
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
	}

	private static long threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.count();
	}

	/**
	 * Opens nothing but stages. Touched by one thread at a time.
	 */
	private static final class Stages {

		private final List<CompletableFuture<String>> opened = new ArrayList<>();

		private final List<String> closed = new ArrayList<>();

		private Connector<String> connector() {
			return Connector.async((attempt) -> {
				CompletableFuture<String> stage = new CompletableFuture<>();
				this.opened.add(stage);
				return stage;
			}, this.closed::add);
		}

	}

	/**
	 * Hangs in {@code open}, whatever happens, and counts.
	 */
	private static final class Hanging implements Connector<Object> {

		private final Blockade blockade = new Blockade();

		private final AtomicInteger running = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private final AtomicInteger closed = new AtomicInteger();

		@Override
		public Object open(ConnectionAttempt attempt) {
			this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			try {
				this.blockade.pass();
				attempt.connected();
				return new Object();
			}
			finally {
				this.running.decrementAndGet();
			}
		}

		@Override
		public void close(Object connection) {
			this.closed.incrementAndGet();
		}

	}

}
