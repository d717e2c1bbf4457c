package io.connectionmanager.spring.subscriber;

import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import io.connectionmanager.spring.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A method that is required gives up a connection that it cannot use.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RequiredSubscriberTests {

	private final ApplicationContextRunner runner = TestContext.runner()
		.withUserConfiguration(Connections.class)
		.withPropertyValues("connection-manager.reconnect-after=10ms",
				"connection-manager.connections.prices.password=hunter2");

	@Test
	void a_required_method_that_throws_gives_the_connection_up_until_it_succeeds() {
		this.runner.withUserConfiguration(Required.class).run((context) -> {
			Required required = context.getBean(Required.class);
			ConnectionManager<?> prices = prices(context.getBean(ConnectionManagers.class));
			await().until(() -> required.served.size() == 1);
			await().until(prices::isConnected);
			assertThat(prices.snapshot().flaps()).isEqualTo(3);
			assertThat(prices.snapshot().lastFailure()).get()
				.isInstanceOfSatisfying(ConnectionUnusableException.class,
						(ex) -> assertThat(ex)
							.hasMessage("Required.resubscribe failed: NoClassDefFoundError: no ******")
							.hasCauseInstanceOf(NoClassDefFoundError.class));
			// Each connection that came was gone again, in pairs.
			assertThat(required.calls).startsWith("up", "down", "up", "down", "up", "down", "up");
		});
	}

	@Test
	void other_methods_of_the_bean_are_called_all_the_same_and_their_failures_are_only_logged() {
		this.runner.withUserConfiguration(OneOfThree.class).run((context) -> {
			OneOfThree bean = context.getBean(OneOfThree.class);
			await().until(() -> bean.calls.size() >= 6);
			assertThat(prices(context.getBean(ConnectionManagers.class)).snapshot().lastFailure()).get()
				.isInstanceOfSatisfying(ConnectionUnusableException.class,
						(ex) -> assertThat(ex).hasMessageStartingWith("OneOfThree.required failed")
							.satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(2)));
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void a_stage_that_fails_later_gives_the_connection_up_if_it_is_required(boolean required, CapturedOutput output) {
		this.runner.withUserConfiguration(required ? RequiredStage.class : OptionalStage.class).run((context) -> {
			Stages stages = context.getBean(Stages.class);
			ConnectionManager<?> prices = prices(context.getBean(ConnectionManagers.class));
			await().until(() -> stages.futures.size() == 1);
			stages.futures.remove().completeExceptionally(new IllegalStateException("no snapshot for hunter2"));
			if (required) {
				await().until(() -> stages.futures.size() == 1);
				assertThat(prices.snapshot().lastFailure()).get()
					.isInstanceOfSatisfying(ConnectionUnusableException.class, (ex) -> assertThat(ex)
						.hasMessage("RequiredStage.up failed: IllegalStateException: no snapshot for ******"));
				stages.futures.remove().complete(null);
				await().until(prices::isConnected);
				assertThat(prices.snapshot().connects()).isEqualTo(2);
			}
			else {
				await().until(() -> output.getAll().contains("the stage returned by OptionalStage.up failed"));
				assertThat(prices.snapshot().connects()).isEqualTo(1);
			}
			assertThat(output).doesNotContain("hunter2");
		});
	}

	@Test
	void a_stage_that_fails_when_its_connection_is_gone_harms_no_other() {
		this.runner.withUserConfiguration(RequiredStage.class).run((context) -> {
			Stages stages = context.getBean(Stages.class);
			ConnectionManager<?> prices = prices(context.getBean(ConnectionManagers.class));
			await().until(() -> stages.futures.size() == 1);
			CompletableFuture<Void> late = stages.futures.remove();
			prices.reconnect();
			await().until(() -> stages.futures.size() == 1);
			late.completeExceptionally(new IllegalStateException("late"));
			assertThat(prices.isConnected()).isTrue();
			assertThat(prices.snapshot().lastFailure()).isEmpty();
		});
	}

	@Test
	void a_plain_future_is_waited_for() {
		this.runner.withUserConfiguration(PlainFuture.class).run((context) -> {
			PlainFuture bean = context.getBean(PlainFuture.class);
			await().until(() -> bean.tasks.size() == 1);
			bean.tasks.getFirst().run();
			await().until(() -> bean.tasks.size() == 2);
			assertThat(prices(context.getBean(ConnectionManagers.class)).snapshot().lastFailure()).get()
				.isInstanceOfSatisfying(ConnectionUnusableException.class,
						(ex) -> assertThat(ex).hasMessageEndingWith("IllegalStateException: task 1"));
		});
	}

	private static ConnectionManager<?> prices(ConnectionManagers managers) {
		return managers.get("prices");
	}

	@Configuration(proxyBeanMethods = false)
	static class Connections {

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	static class Required {

		final List<String> calls = new CopyOnWriteArrayList<>();

		final List<Feed> served = new CopyOnWriteArrayList<>();

		@OnConnected(value = "prices", required = true)
		void resubscribe(Feed feed) {
			this.calls.add("up");
			switch (this.calls.stream().filter("up"::equals).toList().size()) {
				case 1 -> throw new IllegalStateException("refused");
				case 2 -> throw new ConnectionUnusableException("refused");
				case 3 -> throw new NoClassDefFoundError("no hunter2");
				default -> this.served.add(feed);
			}
		}

		@OnDisconnected("prices")
		void gone() {
			this.calls.add("down");
		}

	}

	static class OneOfThree {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@OnConnected("prices")
		void before() {
			this.calls.add("before");
			throw new IllegalArgumentException("before");
		}

		@OnConnected(value = "prices", required = true)
		void required() {
			this.calls.add("required");
			throw new IllegalStateException("required");
		}

		@OnConnected("prices")
		void zAfter() {
			this.calls.add("after");
			throw new IllegalArgumentException("after");
		}

	}

	static class Stages {

		final Queue<CompletableFuture<Void>> futures = new ConcurrentLinkedDeque<>();

		CompletableFuture<Void> add() {
			CompletableFuture<Void> future = new CompletableFuture<>();
			this.futures.add(future);
			return future;
		}

	}

	static class RequiredStage extends Stages {

		@OnConnected(value = "prices", required = true)
		@Nullable Object up() {
			return add().thenApply((nothing) -> "done");
		}

	}

	static class OptionalStage extends Stages {

		@OnConnected("prices")
		CompletableFuture<Void> up() {
			return add();
		}

	}

	static class PlainFuture {

		final Deque<FutureTask<Void>> tasks = new ConcurrentLinkedDeque<>();

		@OnConnected(value = "prices", required = true)
		Future<Void> up() {
			int number = this.tasks.size() + 1;
			FutureTask<Void> task = new FutureTask<>(() -> {
				throw new IllegalStateException("task " + number);
			});
			this.tasks.add(task);
			return task;
		}

	}

}
