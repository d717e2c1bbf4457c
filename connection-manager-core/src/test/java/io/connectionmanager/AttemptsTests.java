package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts.
 */
class AttemptsTests extends InVirtualTime {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Nested
	@DisplayName("Promise 1: open runs on a worker thread; start never blocks")
	class Threads {

		@Test
		void open_runs_neither_on_the_starting_thread_nor_on_that_of_the_timer() {
			List<Thread> openers = new ArrayList<>();
			AttemptsTests.this.connector.then((attempt) -> {
				openers.add(Thread.currentThread());
				throw FAILURE;
			}).then((attempt) -> {
				openers.add(Thread.currentThread());
				throw FAILURE;
			});
			start();
			// This thread lets time pass, and so is the timer's.
			advance(Duration.ofSeconds(2));
			assertThat(openers).hasSize(2).doesNotContain(Thread.currentThread());
		}

		@Test
		void start_returns_while_open_hangs() {
			AttemptsTests.this.connector.hang();
			ConnectionManager<String> manager = build(manager());
			manager.start();
			AttemptsTests.this.time.settle();
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
			assertThat(AttemptsTests.this.time.blockedTasks()).isEqualTo(1);
		}

	}

	@Nested
	@DisplayName("Promise 2: an attempt that is not ready within the timeout is abandoned")
	class Timeouts {

		@Test
		void a_hanging_open_is_interrupted_when_the_timeout_passes_and_no_sooner() {
			List<Throwable> interrupts = new ArrayList<>();
			AttemptsTests.this.connector.then((attempt) -> {
				try {
					gate().pass();
				}
				catch (InterruptedException ex) {
					interrupts.add(ex);
					throw ex;
				}
				return "never";
			});
			ConnectionManager<String> manager = start();
			advance(TIMEOUT.minusNanos(1));
			assertThat(interrupts).isEmpty();
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
			advance(Duration.ofNanos(1));
			assertThat(interrupts).hasSize(1);
			assertThat(manager.snapshot().state()).isEqualTo(WAITING);
			assertThat(manager.snapshot().lastFailure()).get()
				.isInstanceOf(ConnectTimeoutException.class)
				.extracting(Throwable::getMessage)
				.isEqualTo(
						"Attempt 1 of connection 'prices' was not ready after 30 s (timeout 30 s): open has not returned");
		}

		@Test
		void a_connection_that_is_never_ready_is_closed_when_the_timeout_passes() {
			AttemptsTests.this.connector.neverReady();
			ConnectionManager<String> manager = start();
			advance(TIMEOUT.minusNanos(1));
			assertThat(AttemptsTests.this.connector.closed()).isEmpty();
			advance(Duration.ofNanos(1));
			assertThat(AttemptsTests.this.connector.closed()).containsExactly("c1");
			assertThat(manager.snapshot().lastFailure()).get()
				.extracting(Throwable::getMessage)
				.asString()
				.endsWith("open has returned, but connected was never signalled");
		}

		@Test
		void what_an_abandoned_open_returns_all_the_same_is_closed_and_never_announced() {
			AttemptsTests.this.connector.succeedLate(TIMEOUT.plusSeconds(1)).neverReady();
			ConnectionManager<String> manager = start();
			advance(TIMEOUT.plusSeconds(1));
			assertThat(AttemptsTests.this.connector.closed()).containsExactly("c1");
			assertThat(AttemptsTests.this.listener.states()).containsExactly(CONNECTING, WAITING);
			assertThat(manager.connection()).isEmpty();
		}

		@Test
		void later_signals_of_an_abandoned_attempt_do_nothing() {
			AttemptsTests.this.connector.neverReady().neverReady();
			ConnectionManager<String> manager = start();
			ConnectionAttempt abandoned = AttemptsTests.this.connector.lastAttempt();
			advance(TIMEOUT.plusSeconds(2));
			assertThat(AttemptsTests.this.connector.attempts()).hasSize(2);
			ConnectionSnapshot<String> before = manager.snapshot();
			abandoned.connected();
			abandoned.disconnected(FAILURE);
			AttemptsTests.this.time.settle();
			assertThat(manager.snapshot()).isEqualTo(before);
		}

