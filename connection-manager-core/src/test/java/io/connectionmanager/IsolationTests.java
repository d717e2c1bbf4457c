package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber;

import static io.connectionmanager.ConnectionState.CLOSED;
import static io.connectionmanager.ConnectionState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 6, 13 and 27: user code that blocks, on platform threads, harms nobody else.
 * Everything is asserted while it blocks; it would do so for ever.
 */
class IsolationTests {

	private static final IllegalStateException FAILURE = new IllegalStateException("played");

	private static final int MANY = 300;

	private static final int FEW_THREADS = 8;

	private final Blockade blockade = new Blockade();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	private @Nullable ConnectionRuntime runtime;

	@AfterEach
	void everything_is_closed() {
		this.blockade.close();
		this.managers.forEach(ConnectionManager::close);
		if (this.runtime != null) {
			this.runtime.close();
		}
	}

	@Test
	@DisplayName("Promise 6: three hundred hanging closes do not delay another manager")
	void a_lost_connection_is_back_though_hundreds_of_others_hang_in_close() {
		ConnectionRuntime runtime = runtime(ConnectionRuntime.builder().virtualThreads(false));
		Peer hanging = new Peer();
		hanging.onClose = this.blockade::pass;
		for (int i = 0; i < MANY; i++) {
			start(hanging, runtime);
		}
		Peer peer = new Peer();
		ConnectionManager<Integer> healthy = start(peer, runtime);
		await("all are connected").until(() -> this.managers.stream().allMatch(ConnectionManager::isConnected));
		List<ConnectionAttempt> connected = List.copyOf(hanging.attempts);
		int first = healthy.requireConnection();
		connected.forEach((attempt) -> attempt.disconnected(FAILURE));
		peer.attempts.element().disconnected(FAILURE);
		await("the lost connection is closed, and back").untilAsserted(() -> {
			assertThat(healthy.isConnected()).isTrue();
			assertThat(healthy.requireConnection()).isNotEqualTo(first);
			assertThat(peer.closed).containsExactly(first);
		});
		assertThat(this.blockade.blocked()).isPositive();
	}

	@Test
	@DisplayName("Promise 13: hundreds of blocked subscribers delay neither opening nor closing of another manager")
	void blocked_subscribers_delay_neither_opening_nor_closing() {
		ConnectionRuntime runtime = blockSubscribers();
		Peer peer = new Peer();
		ConnectionManager<Integer> healthy = start(peer, runtime);
		await("connected").until(healthy::isConnected);
		int first = healthy.requireConnection();
		peer.attempts.element().disconnected(FAILURE);
		await("the lost connection is closed, and back").untilAsserted(() -> {
			assertThat(healthy.isConnected()).isTrue();
			assertThat(healthy.requireConnection()).isNotEqualTo(first);
			assertThat(peer.closed).containsExactly(first);
		});
	}

