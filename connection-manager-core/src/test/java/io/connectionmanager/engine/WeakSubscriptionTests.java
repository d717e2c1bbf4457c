package io.connectionmanager.engine;

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

@DisplayName("Promise 16: a weakly held subscriber that has been collected")
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
	void is_not_active_any_more_while_one_that_is_held_goes_on() {
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
	void is_let_go_of_however_many_they_are() {
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

	private static void awaitCollection(List<Subscription> subscriptions) {
		await().until(() -> {
			System.gc();
			return subscriptions.stream().noneMatch(Subscription::isActive);
		});
	}

}
