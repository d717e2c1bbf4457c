package io.connectionmanager.engine.notify;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.Subscription;
import io.connectionmanager.testing.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@DisplayName("Promise 16: what subscriptions leave behind")
class WeakSubscriptionTests {

	private final ConnectionRuntime runtime = ConnectionRuntime.builder().build();

	private final ConnectionManager<String> manager = ConnectionManager
		.builder("weakly", Connector.blocking((attempt) -> "connection"))
		.runtime(this.runtime)
		.start();

	@AfterEach
	void close() {
		this.manager.close();
		this.runtime.close();
	}

	@Test
	void a_collected_one_is_not_active_any_more_while_one_that_is_held_goes_on() {
		await().until(this.manager::isConnected);
		RecordingSubscriber<String> held = new RecordingSubscriber<>();
		Subscription goesOn = this.manager.subscribeWeakly(held);
		Subscription ends = this.manager.subscribeWeakly(new RecordingSubscriber<>());
		awaitCollection(List.of(ends));
		assertThat(goesOn.isActive()).isTrue();
		this.manager.reconnect();
		await()
			.untilAsserted(() -> assertThat(held.told()).containsExactly("+connection", "-connection", "+connection"));
	}

	@Test
	void collected_ones_are_let_go_of_however_many_they_are() {
		await().until(this.manager::isConnected);
		List<Subscription> subscriptions = new ArrayList<>();
		for (int i = 0; i < 50_000; i++) {
			subscriptions.add(this.manager.subscribeWeakly(new RecordingSubscriber<>()));
		}
		awaitCollection(subscriptions);
		// With the next news all of them go at once.
		this.manager.start();
		assertThat(this.manager.isConnected()).isTrue();
		assertThat(subscriptions).noneMatch(Subscription::isActive);
	}

	@Test
	void a_collected_one_leaves_nothing_behind() {
		await().until(this.manager::isConnected);
		WeakReference<Subscription> reference = new WeakReference<>(
				this.manager.subscribeWeakly(new RecordingSubscriber<>()));
		awaitGone(reference);
	}

	@Test
	void a_collected_one_leaves_nothing_behind_where_it_had_no_connection_to_hear_of() {
		this.manager.stop();
		WeakReference<Subscription> reference = new WeakReference<>(
				this.manager.subscribeWeakly(new RecordingSubscriber<>()));
		awaitGone(reference);
	}

	@Test
	void a_strongly_held_one_is_let_go_of_with_its_cancellation() {
		await().until(this.manager::isConnected);
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		WeakReference<RecordingSubscriber<String>> reference = new WeakReference<>(subscriber);
		Subscription subscription = this.manager.subscribe(subscriber);
		subscriber = null;
		System.gc();
		assertThat(reference.get()).isNotNull();
		WeakReference<Subscription> cancelled = new WeakReference<>(subscription);
		subscription.cancel();
		subscription = null;
		awaitGone(cancelled);
		awaitGone(reference);
	}

	@Test
	void a_closed_manager_lets_go_of_all_also_where_one_of_them_is_kept() {
		await().until(this.manager::isConnected);
		WeakReference<Subscription> before = new WeakReference<>(this.manager.subscribe(new RecordingSubscriber<>()));
		Subscription kept = this.manager.subscribe(new RecordingSubscriber<>());
		WeakReference<Subscription> after = new WeakReference<>(this.manager.subscribe(new RecordingSubscriber<>()));
		this.manager.close();
		awaitGone(before);
		awaitGone(after);
		assertThat(kept.isActive()).isFalse();
	}

	/** An idle manager lets go with the next thing that happens to it. */
	private void awaitGone(WeakReference<?> reference) {
		await().until(() -> {
			System.gc();
			this.manager.reconnect();
			return reference.refersTo(null);
		});
	}

	private static void awaitCollection(List<Subscription> subscriptions) {
		await().until(() -> {
			System.gc();
			return subscriptions.stream().noneMatch(Subscription::isActive);
		});
	}

}