	@Test
	@DisplayName("Promise 13: hundreds of blocked subscribers do not delay the subscribers of another manager")
	void blocked_subscribers_do_not_delay_those_of_another_manager() {
		RecordingSubscriber<Integer> subscriber = new RecordingSubscriber<>();
		ConnectionRuntime runtime = blockSubscribers();
		Peer peer = new Peer();
		ConnectionManager<Integer> healthy = start(peer, runtime, (builder) -> builder.subscriber(subscriber));
		await("the subscriber has been told").until(() -> subscriber.told().equals(List.of("+1")));
		peer.attempts.element().disconnected(FAILURE);
		await("the subscriber has been told").until(() -> subscriber.told().equals(List.of("+1", "-1", "+2")));
		assertThat(healthy.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 27: hundreds of blocked subscribers do not delay the stop of another manager")
	void blocked_subscribers_do_not_delay_a_stop() {
		ConnectionRuntime runtime = runtime(fewThreads());
		RecordingSubscriber<Integer> subscriber = new RecordingSubscriber<>();
		Peer peer = new Peer();
		ConnectionManager<Integer> healthy = start(peer, runtime, (builder) -> builder.subscriber(subscriber));
		await("the subscriber has been told").until(() -> subscriber.told().equals(List.of("+1")));
		blockSubscribers(runtime);
		CompletableFuture<Void> stopped = healthy.stop().toCompletableFuture();
		assertThat(healthy.snapshot().state()).isEqualTo(STOPPED);
		await("the stage of stop() is completed").until(stopped::isDone);
		await("the connection is closed").untilAsserted(() -> assertThat(peer.closed).containsExactly(1));
		await("the subscriber has been told").until(() -> subscriber.told().equals(List.of("+1", "-1")));
	}

	@Test
	@DisplayName("Promise 27: who is blocked in a subscriber can be stopped, after the drain timeout")
	void a_manager_with_a_blocked_subscriber_can_be_stopped() {
		blockSubscribers(runtime(fewThreads()));
		List<CompletableFuture<Void>> stopped = new ArrayList<>();
		for (ConnectionManager<?> manager : this.managers) {
			stopped.add(manager.stop().toCompletableFuture());
			assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
			assertThat(manager.isConnected()).isFalse();
		}
		await("the stages of all stops are completed")
			.until(() -> stopped.stream().allMatch(CompletableFuture::isDone));
	}

	@Test
	@DisplayName("Promise 27: a stop needs no free worker")
	void a_stop_is_over_though_every_worker_is_blocked() {
		ConnectionRuntime runtime = runtime(fewThreads());
		Peer peer = new Peer();
		ConnectionManager<Integer> healthy = start(peer, runtime,
				(builder) -> builder.subscriber(new RecordingSubscriber<>()));
		await("connected").until(healthy::isConnected);
		blockEverything(runtime);
		CompletableFuture<Void> stopped = healthy.stop().toCompletableFuture();
		assertThat(healthy.snapshot().state()).isEqualTo(STOPPED);
		assertThat(healthy.isConnected()).isFalse();
		await("the stage of stop() is completed").until(stopped::isDone);
	}

	@Test
	@DisplayName("Promise 27: nor does closing")
	void a_close_is_over_though_every_worker_is_blocked() {
		ConnectionRuntime runtime = runtime(fewThreads());
		ConnectionManager<Integer> healthy = start(new Peer(), runtime,
				(builder) -> builder.subscriber(new RecordingSubscriber<>()));
		await("connected").until(healthy::isConnected);
		blockEverything(runtime);
		CompletableFuture<Void> closed = new CompletableFuture<>();
		Thread closing = new Thread(() -> {
			healthy.close();
			closed.complete(null);
		});
		closing.setDaemon(true);
		closing.start();
		await("close() has returned").until(closed::isDone);
		assertThat(healthy.snapshot().state()).isEqualTo(CLOSED);
	}

	private ConnectionRuntime blockSubscribers() {
		return blockSubscribers(runtime(fewThreads()));
	}

	private ConnectionRuntime blockSubscribers(ConnectionRuntime runtime) {
		Peer peer = new Peer();
		for (int i = 0; i < MANY; i++) {
			start(peer, runtime, (builder) -> builder.subscriber((connection) -> this.blockade.pass()));
		}
		await("as many are blocked as there are threads").until(() -> this.blockade.blocked() >= FEW_THREADS);
		return runtime;
	}

	/**
	 * Has managers hang in subscribers, in close and in open until all workers do, and
	 * many more want to.
	 */
	private void blockEverything(ConnectionRuntime runtime) {
		Peer closing = new Peer();
		closing.onClose = this.blockade::pass;
		List<ConnectionManager<Integer>> lost = new ArrayList<>();
		for (int i = 0; i < 3 * FEW_THREADS; i++) {
			lost.add(start(closing, runtime));
		}
		await("all are connected").until(() -> lost.stream().allMatch(ConnectionManager::isConnected));
		lost.forEach(ConnectionManager::reconnect);
		Peer opening = new Peer();
		opening.onOpen = this.blockade::pass;
		for (int i = 0; i < 3 * FEW_THREADS; i++) {
			start(opening, runtime);
		}
		Peer peer = new Peer();
		for (int i = 0; i < 3 * FEW_THREADS; i++) {
			start(peer, runtime, (builder) -> builder.subscriber((connection) -> this.blockade.pass()));
		}
		await("as many are blocked as there are threads").until(() -> this.blockade.blocked() >= FEW_THREADS);
	}

	private static ConnectionRuntime.Builder fewThreads() {
		return ConnectionRuntime.builder().virtualThreads(false).maxThreads(FEW_THREADS);
	}

	private ConnectionRuntime runtime(ConnectionRuntime.Builder builder) {
		this.runtime = builder.build();
		return this.runtime;
	}

	private ConnectionManager<Integer> start(Peer peer, ConnectionRuntime runtime) {
		return start(peer, runtime, (builder) -> {
		});
	}

	private ConnectionManager<Integer> start(Peer peer, ConnectionRuntime runtime,
			Consumer<ConnectionManager.Builder<Integer>> customizer) {
		ConnectionManager.Builder<Integer> builder = ConnectionManager
			.builder("connection-" + this.managers.size(), peer)
			.settings(ConnectionSettings.builder()
				.reconnectAfter(Duration.ofMillis(100))
				.drainTimeout(Duration.ofMillis(200))
				.build())
			.runtime(runtime);
		customizer.accept(builder);
		ConnectionManager<Integer> manager = builder.start();
		this.managers.add(manager);
		return manager;
	}

	/** More patience than a machine can be slow. */
	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * Numbers its connections.
	 */
	private static final class Peer implements Connector<Integer> {

		private final AtomicInteger opened = new AtomicInteger();

		private final Queue<ConnectionAttempt> attempts = new ConcurrentLinkedQueue<>();

		private final Queue<Integer> closed = new ConcurrentLinkedQueue<>();

		private Runnable onOpen = () -> {
		};

		private Runnable onClose = () -> {
		};

		@Override
		public Integer open(ConnectionAttempt attempt) {
			this.attempts.add(attempt);
			this.onOpen.run();
			attempt.connected();
			return this.opened.incrementAndGet();
		}

		@Override
		public void close(Integer connection) {
			this.closed.add(connection);
			this.onClose.run();
		}

	}

}
