package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber;
import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CLOSED;
import static io.connectionmanager.ConnectionState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 18: what a stop waits for is this stop, and nobody else's business.
 */
class StopIndependenceTests extends InVirtualTime {

	private static final int CALLERS = 5;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final VirtualTime.Gate leaving = gate();

	private final VirtualTime.Gate blocked = gate();

	@AfterEach
	void let_go() {
		this.leaving.open();
		this.blocked.open();
		this.time.settle();
	}

	// What others do with their stages

	@Test
	@DisplayName("Promise 18: a stage completes, whatever other callers do with theirs")
	void a_caller_who_blocks_in_his_stage_keeps_nobody_elses_from_completing() {
		ConnectionManager<String> manager = start(manager().subscriber(subscriberThatLeavesLate()));
		List<CompletableFuture<Void>> stops = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			CompletableFuture<Void> stop = manager.stop().toCompletableFuture();
			stop.thenRun(this::block);
			stops.add(stop);
		}
		this.time.settle();
		assertThat(stops).noneMatch(CompletableFuture::isDone);
		this.leaving.open();
		this.time.settle();
		assertThat(stops).allMatch(CompletableFuture::isDone);
	}

	@Test
	@DisplayName("Promises 18 and 27: stops that wait for the same share a timer, however many there are, and each completes")
	void stops_that_wait_for_the_same_are_bounded() {
		ConnectionManager<String> manager = start(manager().listener((transition) -> block()));
		List<CompletableFuture<Void>> stops = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			stops.add(manager.stop().toCompletableFuture());
		}
		this.time.settle();
		assertThat(this.time.pendingTimers()).isLessThanOrEqualTo(2);
		assertThat(stops).noneMatch(CompletableFuture::isDone);
		this.blocked.open();
		this.time.settle();
		assertThat(stops).allMatch(CompletableFuture::isDone);
		assertThat(this.time.pendingTimers()).isZero();
		manager.start();
		this.time.settle();
		CompletableFuture<Void> last = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(last).isCompleted();
	}

	@Test
	@DisplayName("Promise 27: very many stops that are not complete share a stage, and do not grow without bound")
	void stops_without_end_are_bounded() {
		ConnectionManager<String> manager = start(manager().listener((transition) -> block()));
		Set<CompletionStage<Void>> stages = Collections.newSetFromMap(new IdentityHashMap<>());
		for (int i = 0; i < 10_000; i++) {
			stages.add(manager.stop());
		}
		assertThat(stages).hasSizeBetween(1_000, 1_010);
		manager.start();
		CompletionStage<Void> next = manager.stop();
		assertThat(stages.add(next)).isTrue();
		this.blocked.open();
		this.time.settle();
		assertThat(stages).allMatch((stage) -> stage.toCompletableFuture().isDone());
	}

	@Test
	@DisplayName("Promise 18: nor does one who throws in it")
	void a_caller_who_throws_in_his_stage_keeps_nobody_elses_from_completing() {
		ConnectionManager<String> manager = start(manager().subscriber(subscriberThatLeavesLate()));
		List<CompletableFuture<Void>> stops = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			CompletableFuture<Void> stop = manager.stop().toCompletableFuture();
			stop.thenRun(() -> {
				throw FAILURE;
			});
			stops.add(stop);
		}
		this.leaving.open();
		this.time.settle();
		assertThat(stops).allMatch(CompletableFuture::isDone);
	}

	@Test
	@DisplayName("Promise 18: close() returns, whatever a caller of stop() does with the stage")
	void a_caller_who_blocks_in_his_stage_does_not_keep_another_in_close() {
		ConnectionManager<String> manager = start(patient().subscriber(subscriberThatLeavesLate()));
		manager.stop().thenRun(this::block);
		CompletableFuture<Void> closed = closeOnThreadOfItsOwn(manager);
		manager.stop().thenRun(this::block);
		this.leaving.open();
		this.time.settle();
		assertThat(closed).succeedsWithin(PATIENCE);
		assertThat(manager.snapshot().state()).isEqualTo(CLOSED);
	}

	@Test
	@DisplayName("Promise 18: the next connection comes, and goes, whatever a caller of stop() does with the stage")
	void a_caller_who_blocks_in_his_stage_does_not_hold_up_what_comes_next() {
		ConnectionManager<String> manager = start(manager().subscriber(subscriberThatLeavesLate()));
		manager.stop().thenRun(this::block);
		manager.start();
		this.leaving.open();
		this.time.settle();
		assertThat(manager.connection()).contains("c2");
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(stopped).isDone();
	}

	// What was left hanging before

	@Test
	@DisplayName("Promise 18: a closing that hung once does not hold up later stops")
	void a_closing_that_hung_in_one_stop_does_not_hold_up_the_next() {
		hangOnClosing("c1");
		ConnectionManager<String> manager = start();
		CompletableFuture<Void> first = manager.stop().toCompletableFuture();
		advance(Duration.ofMinutes(1));
		assertThat(first).isDone();
		for (int i = 2; i < 5; i++) {
			manager.start();
			this.time.settle();
			assertThat(manager.connection()).contains("c" + i);
			CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
			this.time.settle();
			assertThat(this.connector.closed()).contains("c" + i);
			assertThat(stopped).as("stop %d", i).isDone();
		}
	}

	@Test
	@DisplayName("Promise 18: nor does one that hung after a loss")
	void a_closing_that_hung_after_a_loss_does_not_hold_up_a_stop() {
		hangOnClosing("c1");
		ConnectionManager<String> manager = start();
		manager.connectionLost(manager.requireConnection(), FAILURE);
		advance(Duration.ofMinutes(1));
		assertThat(manager.connection()).contains("c2");
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(stopped).isDone();
	}

	@Test
	@DisplayName("Promise 18: nor does it hold up close()")
	void a_closing_that_hung_after_a_loss_does_not_hold_up_the_end() {
		hangOnClosing("c1");
		ConnectionManager<String> manager = start(patient());
		manager.connectionLost(manager.requireConnection(), FAILURE);
		advance(Duration.ofMinutes(1));
		CompletableFuture<Void> closed = CompletableFuture.runAsync(manager::close);
		assertThat(closed).succeedsWithin(PATIENCE);
	}

	// Who is not to be called any more

	@Test
	@DisplayName("Promise 18: a cancelled subscriber that is still in connected does not hold up a drain")
	void a_subscriber_that_was_cancelled_in_connected_is_not_waited_for() {
		ConnectionManager<String> manager = build(manager());
		Subscription subscription = manager.subscribe((connection) -> this.blocked.pass());
		manager.start();
		this.time.settle();
		subscription.cancel();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(stopped).isDone();
	}

	@Test
	@DisplayName("Promise 18: one that is cancelled during the drain is no longer waited for")
	void a_subscriber_that_is_cancelled_during_the_drain_is_no_longer_waited_for() {
		ConnectionManager<String> manager = build(manager());
		Subscription subscription = manager.subscribe((connection) -> this.blocked.pass());
		manager.start();
		this.time.settle();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(this.connector.closed()).isEmpty();
		subscription.cancel();
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(stopped).isDone();
	}

	@Test
	@DisplayName("Promise 18: nor is one that is cancelled in disconnected")
	void a_subscriber_that_is_cancelled_in_disconnected_is_no_longer_waited_for() {
		ConnectionManager<String> manager = build(manager());
		Subscription subscription = manager.subscribe(subscriberThatLeavesLate());
		RecordingSubscriber<String> other = new RecordingSubscriber<>();
		manager.subscribe(other);
		manager.start();
		this.time.settle();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(other.told()).containsExactly("+c1", "-c1");
		assertThat(this.connector.closed()).isEmpty();
		subscription.cancel();
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(stopped).isDone();
	}

	@Test
	@DisplayName("Promise 18: nor does one whose reconnect() is waited for by others")
	void a_subscriber_that_was_cancelled_does_not_hold_up_a_reconnect() {
		ConnectionManager<String> manager = build(
				manager().settings(ConnectionSettings.builder().stableAfter(Duration.ZERO).build()));
		Subscription subscription = manager.subscribe((connection) -> this.blocked.pass());
		manager.start();
		this.time.settle();
		subscription.cancel();
		manager.reconnect();
		this.time.settle();
		assertThat(manager.snapshot().state()).isNotEqualTo(STOPPED);
		assertThat(manager.connection()).contains("c2");
	}

	/**
	 * Returns a builder of a manager that takes its time to stop, in which nobody else
	 * would wait for it.
	 */
	private ConnectionManager.Builder<String> patient() {
		return manager().settings(ConnectionSettings.builder()
			.backoff(1, Duration.ofSeconds(30), 0)
			.drainTimeout(Duration.ofHours(1))
			.build());
	}

	/** Returns when the thread is in close() and waits. */
	private static CompletableFuture<Void> closeOnThreadOfItsOwn(ConnectionManager<String> manager) {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			manager.close();
			closed.complete(null);
		});
		thread.setDaemon(true);
		thread.start();
		Awaitility.await()
			.until(() -> EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState()));
		return closed;
	}

	private void hangOnClosing(String connection) {
		this.connector.onClose((closing) -> {
			if (closing.equals(connection)) {
				this.blocked.pass();
			}
		});
	}

	private ConnectionSubscriber<String> subscriberThatLeavesLate() {
		return new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
			}

			@Override
			public void disconnected(String connection, Throwable cause) throws Exception {
				StopIndependenceTests.this.leaving.pass();
			}

		};
	}

	private void block() {
		try {
			this.blocked.pass();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
