package io.connectionmanager;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.testing.RecordingSubscriber;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Subscribers.
 */
class SubscribersTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	@Test
	@DisplayName("Promise 10: strictly alternating, beginning with connected, the same connection in a pair")
	void a_subscriber_sees_pairs() {
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		this.connector.fail(FAILURE).succeed().fail(FAILURE).succeed();
		ConnectionManager<String> manager = start(manager().subscriber(subscriber));
		advance(DELAY);
		lose(manager);
		advance(DELAY.multipliedBy(2));
		lose(manager);
		assertThat(subscriber.told()).containsExactly("+c1", "-c1", "+c2", "-c2");
		assertThat(subscriber.calls().get(1).cause()).containsSame(FAILURE);
	}

	@Test
	@DisplayName("Promise 10: those that are called on one thread are called in the order in which they subscribed")
	void subscribers_on_one_thread_are_called_in_order() {
		List<String> order = new ArrayList<>();
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		for (int i = 0; i < 5; i++) {
			String name = "s" + i;
			manager.subscribe((connection) -> order.add(name), Runnable::run);
		}
		this.connector.lastAttempt().connected();
		assertThat(order).containsExactly("s0", "s1", "s2", "s3", "s4");
	}

	@Test
	@DisplayName("Promise 11: subscribing while connected calls back before subscribe returns, on the calling thread")
	void a_late_subscriber_is_called_back_at_once() {
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		manager.subscribe(subscriber);
		assertThat(subscriber.calls()).singleElement()
			.satisfies((call) -> assertThat(call.connection()).isEqualTo("c1"))
			.satisfies((call) -> assertThat(call.thread()).isSameAs(Thread.currentThread()));
	}

	@Test
	@DisplayName("Promise 11: what happens during that first call is not missed")
	void a_connection_that_is_lost_during_the_first_call_is_taken_back() {
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>(
				(connection) -> manager.connectionLost(connection, FAILURE));
		manager.subscribe(subscriber);
		this.time.settle();
		assertThat(subscriber.told()).containsExactly("+c1", "-c1");
		assertThat(subscriber.calls().get(0).thread()).isSameAs(Thread.currentThread());
		assertThat(subscriber.calls().get(1).thread()).isNotSameAs(Thread.currentThread());
	}

	@Test
	@DisplayName("Promise 11: one with an executor of its own is called there")
	void a_late_subscriber_with_an_executor_is_called_on_it() {
		ConnectionManager<String> manager = start();
		List<Runnable> handed = new ArrayList<>();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		manager.subscribe(subscriber, handed::add);
		assertThat(subscriber.calls()).isEmpty();
		handed.remove(0).run();
		assertThat(subscriber.told()).containsExactly("+c1");
		lose(manager);
		assertThat(subscriber.told()).containsExactly("+c1");
		handed.remove(0).run();
		assertThat(subscriber.told()).containsExactly("+c1", "-c1");
		assertThat(handed).isEmpty();
	}

	@Test
	@DisplayName("Promise 11: on Runnable::run it is the thread that brings the news")
	void a_direct_executor_is_the_thread_that_brings_the_news() {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		manager.subscribe(subscriber, Runnable::run);
		this.connector.lastAttempt().connected();
		assertThat(subscriber.calls()).singleElement()
			.satisfies((call) -> assertThat(call.thread()).isSameAs(Thread.currentThread()));
	}

	@Test
	@DisplayName("Promise 11: before the connection is up, nothing comes with the subscription")
	void an_early_subscriber_is_called_when_the_connection_is_up() {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		manager.subscribe(subscriber);
		assertThat(subscriber.calls()).isEmpty();
		this.connector.lastAttempt().connected();
		this.time.settle();
		assertThat(subscriber.calls()).singleElement()
			.satisfies((call) -> assertThat(call.thread()).isNotSameAs(Thread.currentThread()));
	}

	@Test
	@DisplayName("Promise 12: a subscriber that throws is logged by name, stays, and disturbs nobody")
	void a_throwing_subscriber_stays_subscribed_and_nobody_else_notices() {
		RecordingSubscriber<String> throwing = new RecordingSubscriber<>(new ThrowingSubscriber());
		RecordingSubscriber<String> other = new RecordingSubscriber<>();
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = start(manager().subscriber(throwing).subscriber(other));
			lose(manager);
			advance(DELAY);
			assertThat(manager.isConnected()).isTrue();
			assertThat(logs.at(Level.WARN)).filteredOn((line) -> line.contains("subscriber"))
				.hasSize(3)
				.allMatch((line) -> line.contains("'prices'") && line.contains(RecordingSubscriber.class.getName()));
		}
		assertThat(throwing.told()).containsExactly("+c1", "-c1", "+c2");
		assertThat(other.told()).containsExactly("+c1", "-c1", "+c2");
	}

	@Test
	@DisplayName("Promise 13: a blocked subscriber delays itself only, and is then told what is true then")
	void a_blocked_subscriber_misses_what_came_and_went_and_holds_up_nobody() {
		VirtualTime.Gate gate = gate();
		RecordingSubscriber<String> blocked = new RecordingSubscriber<>((connection) -> gate.pass());
		RecordingSubscriber<String> other = new RecordingSubscriber<>();
		ConnectionManager<String> manager = start(manager().subscriber(blocked).subscriber(other));
		for (int i = 0; i < 3; i++) {
			lose(manager);
			advance(DELAY);
		}
		assertThat(other.told()).containsExactly("+c1", "-c1", "+c2", "-c2", "+c3", "-c3", "+c4");
		assertThat(blocked.told()).containsExactly("+c1");
		gate.open();
		this.time.settle();
		assertThat(blocked.told()).containsExactly("+c1", "-c1", "+c4");
		assertThat(blocked.calls().get(1).cause()).containsSame(FAILURE);
	}

	@Test
	@DisplayName("Promise 14: isConnected() is true when the first hears connected, false when the first hears disconnected")
	void the_state_is_true_before_anybody_hears_of_it() {
		List<Boolean> seen = new ArrayList<>();
		AtomicReference<ConnectionManager<String>> itself = new AtomicReference<>();
		ConnectionSubscriber<String> subscriber = new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				seen.add(itself.get().isConnected());
			}

			@Override
			public void disconnected(String connection, Throwable cause) {
				seen.add(itself.get().isConnected());
			}

		};
		ConnectionManager<String> manager = build(manager());
		itself.set(manager);
		manager.subscribe(subscriber, Runnable::run);
		manager.start();
		this.time.settle();
		lose(manager);
		advance(DELAY);
		manager.stop();
		this.time.settle();
		assertThat(seen).containsExactly(true, false, true, false);
	}

	@Test
	@DisplayName("Promise 15: after cancel() no further call starts")
	void a_cancelled_subscription_is_not_called_any_more() {
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		ConnectionManager<String> manager = start();
		Subscription subscription = manager.subscribe(subscriber);
		assertThat(subscription.isActive()).isTrue();
		subscription.cancel();
		subscription.cancel();
		assertThat(subscription.isActive()).isFalse();
		lose(manager);
		advance(DELAY);
		assertThat(subscriber.told()).containsExactly("+c1");
	}

	@Test
	@DisplayName("Promise 15: nor does one that an executor was asked for before")
	void a_call_that_was_handed_over_but_has_not_begun_does_not_start_after_cancel() {
		List<Runnable> handed = new ArrayList<>();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		ConnectionManager<String> manager = start();
		Subscription subscription = manager.subscribe(subscriber, handed::add);
		subscription.cancel();
		handed.forEach(Runnable::run);
		assertThat(subscriber.calls()).isEmpty();
	}

	@Test
	@DisplayName("Promise 15: cancelling from inside a callback is fine")
	void a_subscriber_may_cancel_itself() {
		AtomicReference<Subscription> subscription = new AtomicReference<>();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>((connection) -> subscription.get().cancel());
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		subscription.set(manager.subscribe(subscriber));
		this.connector.lastAttempt().connected();
		this.time.settle();
		lose(manager);
		advance(DELAY);
		assertThat(subscriber.told()).containsExactly("+c1");
	}

	@Test
	@DisplayName("Promise 15: the same subscriber may be subscribed twice and is then two subscriptions")
	void two_subscriptions_of_one_subscriber_are_told_and_cancelled_apart() {
		List<String> told = new ArrayList<>();
		ConnectionSubscriber<String> subscriber = told::add;
		ConnectionManager<String> manager = start();
		Subscription first = manager.subscribe(subscriber);
		Subscription second = manager.subscribe(subscriber);
		assertThat(told).containsExactly("c1", "c1");
		first.cancel();
		assertThat(second.isActive()).isTrue();
		lose(manager);
		advance(DELAY);
		assertThat(told).containsExactly("c1", "c1", "c2");
	}

	@Test
	@DisplayName("Promise 15: a subscription that was cancelled does not hold its subscriber")
	void a_cancelled_subscription_lets_go_of_its_subscriber() {
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		WeakReference<Object> reference = new WeakReference<>(subscriber);
		Subscription subscription = manager.subscribe(subscriber);
		subscription.cancel();
		subscriber = null;
		Awaitility.await().until(() -> {
			System.gc();
			return reference.refersTo(null);
		});
		assertThat(subscription.isActive()).isFalse();
	}

	@Test
	@DisplayName("Promise 16: a weakly held subscriber that has been collected is never called and leaves nothing behind")
	void a_collected_subscriber_is_gone() {
		List<String> told = new ArrayList<>();
		ConnectionManager<String> manager = start();
		WeakReference<Object> lane = new WeakReference<>(subscribeWeakly(manager, told));
		awaitCollected(lane, manager);
		int before = told.size();
		lose(manager);
		advance(DELAY);
		assertThat(told).hasSize(before);
	}

	@Test
	@DisplayName("Promise 16: one that is held elsewhere stays")
	void a_weakly_held_subscriber_that_somebody_holds_is_called() {
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		ConnectionManager<String> manager = start();
		Subscription subscription = manager.subscribeWeakly(subscriber);
		System.gc();
		lose(manager);
		advance(DELAY);
		assertThat(subscriber.told()).containsExactly("+c1", "-c1", "+c2");
		assertThat(subscription.isActive()).isTrue();
	}

	// In a method of its own, so that no local variable holds the subscriber.
	private static Subscription subscribeWeakly(ConnectionManager<String> manager, List<String> told) {
		ConnectionSubscriber<String> subscriber = new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				told.add(connection);
			}

		};
		return manager.subscribeWeakly(subscriber);
	}

	private static void awaitCollected(WeakReference<Object> lane, ConnectionManager<String> manager) {
		Awaitility.await().until(() -> {
			System.gc();
			// Any use of the manager lets go of those who are gone.
			manager.start();
			return lane.get() == null;
		});
	}

	/** What a callback may do. */
	enum Use {

		START, STOP, RECONNECT, LOSE, CLOSE, SUBSCRIBE, READ

	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 17: any method may be called from any callback: no deadlock, no recursion")
	void a_callback_may_do_anything(Use use) {
		AtomicReference<ConnectionManager<String>> itself = new AtomicReference<>();
		List<String> depth = new ArrayList<>();
		Runnable action = () -> {
			if (depth.size() < 200) {
				depth.add("used");
				use(use, itself.get());
			}
		};
		ConnectionSubscriber<String> subscriber = new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				action.run();
			}

			@Override
			public void disconnected(String connection, Throwable cause) {
				action.run();
			}

		};
		ConnectionManager<String> manager = build(
				manager().listener((transition) -> action.run()).reconnectAfter(Duration.ofMillis(1)));
		itself.set(manager);
		manager.subscribe(subscriber);
		manager.subscribe(subscriber, Runnable::run);
		manager.start();
		advance(Duration.ofMinutes(1));
		assertThat(depth).isNotEmpty();
		manager.start();
		advance(Duration.ofMinutes(1));
		assertThat(manager.snapshot().state()).isIn(ConnectionState.CONNECTED, ConnectionState.STOPPED,
				ConnectionState.CLOSED);
	}

	private void use(Use use, ConnectionManager<String> manager) {
		switch (use) {
			case START -> manager.start();
			case STOP -> manager.stop();
			case RECONNECT -> manager.reconnect();
			case LOSE -> manager.connection().ifPresent((connection) -> manager.connectionLost(connection, FAILURE));
			case CLOSE -> manager.close();
			case SUBSCRIBE -> manager.subscribe((connection) -> {
			}).cancel();
			case READ -> assertThat(manager.snapshot().connection()).isEqualTo(manager.connection());
		}
	}

	private void lose(ConnectionManager<String> manager) {
		manager.connectionLost(manager.requireConnection(), FAILURE);
		this.time.settle();
	}

	private static final class ThrowingSubscriber implements ConnectionSubscriber<String> {

		@Override
		public void connected(String connection) {
			throw new IllegalStateException("played in connected");
		}

		@Override
		public void disconnected(String connection, Throwable cause) {
			throw new StackOverflowError("played in disconnected");
		}

	}

}
