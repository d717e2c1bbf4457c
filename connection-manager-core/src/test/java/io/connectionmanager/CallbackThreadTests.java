package io.connectionmanager;

import java.time.Duration;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 30: a callback finds the thread as it was made. In real time, because it is
 * about threads that are used again.
 */
class CallbackThreadTests {

	private static final int ROUNDS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Where callbacks found what another one had left. */
	private final Queue<String> found = new ConcurrentLinkedQueue<>();

	private final InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();

	/** The thread that uses the manager, and has to stay as it is for that. */
	private volatile Thread caller;

	/** Threads that callbacks run on. */
	enum Workers {

		/** One, so that every callback comes after another one. */
		PLATFORM {
			@Override
			void set(ConnectionRuntime.Builder builder, ExecutorService ignored) {
				builder.virtualThreads(false).maxThreads(1);
			}
		},

		VIRTUAL {
			@Override
			void set(ConnectionRuntime.Builder builder, ExecutorService ignored) {
				Assumptions.assumeTrue(Runtime.version().feature() >= 21, "no virtual threads here");
				builder.virtualThreads(true);
			}
		},

		SUPPLIED {
			@Override
			void set(ConnectionRuntime.Builder builder, ExecutorService supplied) {
				builder.worker(supplied);
			}
		};

		abstract void set(ConnectionRuntime.Builder builder, ExecutorService supplied);

	}

	@ParameterizedTest
	@MethodSource("marksAndWorkers")
	@DisplayName("Promise 30: on a worker, no callback finds what another one has left")
	void what_a_callback_leaves_on_a_worker_is_not_found_by_the_next(ThreadMark mark, Workers workers)
			throws Exception {
		ExecutorService supplied = Executors.newSingleThreadExecutor();
		ConnectionRuntime.Builder builder = ConnectionRuntime.builder().threadNamePrefix("callback-thread-test-");
		workers.set(builder, supplied);
		try (ConnectionRuntime runtime = builder.build()) {
			useAllCallbacks(mark, runtime);
		}
		finally {
			supplied.shutdown();
		}
		assertThat(new TreeSet<>(this.found)).isEmpty();
	}

	static Stream<Arguments> marksAndWorkers() {
		return Stream.of(ThreadMark.values())
			.flatMap((mark) -> Stream.of(Workers.values()).map((workers) -> Arguments.of(mark, workers)));
	}

	private void useAllCallbacks(ThreadMark mark, ConnectionRuntime runtime) throws Exception {
		this.caller = Thread.currentThread();
		Connector<String> connector = Connector.blocking((attempt) -> {
			callback("open", mark);
			if (attempt.generation() % 3 == 2) {
				throw new IllegalStateException("played");
			}
			return "c" + attempt.generation();
		}, (connection) -> callback("close", mark));
		ConnectionManager<String> manager = ConnectionManager.builder("prices", connector)
			.settings(ConnectionSettings.builder()
				.reconnectAfter(Duration.ofMillis(1))
				.stableAfter(Duration.ZERO)
				.build())
			.runtime(runtime)
			.failureClassifier((transition) -> {
				leave(mark);
				return FailureKind.OTHER;
			})
			.listener((transition) -> callback("listener", mark))
			.listener((transition) -> callback("another listener", mark))
			.subscriber(subscriber("subscriber", mark))
			.subscriber(subscriber("another subscriber", mark))
			.build();
		manager.subscribe(subscriber("direct subscriber", mark), Runnable::run);
		for (int i = 0; i < ROUNDS; i++) {
			manager.start();
			String connection = manager.awaitConnection(PATIENCE);
			manager.connectionLost(connection, null);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> manager.isConnected() && !manager.requireConnection().equals(connection));
			CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
			stopped.thenRun(() -> leave(mark));
			stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		manager.close();
	}

	private ConnectionSubscriber<String> subscriber(String name, ThreadMark mark) {
		return new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				callback(name + " in connected", mark);
			}

			@Override
			public void disconnected(String connection, Throwable cause) {
				callback(name + " in disconnected", mark);
			}

		};
	}

	private void callback(String name, ThreadMark mark) {
		if (mark.isLeft()) {
			this.found.add(name);
		}
		leave(mark);
	}

	private void leave(ThreadMark mark) {
		if (Thread.currentThread() != this.caller) {
			mark.leave();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUPPLIED")
	@DisplayName("Promise 30: nothing is inherited from whoever calls start(), or any other method")
	void nothing_is_inherited_from_a_caller(Workers workers) throws Exception {
		ConnectionRuntime.Builder builder = ConnectionRuntime.builder().threadNamePrefix("callback-thread-test-");
		workers.set(builder, null);
		try (ConnectionRuntime runtime = builder.build()) {
			Connector<String> connector = Connector.blocking((attempt) -> {
				lookForInherited("open");
				return "c" + attempt.generation();
			}, (connection) -> lookForInherited("close"));
			ConnectionManager<String> manager = ConnectionManager.builder("prices", connector)
				.settings(ConnectionSettings.builder()
					.reconnectAfter(Duration.ofMillis(1))
					.stableAfter(Duration.ZERO)
					.build())
				.runtime(runtime)
				.listener((transition) -> lookForInherited("listener"))
				.subscriber(new ConnectionSubscriber<>() {

					@Override
					public void connected(String connection) {
						lookForInherited("connected");
					}

					@Override
					public void disconnected(String connection, Throwable cause) {
						lookForInherited("disconnected");
					}

				})
				.build();
			for (int i = 0; i < ROUNDS; i++) {
				callWithSomethingToInherit(manager::start);
				String first = manager.awaitConnection(PATIENCE);
				callWithSomethingToInherit(() -> manager.connectionLost(first, null));
				Awaitility.await().atMost(PATIENCE).until(manager::isConnected);
				callWithSomethingToInherit(manager::reconnect);
				Awaitility.await().atMost(PATIENCE).until(manager::isConnected);
				callWithSomethingToInherit(() -> manager.stop().toCompletableFuture().join());
			}
			manager.close();
		}
		assertThat(new TreeSet<>(this.found)).isEmpty();
	}

	private void lookForInherited(String name) {
		if (this.inheritable.get() != null) {
			this.found.add("thread-local in " + name);
		}
		if (ThreadMark.CLASS_LOADER.isLeft()) {
			this.found.add("class loader in " + name);
		}
	}

	private void callWithSomethingToInherit(Runnable call) throws InterruptedException {
		Thread thread = new Thread(() -> {
			this.inheritable.set("the caller's");
			ThreadMark.CLASS_LOADER.leave();
			call.run();
		});
		thread.start();
		thread.join();
	}

}
