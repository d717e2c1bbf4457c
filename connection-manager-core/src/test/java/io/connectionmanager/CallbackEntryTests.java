package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 5, 10 and 28: memory runs out just when a thread is about to enter a callback,
 * or has left it. What was noted before and what is called afterwards must agree.
 */
class CallbackEntryTests {

	/** Which look at a thread fails, of those that entering and leaving takes. */
	private final AtomicInteger looks = new AtomicInteger();

	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	private final List<String> transitions = Collections.synchronizedList(new ArrayList<>());

	private volatile int failing;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24 })
	@DisplayName("Promise 28: an error on the way into a callback, or out of it, costs a delay")
	void an_error_around_a_callback_loses_nothing(int failing) {
		this.failing = failing;
		ExecutorService threads = Executors.newCachedThreadPool(FragileThread::new);
		AtomicInteger opened = new AtomicInteger();
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().worker(threads).build()) {
			ConnectionManager<String> manager = ConnectionManager
				.builder("fragile",
						Connector.blocking((attempt) -> "c" + opened.incrementAndGet(),
								(connection) -> this.events.add("close " + connection)))
				.settings(ConnectionSettings.builder()
					.reconnectAfter(Duration.ofMillis(10))
					.backoff(1, Duration.ofMillis(10), 0)
					.build())
				.runtime(runtime)
				.subscriber(new Recorder())
				.listener((transition) -> this.transitions.add(transition.from() + ">" + transition.to()))
				.start();
			for (int i = 0; i < 2; i++) {
				int before = opened.get();
				Awaitility.await().until(() -> this.events.contains("+" + manager.connection().orElse("")));
				manager.connectionLost(manager.requireConnection(), null);
				Awaitility.await().until(() -> opened.get() > before && manager.isConnected());
			}
			assertThat(manager.snapshot().details()).isEmpty();
			manager.stop().toCompletableFuture().join();
			Awaitility.await().until(() -> closed() == opened.get());
			manager.close();
			Awaitility.await().until(() -> this.transitions.contains("STOPPED>CLOSED"));
		}
		threads.shutdown();
		assertThat(this.events).doesNotHaveDuplicates();
		List<String> heard = this.events.stream().filter((event) -> !event.startsWith("close")).toList();
		for (int i = 0; i < heard.size(); i += 2) {
			assertThat(heard.get(i)).startsWith("+");
			assertThat(heard.get(i + 1)).isEqualTo("-" + heard.get(i).substring(1));
		}
		for (int i = 1; i < this.transitions.size(); i++) {
			assertThat(this.transitions.get(i)).startsWith(this.transitions.get(i - 1).split(">")[1] + ">");
		}
	}

	private long closed() {
		return List.copyOf(this.events).stream().filter((event) -> event.startsWith("close")).count();
	}

	private final class Recorder implements ConnectionSubscriber<String> {

		@Override
		public void connected(String connection) {
			CallbackEntryTests.this.events.add("+" + connection);
		}

		@Override
		public void disconnected(String connection, @Nullable Throwable cause) {
			CallbackEntryTests.this.events.add("-" + connection);
		}

	}

	/** A thread that cannot be looked at, once. */
	private final class FragileThread extends Thread {

		private FragileThread(Runnable task) {
			super(task);
			setDaemon(true);
			setUncaughtExceptionHandler((thread, ex) -> assertThat(ex).hasMessage("on purpose"));
		}

		@Override
		public ClassLoader getContextClassLoader() {
			if (CallbackEntryTests.this.looks.incrementAndGet() == CallbackEntryTests.this.failing) {
				throw new OutOfMemoryError("on purpose");
			}
			return super.getContextClassLoader();
		}

	}

}
