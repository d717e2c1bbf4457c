package io.connectionmanager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In what order subscribers are called on one thread, where the connection is lost while
 * one of them is in {@code connected}.
 */
class SubscriberOrderTests extends InVirtualTime {

	private final List<String> calls = new ArrayList<>();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Subscription> subscriptions = new ArrayList<>();

	private boolean refusing;

	private final Executor oneThread = (task) -> {
		if (this.refusing) {
			throw new RejectedExecutionException("busy");
		}
		this.tasks.add(task);
	};

	@AfterEach
	void cancel() {
		this.subscriptions.forEach(Subscription::cancel);
	}

	@Test
	@DisplayName("Promise 10: on one thread, all hear of a loss in the order of subscription, also if one is in connected meanwhile")
	void a_loss_during_a_call_is_heard_in_order() {
		ConnectionManager<String> manager = build(manager());
		subscribe(manager, "A", this.oneThread, (connection) -> {
		});
		subscribe(manager, "B", this.oneThread, (connection) -> manager.connectionLost(connection, FAILURE));
		subscribe(manager, "C", this.oneThread, (connection) -> {
		});
		manager.start();
		this.time.settle();
		runTasks();
		assertThat(this.calls).containsExactly("A+", "B+", "A-", "B-");
	}

	@Test
	@DisplayName("Promise 10: and of the next connection, where that has come meanwhile")
	void the_next_connection_is_heard_of_in_order() {
		ConnectionManager<String> manager = start();
		subscribe(manager, "A", this.oneThread, (connection) -> {
		});
		subscribe(manager, "B", this.oneThread, (connection) -> {
		});
		runTasks();
		this.connector.lastAttempt().disconnected();
		advance(manager.settings().reconnectAfter());
		assertThat(manager.isConnected()).isTrue();
		runTasks();
		assertThat(this.calls).containsExactly("A+", "B+", "A-", "B-", "A+", "B+");
	}

	@Test
	@DisplayName("Promise 13: an executor that refuses while it is busy delays nobody, and nobody waits for ever")
	void a_subscriber_goes_on_by_itself_where_its_executor_is_full() {
		ConnectionManager<String> manager = build(manager());
		subscribe(manager, "A", this.oneThread, (connection) -> {
			this.refusing = true;
			manager.connectionLost(connection, FAILURE);
		});
		manager.start();
		this.time.settle();
		runTasks();
		assertThat(this.calls).containsExactly("A+", "A-");
		this.refusing = false;
	}

	@Test
	@DisplayName("Promise 17: an executor that calls on the thread that asks leads to no recursion")
	void a_subscriber_on_the_calling_thread_goes_on_without_recursion() {
		ConnectionManager<String> manager = build(manager());
		int[] depth = { 0 };
		subscribe(manager, "A", (task) -> {
			depth[0]++;
			assertThat(depth[0]).isLessThan(3);
			task.run();
			depth[0]--;
		}, (connection) -> manager.connectionLost(connection, FAILURE));
		manager.start();
		this.time.settle();
		assertThat(this.calls).containsExactly("A+", "A-");
	}

	private void subscribe(ConnectionManager<String> manager, String name, Executor executor,
			Consumer<String> whenConnected) {
		this.subscriptions.add(manager.subscribe(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				SubscriberOrderTests.this.calls.add(name + "+");
				whenConnected.accept(connection);
			}

			@Override
			public void disconnected(String connection, @Nullable Throwable cause) {
				SubscriberOrderTests.this.calls.add(name + "-");
			}
		}, executor));
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

}
