package io.connectionmanager;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime that was closed before its managers. In real time, because that is what there
 * is left to wait by.
 */
class ClosedRuntimeTests {

	private static final Duration AT_MOST = Duration.ofMillis(500);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ConnectionRuntime runtime = ConnectionRuntime.builder()
		.threadNamePrefix("closed-runtime-test-")
		.build();

	private ConnectionManager<String> manager;

	@AfterEach
	void close() {
		// It could not wait for what nobody does any more.
		Thread.currentThread().interrupt();
		this.manager.close();
		Thread.interrupted();
		this.runtime.close();
	}

	/** What a manager is doing when its runtime ends. */
	enum Doing {

		STOPPED {
			@Override
			String open(ConnectionAttempt attempt) {
				return "connection";
			}
		},

		CONNECTING {
			@Override
			String open(ConnectionAttempt attempt) {
				return "not ready";
			}
		},

		WAITING {
			@Override
			String open(ConnectionAttempt attempt) {
				throw new IllegalStateException("played");
			}
		},

		SUSPENDED {
			@Override
			String open(ConnectionAttempt attempt) {
				throw new ConnectionRejectedException("played");
			}
		};

		abstract String open(ConnectionAttempt attempt);

	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Whoever awaits a connection of a closed runtime gets an exception when the time is over")
	void waiting_that_begins_after_the_runtime_was_closed_comes_to_an_end(Doing doing) {
		startAndAwait(doing);
		this.runtime.close();
		assertThat(awaitConnection(AT_MOST)).succeedsWithin(PATIENCE).isExactlyInstanceOf(NotConnectedException.class);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Also whoever awaited it before")
	void waiting_that_began_before_the_runtime_was_closed_comes_to_an_end(Doing doing) {
		startAndAwait(doing);
		CompletableFuture<Object> outcome = awaitConnection(Duration.ofSeconds(3));
		this.runtime.close();
		assertThat(outcome).succeedsWithin(PATIENCE).isExactlyInstanceOf(NotConnectedException.class);
	}

	@Test
	@DisplayName("A connection that is up can still be had")
	void a_connection_that_is_up_is_still_handed_out() throws Exception {
		this.manager = ConnectionManager.builder("prices", Connector.blocking((attempt) -> "c1", (connection) -> {
		})).runtime(this.runtime).start();
		assertThat(this.manager.awaitConnection(PATIENCE)).isEqualTo("c1");
		this.runtime.close();
		assertThat(awaitConnection(AT_MOST)).succeedsWithin(PATIENCE).isEqualTo("c1");
	}

	@Test
	@DisplayName("Promises 18 and 19: a stop is complete also where the runtime was closed before")
	void a_stop_after_the_runtime_was_closed_closes_the_connection() {
		List<String> events = new CopyOnWriteArrayList<>();
		this.manager = ConnectionManager
			.builder("prices",
					Connector.blocking((attempt) -> "c1", (connection) -> events.add("closed " + connection)))
			.runtime(this.runtime)
			.start();
		this.manager.subscribe(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				events.add("connected");
			}

			@Override
			public void disconnected(String connection, @Nullable Throwable cause) {
				events.add("disconnected");
			}

		});
		Awaitility.await().until(() -> events.contains("connected"));
		this.runtime.close();
		assertThat(this.manager.stop()).succeedsWithin(PATIENCE);
		assertThat(events).containsExactly("connected", "disconnected", "closed c1");
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("closed-runtime-test-")));
	}

	@Test
	@DisplayName("Promise 18: also while a subscriber does not return")
	void a_stop_after_the_runtime_was_closed_still_keeps_the_drain_timeout() {
		try (Blockade blockade = new Blockade()) {
			this.manager = ConnectionManager.builder("prices", Connector.blocking((attempt) -> "c1"))
				.settings(ConnectionSettings.builder().drainTimeout(Duration.ofMillis(50)).build())
				.runtime(this.runtime)
				.start();
			this.manager.subscribe((connection) -> blockade.pass(), (task) -> new Thread(task).start());
			Awaitility.await().until(() -> blockade.blocked() > 0);
			this.runtime.close();
			assertThat(this.manager.stop()).succeedsWithin(PATIENCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 18: also where there is no connection")
	void a_stop_after_the_runtime_was_closed_is_complete_whatever_the_manager_did(Doing doing) {
		startAndAwait(doing);
		this.runtime.close();
		assertThat(this.manager.stop()).succeedsWithin(PATIENCE);
	}

	private void startAndAwait(Doing doing) {
		this.manager = ConnectionManager.builder("prices", Connector.signalling(doing::open, (connection) -> {
		})).runtime(this.runtime).reconnectAfter(Duration.ofHours(1)).build();
		if (doing != Doing.STOPPED) {
			this.manager.start();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> this.manager.snapshot().state() == ConnectionState.valueOf(doing.name()));
		}
	}

	/** Returns when a thread of its own waits, or has not found it worth while. */
	private CompletableFuture<Object> awaitConnection(Duration atMost) {
		CompletableFuture<Object> outcome = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				outcome.complete(this.manager.awaitConnection(atMost));
			}
			catch (Throwable ex) {
				outcome.complete(ex);
			}
		}, "closed-runtime-test-caller");
		thread.setDaemon(true);
		thread.start();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> outcome.isDone()
					|| EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState()));
		return outcome;
	}

}
