package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber;
import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CLOSED;
import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stopping.
 */
class StoppingTests extends InVirtualTime {

	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

	@Test
	@DisplayName("Promise 18: STOPPED at once, subscribers told, then the connection is closed and the stage completed")
	void stopping_tells_and_then_closes() {
		List<String> order = new ArrayList<>();
		VirtualTime.Gate gate = gate();
		this.connector.onClose((connection) -> order.add("close"));
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, order)));
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(manager.connection()).isEmpty();
		this.time.settle();
		advance(DRAIN_TIMEOUT.minusNanos(1));
		assertThat(order).containsExactly("disconnected null");
		assertThat(stopped).isNotDone();
		gate.open();
		this.time.settle();
		assertThat(order).containsExactly("disconnected null", "left", "close");
		assertThat(stopped).isCompleted();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	@DisplayName("Promise 18: waits for subscribers up to drainTimeout")
	void a_subscriber_that_does_not_leave_is_waited_for_so_long_and_no_longer() {
		VirtualTime.Gate gate = gate();
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, new ArrayList<>())));
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		advance(DRAIN_TIMEOUT.minusNanos(1));
		assertThat(this.connector.closed()).isEmpty();
		advance(Duration.ofNanos(1));
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(stopped).isCompleted();
	}

	@Test
	@DisplayName("Promise 18: a hanging close does not keep the stage for ever")
	void a_hanging_close_is_waited_for_so_long_and_no_longer() {
		this.connector.blockOnClose(gate());
		ConnectionManager<String> manager = start();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		advance(DRAIN_TIMEOUT.minusNanos(1));
		assertThat(stopped).isNotDone();
		advance(Duration.ofNanos(1));
		assertThat(stopped).isCompleted();
	}

	@Test
	@DisplayName("Promise 18: a start() meanwhile takes effect after the drain")
	void a_start_during_the_drain_takes_effect_after_it() {
		VirtualTime.Gate gate = gate();
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, new ArrayList<>())));
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		manager.start();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(this.connector.attempts()).hasSize(1);
		gate.open();
		this.time.settle();
		assertThat(stopped).isCompleted();
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTED);
		assertThat(manager.requireConnection()).isEqualTo("c2");
		assertThat(this.listener.states()).containsExactly(CONNECTING, CONNECTED, STOPPED, CONNECTING, CONNECTED);
	}

	@Test
	@DisplayName("Promise 18: reconnect() of a live connection is a stop followed by a start")
	void a_reconnect_drains_first() {
		VirtualTime.Gate gate = gate();
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, new ArrayList<>())));
		advance(STABLE);
		manager.reconnect();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(this.connector.closed()).isEmpty();
		gate.open();
		this.time.settle();
		assertThat(manager.requireConnection()).isEqualTo("c2");
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	@DisplayName("Promise 18: a lost connection is closed at once, without waiting for anybody")
	void a_lost_connection_is_closed_at_once() {
		VirtualTime.Gate gate = gate();
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, new ArrayList<>())));
		manager.connectionLost(manager.requireConnection(), FAILURE);
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
	}

	@Test
	@DisplayName("Promise 18: also when it is lost during a drain")
	void a_connection_lost_during_the_drain_is_closed_at_once() {
		VirtualTime.Gate gate = gate();
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, new ArrayList<>())));
		ConnectionAttempt attempt = this.connector.lastAttempt();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		attempt.disconnected(FAILURE);
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(stopped).isNotDone();
		gate.open();
		this.time.settle();
		assertThat(stopped).isCompleted();
	}

	@Test
	void listeners_have_been_told_when_the_stage_completes() {
		VirtualTime.Gate gate = gate();
		List<ConnectionState> seen = new ArrayList<>();
		ConnectionManager<String> manager = start(manager().listener((transition) -> {
			if (transition.to() == STOPPED) {
				passUnlessInterrupted(gate);
			}
			seen.add(transition.to());
		}));
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(stopped).isNotDone();
		gate.open();
		this.time.settle();
		assertThat(stopped).isCompleted();
		assertThat(seen).endsWith(STOPPED);
	}

	@Test
	@DisplayName("Promise 19: stop while connecting leaves no connection open, however late the attempt succeeds")
	void a_connection_that_comes_after_the_stop_is_closed() {
		this.connector.succeedLate(Duration.ofHours(2));
		ConnectionManager<String> manager = start();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(stopped).isCompleted();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		advance(Duration.ofHours(2));
		assertThat(this.connector.opened()).containsExactly("c1");
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(manager.connection()).isEmpty();
	}

	@Test
	@DisplayName("Promise 19: even when it comes after CLOSED")
	void a_connection_that_comes_after_the_end_is_closed() {
		this.connector.succeedLate(Duration.ofHours(2));
		ConnectionManager<String> manager = start();
		manager.close();
		assertThat(manager.snapshot().state()).isEqualTo(CLOSED);
		advance(Duration.ofHours(2));
		assertThat(this.connector.closed()).containsExactly("c1");
	}

	@Test
	@DisplayName("Promise 19: after CLOSED nothing happens any more, and every timer is returned")
	void after_the_end_nothing_happens() {
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		ConnectionManager<String> manager = start(manager().subscriber(subscriber));
		Subscription early = manager.subscribe(new RecordingSubscriber<>());
		ConnectionAttempt attempt = this.connector.lastAttempt();
		manager.close();
		assertThat(manager.snapshot().state()).isEqualTo(CLOSED);
		assertThat(this.time.pendingTimers()).isZero();
		assertThat(early.isActive()).isFalse();
		ConnectionSnapshot<String> end = manager.snapshot();
		RecordingSubscriber<String> late = new RecordingSubscriber<>();
		assertThat(manager.subscribe(late).isActive()).isFalse();
		assertThat(manager.subscribe(late, Runnable::run).isActive()).isFalse();
		assertThat(manager.subscribeWeakly(late).isActive()).isFalse();
		manager.start();
		manager.reconnect();
		attempt.connected();
		attempt.disconnected();
		manager.connectionLost("c1", null);
		manager.close();
		assertThat(manager.stop().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
		advance(Duration.ofHours(1));
		assertThat(manager.snapshot()).isEqualTo(end);
		assertThat(late.calls()).isEmpty();
		assertThat(subscriber.told()).containsExactly("+c1", "-c1");
		assertThat(this.listener.states()).containsExactly(CONNECTING, CONNECTED, STOPPED, CLOSED);
		assertThatExceptionOfType(ManagerClosedException.class).isThrownBy(manager::requireConnection)
			.withMessage("Connection 'prices' is CLOSED for good");
		assertThatExceptionOfType(ManagerClosedException.class)
			.isThrownBy(() -> manager.awaitConnection(Duration.ofHours(1)));
	}

	@Test
	@DisplayName("Promise 19: stopping in any state logs no error")
	void stopping_is_quiet_in_every_state() {
		this.connector.hang().neverReady().fail(FAILURE).reject().succeed();
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = start();
			for (int i = 0; i < 5; i++) {
				CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
				this.time.settle();
				assertThat(stopped).isCompleted();
				assertThat(this.time.pendingTimers()).isZero();
				assertThat(this.connector.open()).isEmpty();
				manager.start();
				this.time.settle();
			}
			manager.close();
			assertThat(logs.at(Level.ERROR)).isEmpty();
		}
		assertThat(this.connector.attempts()).hasSize(6);
	}

	@Test
	void closing_is_bounded_though_nobody_lets_go() {
		VirtualTime.Gate gate = gate();
		this.connector.blockOnClose(gate);
		ConnectionManager<String> manager = start(manager().subscriber(new LeavingSubscriber(gate, new ArrayList<>())));
		CompletableFuture<Void> closed = CompletableFuture.runAsync(manager::close);
		// The state is shown before what it leads to is done.
		Awaitility.await().until(() -> manager.snapshot().state() == STOPPED && this.time.pendingTimers() > 0);
		advance(DRAIN_TIMEOUT);
		advance(DRAIN_TIMEOUT);
		assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
		assertThat(manager.snapshot().state()).isEqualTo(CLOSED);
	}

	@Test
	void a_stopped_manager_starts_again() {
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		ConnectionManager<String> manager = start(manager().subscriber(subscriber));
		for (int i = 0; i < 3; i++) {
			manager.stop();
			this.time.settle();
			manager.start();
			this.time.settle();
		}
		assertThat(subscriber.told()).containsExactly("+c1", "-c1", "+c2", "-c2", "+c3", "-c3", "+c4");
	}

	private static void passUnlessInterrupted(VirtualTime.Gate gate) {
		try {
			gate.pass();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Takes its time to leave.
	 */
	private record LeavingSubscriber(VirtualTime.Gate gate,
			List<String> order) implements ConnectionSubscriber<String> {

		@Override
		public void connected(String connection) {
		}

		@Override
		public void disconnected(String connection, Throwable cause) throws Exception {
			this.order.add("disconnected " + cause);
			this.gate.pass();
			this.order.add("left");
		}

	}

}
