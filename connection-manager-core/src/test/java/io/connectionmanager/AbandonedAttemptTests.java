package io.connectionmanager;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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

	private void abort() {
		this.aborted.add(Thread.currentThread());
	}

}
