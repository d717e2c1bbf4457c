package io.connectionmanager;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wrong in the model, Perl's {@code Message::Passing::Role::ConnectionManager},
 * and right here. Each test is named for what the model does not do.
 */
class ModelTrapsTests extends InVirtualTime {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration DELAY = Duration.ofSeconds(2);

	private final RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();

	@Test
	void late_success_after_a_timeout_is_closed_and_never_announced() {
		this.connector.neverReady().neverReady();
		ConnectionManager<String> manager = start(manager().subscriber(this.subscriber));
		ConnectionAttempt late = this.connector.lastAttempt();
		advance(TIMEOUT);
		late.connected();
		this.time.settle();
		assertThat(manager.isConnected()).isFalse();
		assertThat(this.subscriber.calls()).isEmpty();
		assertThat(this.connector.closed()).containsExactly("c1");
	}

	@Test
	void subscribers_that_never_saw_connected_are_not_told_disconnected() {
		this.connector.neverReady().fail(FAILURE).succeedThenLose(Duration.ofSeconds(1), FAILURE).fail(FAILURE, 10);
		ConnectionManager<String> manager = start(manager().subscriber(this.subscriber));
		advance(TIMEOUT.plus(DELAY).plus(DELAY).plusSeconds(1));
		RecordingSubscriber<String> late = new RecordingSubscriber<>();
		manager.subscribe(late);
		advance(DELAY.multipliedBy(3));
		assertThat(this.subscriber.told()).containsExactly("+c2", "-c2");
		assertThat(late.calls()).isEmpty();
	}

	@Test
	void a_timeout_is_one_failure_and_not_two() {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		advance(TIMEOUT);
		assertThat(manager.snapshot().failures()).isEqualTo(1);
		assertThat(manager.snapshot().disconnects()).isZero();
		assertThat(this.listener.transitions()).filteredOn((transition) -> transition.cause().isPresent())
			.singleElement()
			.satisfies((failed) -> assertThat(failed.cause()).get().isInstanceOf(ConnectTimeoutException.class));
	}

	@Test
	void a_subscriber_that_throws_in_connected_does_not_get_a_good_connection_timed_out() {
		ConnectionManager<String> manager = start(manager().subscriber((connection) -> {
			throw FAILURE;
		}));
		advance(TIMEOUT.multipliedBy(10));
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.connector.attempts()).hasSize(1);
	}

	@Test
	void a_subscriber_that_throws_in_disconnected_does_not_stop_the_retrying() {
		ConnectionManager<String> manager = start(manager().subscriber(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
			}

			@Override
			public void disconnected(String connection, Throwable cause) {
				throw FAILURE;
			}

		}));
		for (int i = 2; i < 5; i++) {
			this.connector.lastAttempt().disconnected();
			advance(DELAY);
			assertThat(manager.connection()).contains("c" + i);
		}
	}

	@Test
	void a_connector_that_throws_on_a_retry_does_not_stop_the_retrying() {
		this.connector.succeed().fail(new Error("played"), 3);
		ConnectionManager<String> manager = start();
		this.connector.lastAttempt().disconnected();
		advance(DELAY.multipliedBy(4));
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	void a_connection_that_is_ready_at_once_is_not_killed_at_the_timeout_and_does_not_recurse() {
		this.connector.then((attempt) -> {
			// The manager has none yet, and asking for it must not build one.
			attempt.connected();
			return this.connector.connection();
		});
		ConnectionManager<String> manager = start(manager().subscriber(this.subscriber));
		advance(TIMEOUT.multipliedBy(2));
		assertThat(this.subscriber.told()).containsExactly("+c1");
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	void a_failure_at_once_inside_the_connector_is_not_ignored() {
		this.connector.then((attempt) -> {
			attempt.disconnected(FAILURE);
			return this.connector.connection();
		});
		ConnectionManager<String> manager = start();
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(manager.snapshot().lastFailure()).containsSame(FAILURE);
		advance(DELAY);
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTED);
	}

	@Test
	void the_signals_of_the_old_connection_do_not_act_on_the_new_one() {
		ConnectionManager<String> manager = start(manager().subscriber(this.subscriber));
		ConnectionAttempt old = this.connector.lastAttempt();
		old.disconnected(FAILURE);
		advance(DELAY);
		old.disconnected(FAILURE);
		old.connected();
		this.time.settle();
		assertThat(manager.connection()).contains("c2");
		assertThat(this.subscriber.told()).containsExactly("+c1", "-c1", "+c2");
	}

	@Test
	void connected_signalled_twice_notifies_once() {
		ConnectionManager<String> manager = start(manager().subscriber(this.subscriber));
		this.connector.lastAttempt().connected();
		this.connector.lastAttempt().connected();
		this.time.settle();
		assertThat(manager.snapshot().connects()).isEqualTo(1);
		assertThat(this.subscriber.told()).containsExactly("+c1");
	}

	@Test
	void disconnected_during_the_wait_does_not_build_a_connection_at_once() {
		ConnectionManager<String> manager = start();
		ConnectionAttempt attempt = this.connector.lastAttempt();
		attempt.disconnected(FAILURE);
		attempt.disconnected(FAILURE);
		advance(DELAY.minusNanos(1));
		attempt.disconnected(FAILURE);
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.listener.states()).containsExactly(CONNECTING, CONNECTED, WAITING, CONNECTING, CONNECTED);
	}

	@Test
	void weak_references_are_weak() {
		ConnectionManager<String> manager = start();
		WeakReference<Object> collected = subscribeSomebodyWeakly(manager);
		Awaitility.await().until(() -> {
			System.gc();
			return collected.get() == null;
		});
		assertThat(manager.isConnected()).isTrue();
	}

	private static WeakReference<Object> subscribeSomebodyWeakly(ConnectionManager<String> manager) {
		RecordingSubscriber<String> somebody = new RecordingSubscriber<>();
		manager.subscribeWeakly(somebody);
		return new WeakReference<>(somebody);
	}

	@Test
	void everything_is_closed() {
		this.connector.neverReady()
			.succeedLate(TIMEOUT.plusSeconds(1))
			.succeedThenLose(Duration.ofSeconds(1), null)
			.then((attempt) -> {
				attempt.disconnected();
				return this.connector.connection();
			});
		ConnectionManager<String> manager = start();
		advance(TIMEOUT.plus(DELAY).multipliedBy(2).plusSeconds(1).plus(DELAY).plus(DELAY));
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.connector.closed()).containsExactlyInAnyOrder("c1", "c2", "c3", "c4");
		manager.close();
		assertThat(this.connector.open()).isEqualTo(List.of());
	}

}