		@Test
		void the_timeout_begins_with_the_call_of_open_and_not_while_a_worker_is_waited_for() {
			List<Runnable> held = new ArrayList<>();
			Executor[] worker = { held::add };
			ConnectionRuntime runtime = AttemptsTests.this.time.runtimeBuilder()
				.worker((task) -> worker[0].execute(task))
				.build();
			AttemptsTests.this.connector.neverReady();
			ConnectionManager<String> manager = start(manager().runtime(runtime));
			advance(TIMEOUT.multipliedBy(3));
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
			worker[0] = AttemptsTests.this.time.worker();
			held.forEach(worker[0]::execute);
			advance(TIMEOUT.minusNanos(1));
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
			advance(Duration.ofNanos(1));
			assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		}

		@Test
		void an_interrupt_meant_for_open_does_not_hit_what_the_thread_does_next() {
			List<Boolean> interrupted = new ArrayList<>();
			ConnectionRuntime runtime = AttemptsTests.this.time.runtimeBuilder()
				.worker((task) -> AttemptsTests.this.time.worker().execute(() -> {
					task.run();
					interrupted.add(Thread.currentThread().isInterrupted());
				}))
				.build();
			AttemptsTests.this.connector.then((attempt) -> {
				// The attempt ends here, and its thread is interrupted.
				attempt.disconnected();
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
				throw FAILURE;
			});
			start(manager().runtime(runtime));
			assertThat(interrupted).isNotEmpty().containsOnly(false);
		}

	}

	@Nested
	@DisplayName("Promise 3: throwing, returning null and an early disconnected() are failures, and no more than that")
	class Failures {

		@Test
		void any_throwable_is_one_failed_attempt_and_the_next_one_comes() {
			List<Throwable> failures = List.of(new Exception("checked"), new RuntimeException("unchecked"),
					new StackOverflowError("error"), new OutOfMemoryError("played"), new ThreadDeathLike(),
					new InterruptedException("played"), new CompletionLike());
			failures.forEach(AttemptsTests.this.connector::fail);
			ConnectionManager<String> manager = start();
			for (Throwable failure : failures) {
				assertThat(manager.snapshot().lastFailure()).containsSame(failure);
				assertThat(manager.snapshot().state()).isEqualTo(WAITING);
				advance(Duration.ofSeconds(2));
			}
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTED);
			assertThat(manager.snapshot().failures()).isEqualTo(failures.size());
		}

		@Test
		void returning_null_is_a_failed_attempt() {
			AttemptsTests.this.connector.then((attempt) -> null);
			ConnectionManager<String> manager = start();
			assertThat(manager.snapshot().state()).isEqualTo(WAITING);
			assertThat(manager.snapshot().lastFailure()).get()
				.extracting(Throwable::getMessage)
				.asString()
				.contains("'prices' returned null");
			advance(Duration.ofSeconds(2));
			assertThat(manager.isConnected()).isTrue();
		}

		@Test
		void disconnected_before_connected_is_a_failed_attempt_and_closes_what_was_returned() {
			AttemptsTests.this.connector.neverReady();
			ConnectionManager<String> manager = start();
			AttemptsTests.this.connector.lastAttempt().disconnected(FAILURE);
			AttemptsTests.this.time.settle();
			assertThat(manager.snapshot().state()).isEqualTo(WAITING);
			assertThat(manager.snapshot().lastFailure()).containsSame(FAILURE);
			assertThat(AttemptsTests.this.connector.closed()).containsExactly("c1");
		}

