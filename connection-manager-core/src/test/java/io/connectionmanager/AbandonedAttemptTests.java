package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an attempt offers its connector.
 */
class AbandonedAttemptTests extends InVirtualTime {

	private final List<Thread> aborted = new CopyOnWriteArrayList<>();

	@Test
	@DisplayName("Promise 2: actions of an attempt that times out run, once, on a worker")
	void actions_run_when_the_attempt_times_out() {
		this.connector.then((attempt) -> {
			attempt.onAbandoned(this::abort);
			gate().pass();
			return "never";
		});
		ConnectionManager<String> manager = start();
		assertThat(this.aborted).isEmpty();
		advance(manager.settings().timeout());
		assertThat(this.aborted).hasSize(1).doesNotContain(Thread.currentThread());
	}

	@Test
	@DisplayName("Promise 2: also when it fails, and when it is stopped")
	void actions_run_when_the_attempt_fails_or_is_stopped() {
		this.connector.then((attempt) -> {
			attempt.onAbandoned(this::abort);
			throw FAILURE;
		}).then((attempt) -> {
			attempt.onAbandoned(this::abort);
			gate().pass();
			return "never";
		});
		ConnectionManager<String> manager = start();
		assertThat(this.aborted).hasSize(1);
		advance(manager.settings().reconnectAfter());
		manager.stop();
		this.time.settle();
		assertThat(this.aborted).hasSize(2);
	}

	@Test
	@DisplayName("Promise 2: not when the connection became ready")
	void actions_do_not_run_when_the_connection_is_ready() {
		this.connector.then((attempt) -> {
			attempt.onAbandoned(this::abort);
			attempt.connected();
			return this.connector.connection();
		});
		ConnectionManager<String> manager = start();
		manager.stop();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		assertThat(this.aborted).isEmpty();
	}

	@Test
	@DisplayName("Promise 2: one that is added to an attempt that was given up runs at once; one that throws keeps none from running")
	void an_action_that_comes_late_runs_at_once() {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		ConnectionAttempt attempt = this.connector.lastAttempt();
		advance(manager.settings().timeout());
		attempt.onAbandoned(() -> {
			throw FAILURE;
		});
		attempt.onAbandoned(this::abort);
		this.time.settle();
		assertThat(this.aborted).hasSize(1).doesNotContain(Thread.currentThread());
	}

	@Test
	@DisplayName("Promise 27: while the actions of three attempts hang, the next attempt waits for one of them to return")
	void actions_that_hang_do_not_pile_up() {
		for (int i = 0; i < 5; i++) {
			this.connector.then((attempt) -> {
				attempt.onAbandoned(this::hang);
				throw FAILURE;
			});
		}
		ConnectionManager<String> manager = start();
		advance(Duration.ofMinutes(30));
		assertThat(this.connector.attempts()).hasSize(3);
		assertThat(manager.snapshot().details()).containsEntry("abandoned", 3);
		this.gates.get(1).open();
		this.time.settle();
		assertThat(this.connector.attempts()).hasSize(4);
		this.gates.get(0).open();
		this.gates.get(2).open();
		advance(Duration.ofSeconds(2));
		assertThat(this.connector.attempts()).hasSize(5);
	}

	@Test
	@DisplayName("Promise 2: an action that hangs does not keep the next one of its attempt from running")
	void actions_run_independently_of_each_other() {
		this.connector.then((attempt) -> {
			attempt.onAbandoned(this::hang);
			attempt.onAbandoned(this::abort);
			throw FAILURE;
		});
		start();
		assertThat(this.aborted).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("Promises 2 and 28: an action that a supplied worker refuses, or drops, runs all the same, once")
	void actions_that_the_worker_refuses_or_drops_run_later(boolean refused) {
		AtomicInteger faults = new AtomicInteger(1);
		ConnectionRuntime runtime = this.time.runtimeBuilder().worker((task) -> {
			if (task.toString().startsWith("action that aborts") && faults.getAndDecrement() > 0) {
				if (refused) {
					throw new RejectedExecutionException("full");
				}
				return;
			}
			this.time.worker().execute(task);
		}).build();
		this.connector.then((attempt) -> {
			attempt.onAbandoned(this::abort);
			attempt.onAbandoned(this::abort);
			throw FAILURE;
		}).hang();
		start(manager().runtime(runtime));
		assertThat(this.aborted).hasSize(1);
		advance(Duration.ofSeconds(10));
		assertThat(this.aborted).hasSize(2);
	}

	@Test
	@DisplayName("Promise 9: a connector that needs a URL and has none is suspended, and the message says what to set")
	void a_missing_endpoint_is_a_rejection() {
		this.connector.then((attempt) -> attempt.requireEndpoint().toString());
		ConnectionManager<String> manager = start();
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.SUSPENDED);
		assertThat(manager.snapshot().lastFailure()).get()
			.isInstanceOf(ConnectionRejectedException.class)
			.asString()
			.contains("connection-manager.connections.prices.url");
	}

	@Test
	void an_endpoint_that_is_there_is_handed_out() {
		URI endpoint = URI.create("tcp://localhost:7007");
		ConnectionManager<String> manager = start(manager(Connector.blocking((attempt) -> {
			attempt.connected();
			return attempt.requireEndpoint().toString();
		})).endpoint(endpoint));
		assertThat(manager.requireConnection()).isEqualTo(endpoint.toString());
		assertThat(manager.endpoints()).containsExactly(endpoint);
	}

	@Test
	@DisplayName("Promise 5: a connection that is returned again while it is open is refused, with a clear message")
	void a_connection_that_is_returned_again_is_refused() {
		Object shared = new Object();
		ConnectionManager<Object> manager = start(manager(Connector.blocking((attempt) -> {
			attempt.connected();
			return shared;
		}, (connection) -> gate().pass())));
		manager.connectionLost(shared, FAILURE);
		advance(manager.settings().reconnectAfter().plusSeconds(1));
		assertThat(manager.snapshot().lastFailure()).get().asString().contains("prices", "already returned");
		assertThat(manager.isConnected()).isFalse();
	}

	@Test
	@DisplayName("Promise 19: an attempt that is stopped on the way to its open does not open any more")
	void an_attempt_that_was_stopped_on_its_way_does_not_open() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		AtomicReference<Runnable> withTheTimeout = new AtomicReference<>();
		ConnectionRuntime runtime = ConnectionRuntime.builder().worker(tasks::add).timer((task, delay) -> {
			Runnable action = (task instanceof ConnectionRuntime.Housekeeping) ? null : withTheTimeout.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return () -> {
			};
		}).build();
		AtomicInteger opened = new AtomicInteger();
		ConnectionManager<String> manager = ConnectionManager
			.builder("prices", Connector.blocking((attempt) -> "c" + opened.incrementAndGet()))
			.runtime(runtime)
			.build();
		manager.start();
		withTheTimeout.set(manager::stop);
		for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
			task.run();
		}
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		assertThat(withTheTimeout).hasValue(null);
		assertThat(opened).hasValue(0);
	}

	private void hang() {
		try {
			gate().pass();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void abort() {
		this.aborted.add(Thread.currentThread());
	}

}
