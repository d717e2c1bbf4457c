package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.ScriptedConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many managers.
 */
class ScaleTests extends InVirtualTime {

	private static final int MANAGERS = 1_000;

	@Test
	@DisplayName("Promise 22: threads do not grow with the number of managers whose connectors do not block")
	void a_thousand_managers_take_as_many_threads_as_ten() {
		String prefix = "scale-test-";
		try (ConnectionRuntime runtime = ConnectionRuntime.builder()
			.virtualThreads(false)
			.threadNamePrefix(prefix)
			.build()) {
			ConcurrentLinkedQueue<ConnectionAttempt> attempts = new ConcurrentLinkedQueue<>();
			Connector<String> connector = Connector.async((attempt) -> {
				attempts.add(attempt);
				return CompletableFuture.completedStage("c");
			});
			List<ConnectionManager<String>> managers = IntStream.range(0, MANAGERS)
				.mapToObj((i) -> ConnectionManager.builder("connection-" + i, connector)
					.runtime(runtime)
					.reconnectAfter(Duration.ofMillis(1))
					.start())
				.toList();
			long most = 0;
			for (int round = 0; round < 5; round++) {
				Awaitility.await().until(() -> managers.stream().allMatch(ConnectionManager::isConnected));
				most = Math.max(most, threads(prefix));
				// As many as there are now: each of them is followed by another one.
				for (int n = attempts.size(); n > 0; n--) {
					attempts.remove().disconnected();
				}
			}
			// A few more than there are processors, where these are busy with something
			// else.
			assertThat(most).isBetween(1L, 32L);
			managers.forEach(ConnectionManager::close);
		}
		Awaitility.await().until(() -> threads(prefix) == 0);
	}

	@Test
	@DisplayName("Promise 23: the connect limit holds, and a waiting attempt's timeout has not begun")
	void only_so_many_attempts_are_under_way_and_the_others_wait_without_a_timeout() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().connectLimit(10).build();
		List<ConnectionManager<String>> managers = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			this.connector.neverReady();
			managers.add(build(manager().runtime(runtime)));
		}
		managers.forEach(ConnectionManager::start);
		this.time.settle();
		assertThat(this.connector.attempts()).hasSize(10);
		assertThat(managers).allMatch((manager) -> manager.snapshot().state() == ConnectionState.CONNECTING);
		// Ten time out after 30 s, and make room for ten that then have their 30 s.
		advance(Duration.ofSeconds(30));
		assertThat(this.connector.closed()).hasSize(10);
		assertThat(this.connector.attempts()).hasSize(20);
		advance(Duration.ofSeconds(1));
		managers.subList(10, 20).forEach(ConnectionManager::stop);
		this.time.settle();
		assertThat(this.connector.attempts()).hasSize(30);
		advance(Duration.ofSeconds(29).minusNanos(1));
		assertThat(this.connector.closed()).hasSize(20);
	}

	@Test
	@DisplayName("Promise 23: whatever happens, permits are given back")
	void permits_are_given_back_after_success_failure_timeout_loss_and_stop() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().connectLimit(1).build();
		ConnectionManager<String> first = build(manager().runtime(runtime));
		ConnectionManager<String> second = build(manager().runtime(runtime));
		this.connector.succeed()
			.fail(FAILURE)
			.neverReady()
			.hang()
			.reject()
			.then((attempt) -> null)
			.succeedThenLose(Duration.ofSeconds(1), FAILURE);
		first.start();
		this.time.settle();
		assertThat(first.isConnected()).isTrue();
		second.start();
		advance(Duration.ofSeconds(2 + 30 + 2 + 30 + 2));
		assertThat(second.snapshot().state()).isEqualTo(ConnectionState.SUSPENDED);
		second.start();
		advance(Duration.ofSeconds(2 + 1));
		first.reconnect();
		advance(Duration.ofSeconds(2));
		assertThat(first.isConnected()).isTrue();
		assertThat(second.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 23: so many attempts begin in a second, evenly spread")
	void attempts_begin_at_the_rate_that_was_set() {
		ConnectionRuntime runtime = this.time.runtimeBuilder().connectRate(100).build();
		ScriptedConnector<String> connector = this.connector;
		IntStream.range(0, 400)
			.mapToObj((i) -> build(manager().runtime(runtime)))
			.toList()
			.forEach(ConnectionManager::start);
		advance(Duration.ofMillis(1));
		int before = connector.attempts().size();
		assertThat(before).isBetween(1, 2);
		for (int tenth = 1; tenth <= 20; tenth++) {
			advance(Duration.ofMillis(100));
			assertThat(connector.attempts().size() - before).isBetween(10 * tenth - 1, 10 * tenth + 1);
		}
		advance(Duration.ofSeconds(2));
		assertThat(connector.attempts()).hasSize(400);
	}

	private static long threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.count();
	}

}