		@Test
		void disconnected_inside_open_is_a_failed_attempt_and_closes_what_is_returned_later() {
			AttemptsTests.this.connector.then((attempt) -> {
				attempt.disconnected(FAILURE);
				return AttemptsTests.this.connector.connection();
			});
			ConnectionManager<String> manager = start();
			assertThat(manager.snapshot().state()).isEqualTo(WAITING);
			assertThat(AttemptsTests.this.connector.closed()).containsExactly("c1");
		}

		@Test
		@DisplayName("Promise 28: a worker that cannot be had for a moment costs a delay")
		void an_attempt_waits_for_a_worker_that_cannot_be_had() {
			boolean[] exhausted = { true };
			Executor worker = (task) -> {
				if (exhausted[0]) {
					throw new OutOfMemoryError("unable to create native thread, played");
				}
				AttemptsTests.this.time.worker().execute(task);
			};
			ConnectionManager<String> manager = start(
					manager().runtime(AttemptsTests.this.time.runtimeBuilder().worker(worker).build()));
			advance(Duration.ofMinutes(1));
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
			assertThat(manager.snapshot().failures()).isZero();
			exhausted[0] = false;
			advance(Duration.ofSeconds(2));
			assertThat(manager.isConnected()).isTrue();
		}

	}

	@Nested
	@DisplayName("Promise 4: announced when open has returned and connected() was called, in either order")
	class Announcing {

		@Test
		void connected_inside_open_is_announced_when_open_has_returned() {
			VirtualTime.Gate gate = gate();
			AttemptsTests.this.connector.then((attempt) -> {
				attempt.connected();
				gate.pass();
				return AttemptsTests.this.connector.connection();
			});
			ConnectionManager<String> manager = start();
			assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
			assertThat(manager.connection()).isEmpty();
			gate.open();
			AttemptsTests.this.time.settle();
			assertThat(manager.isConnected()).isTrue();
			assertThat(manager.requireConnection()).isEqualTo("c1");
		}

		@Test
		void connected_after_open_is_announced_at_once_and_the_connection_can_be_seen_before() {
			AttemptsTests.this.connector.neverReady();
			ConnectionManager<String> manager = start();
			assertThat(manager.isConnected()).isFalse();
			assertThat(manager.connection()).contains("c1");
			AttemptsTests.this.connector.lastAttempt().connected();
			assertThat(manager.isConnected()).isTrue();
			assertThat(manager.connection()).contains("c1");
		}

	}

	@Nested
	@DisplayName("Promise 5: each connection is closed exactly once, and before the next attempt begins")
	class Closing {

		@Test
		void an_attempt_begins_only_when_the_closing_of_the_connection_before_has_begun() {
			List<String> order = new ArrayList<>();
			Connector<String> connector = Connector.blocking((attempt) -> {
				order.add("open");
				return "c" + order.size();
			}, (connection) -> order.add("close " + connection));
			ConnectionManager<String> manager = start(manager(connector));
			for (int i = 0; i < 20; i++) {
				advance(STABLE);
				manager.reconnect();
				AttemptsTests.this.time.settle();
				manager.connectionLost(manager.requireConnection(), null);
				manager.reconnect();
				AttemptsTests.this.time.settle();
			}
			manager.close();
			for (int i = 0; i < order.size(); i += 2) {
				assertThat(order.get(i)).isEqualTo("open");
				assertThat(order.get(i + 1)).isEqualTo("close c" + (i + 1));
			}
		}

		@Test
		void an_attempt_does_so_even_where_workers_take_the_latest_task_first() {
			Deque<Runnable> tasks = new ArrayDeque<>();
			Executor[] worker = { tasks::push };
			ConnectionRuntime runtime = AttemptsTests.this.time.runtimeBuilder()
				.worker((task) -> worker[0].execute(task))
				.build();
			ConnectionManager<String> manager = build(manager().runtime(runtime));
			manager.start();
			while (!manager.isConnected()) {
				tasks.pop().run();
			}
			advance(STABLE);
			manager.reconnect();
			while (AttemptsTests.this.connector.closed().isEmpty()) {
				assertThat(AttemptsTests.this.connector.attempts()).hasSize(1);
				tasks.pop().run();
			}
			worker[0] = AttemptsTests.this.time.worker();
			tasks.forEach(worker[0]::execute);
			AttemptsTests.this.time.settle();
			assertThat(manager.connection()).contains("c2");
		}

		@Test
		void a_failing_close_is_not_repeated_and_stops_nothing() {
			AttemptsTests.this.connector.failOnClose(new IllegalStateException("cannot close, says the script"));
			ConnectionManager<String> manager = start();
			AttemptsTests.this.connector.lastAttempt().disconnected();
			advance(Duration.ofSeconds(2));
			assertThat(manager.isConnected()).isTrue();
			assertThat(AttemptsTests.this.connector.closed()).containsExactly("c1");
		}

	}

	@Test
	@DisplayName("Promise 6: a hanging close delays the next attempt by one second, and another manager not at all")
	void a_hanging_close_delays_the_next_attempt_by_its_grace_only() {
		this.connector.blockOnClose(gate());
		ConnectionManager<String> manager = start();
		advance(STABLE);
		manager.reconnect();
		advance(Duration.ofSeconds(1).minusNanos(1));
		assertThat(this.time.blockedTasks()).isEqualTo(1);
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
		assertThat(this.connector.attempts()).hasSize(1);
		ConnectionManager<String> other = start();
		assertThat(other.isConnected()).isTrue();
		advance(Duration.ofNanos(1));
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().generation()).isEqualTo(2);
	}

	@Test
	@DisplayName("Promise 6: a close that has had its time does not delay later attempts")
	void a_close_that_hung_long_ago_delays_nothing() {
		this.connector.blockOnClose(gate());
		ConnectionManager<String> manager = start();
		advance(STABLE);
		manager.reconnect();
		advance(Duration.ofSeconds(1));
		this.connector.onClose((connection) -> {
		});
		advance(STABLE);
		manager.reconnect();
		this.time.settle();
		assertThat(manager.requireConnection()).isEqualTo("c3");
	}

	@Test
	@DisplayName("Promise 6: also where ten closes and more hang; the details show how many (27)")
	void many_hanging_closes_delay_the_next_attempt_no_longer_than_one() {
		this.connector.blockOnClose(gate());
		ConnectionManager<String> manager = start();
		for (int i = 1; i <= 12; i++) {
			this.connector.lastAttempt().disconnected();
			advance(Duration.ofSeconds(2));
			assertThat(manager.isConnected()).as("after %d hanging closes", i).isTrue();
			assertThat(manager.snapshot().details()).containsEntry("hangingCloses", i);
		}
	}

	@Test
	void an_attempt_knows_its_connection() {
		URI endpoint = URI.create("tcp://feed.example:7000");
		this.connector.fail(FAILURE);
		start(manager().endpoint(endpoint).timeout(Duration.ofSeconds(5)));
		advance(Duration.ofSeconds(2));
		ConnectionAttempt attempt = this.connector.lastAttempt();
		assertThat(attempt.name()).isEqualTo("prices");
		assertThat(attempt.number()).isEqualTo(2);
		assertThat(attempt.timeout()).hasSeconds(5);
		assertThat(attempt.endpoint()).contains(endpoint);
	}

	@Test
	void an_attempt_is_told_from_those_of_earlier_outages() {
		ConnectionManager<String> manager = start();
		advance(STABLE);
		this.connector.lastAttempt().disconnected();
		advance(Duration.ofSeconds(2));
		assertThat(this.connector.attempts()).extracting(ConnectionAttempt::number).containsExactly(1, 1);
		assertThat(this.connector.attempts()).extracting(ConnectionAttempt::generation).containsExactly(1L, 2L);
		assertThat(manager.snapshot().generation()).isEqualTo(2);
	}

	private static final class ThreadDeathLike extends Error {

		private static final long serialVersionUID = 1L;

	}

	private static final class CompletionLike extends Throwable {

		private static final long serialVersionUID = 1L;

	}

}
