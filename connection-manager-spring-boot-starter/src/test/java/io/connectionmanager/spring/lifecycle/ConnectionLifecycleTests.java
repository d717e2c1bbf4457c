package io.connectionmanager.spring.lifecycle;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How connections start and stop with the application.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class ConnectionLifecycleTests {

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(PricesAndQuotes.class);

	@Test
	void connections_come_before_web_servers_and_go_after_them() {
		this.runner.run((context) -> {
			ConnectionLifecycle lifecycle = context.getBean(ConnectionLifecycle.class);
			assertThat(lifecycle.getPhase()).isZero().isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
			assertThat(lifecycle.isAutoStartup()).isTrue();
			assertThat(lifecycle.isPauseable()).isTrue();
		});
	}

	@Test
	void the_start_does_not_wait_for_a_peer_that_does_not_answer() {
		TestContext.runner().withUserConfiguration(Hanging.class).run((context) -> {
			assertThat(context).hasNotFailed();
			await().until(() -> context.getBean(Hanging.class).entered.getCount() == 0);
			assertThat(manager(context.getBean(ConnectionManagers.class), "hanging").snapshot().state())
				.isEqualTo(ConnectionState.CONNECTING);
		});
	}

	@Test
	void it_runs_although_no_connection_is_up() {
		this.runner.run((context) -> {
			ConnectionManager<?> prices = manager(context.getBean(ConnectionManagers.class), "prices");
			await().until(prices::isConnected);
			context.getBean("pricesConnector", FakeConnector.class).refusing().lose(new IOException("reset"));
			await().until(() -> !prices.isConnected());
			assertThat(context.getBean(ConnectionLifecycle.class).isRunning()).isTrue();
			context.stop();
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		});
	}

	@Test
	void a_context_is_stopped_and_started_again() {
		this.runner.run((context) -> {
			ConnectionManager<?> prices = manager(context.getBean(ConnectionManagers.class), "prices");
			await().until(prices::isConnected);
			context.stop();
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
			assertThat(context.getBean(ConnectionLifecycle.class).isRunning()).isFalse();
			FakeConnector<?> connector = context.getBean("pricesConnector", FakeConnector.class);
			assertThat(connector.closed()).isEqualTo(connector.opened());
			context.start();
			await().until(prices::isConnected);
		});
	}

	@Test
	void a_context_is_paused_and_restarted() {
		this.runner.run((context) -> {
			ConnectionManager<?> prices = manager(context.getBean(ConnectionManagers.class), "prices");
			await().until(prices::isConnected);
			context.getSourceApplicationContext().pause();
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
			context.getSourceApplicationContext().restart();
			await().until(prices::isConnected);
		});
	}

	@Test
	void the_stop_callback_is_called_even_when_already_stopped() {
		this.runner.run((context) -> {
			ConnectionLifecycle lifecycle = context.getBean(ConnectionLifecycle.class);
			AtomicInteger calls = new AtomicInteger();
			lifecycle.stop(calls::incrementAndGet);
			await().until(() -> calls.get() == 1);
			lifecycle.stop(calls::incrementAndGet);
			await().until(() -> calls.get() == 2);
		});
	}

	@Test
	void managers_are_stopped_at_the_same_time() {
		CountDownLatch both = new CountDownLatch(2);
		this.runner.withPropertyValues("connection-manager.drain-timeout=30s").run((context) -> {
			for (String name : List.of("prices", "quotes")) {
				ConnectionManager<Feed> manager = manager(context.getBean(ConnectionManagers.class), name);
				await().until(manager::isConnected);
				manager.subscribe(new MeetingSubscriber(both));
			}
			context.stop();
			assertThat(both.getCount()).isZero();
		});
	}

	@Test
	void a_subscriber_that_hangs_does_not_hold_up_the_stop_for_ever() {
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withPropertyValues("connection-manager.drain-timeout=100ms").run((context) -> {
			ConnectionManager<Feed> prices = manager(context.getBean(ConnectionManagers.class), "prices");
			await().until(prices::isConnected);
			prices.subscribe(new HangingSubscriber(never));
			context.stop();
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
			never.countDown();
		});
	}

	@Test
	void a_connection_without_auto_start_is_started_by_nobody_but_the_application() {
		this.runner.withPropertyValues("connection-manager.connections.prices.auto-start=false").run((context) -> {
			ConnectionManager<?> prices = manager(context.getBean(ConnectionManagers.class), "prices");
			await().until(() -> manager(context.getBean(ConnectionManagers.class), "quotes").isConnected());
			assertThat(prices.snapshot().generation()).isZero();
			prices.start();
			await().until(prices::isConnected);
			context.stop();
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		});
	}

	@Test
	void a_context_that_is_restarted_restores_what_was() {
		this.runner.withPropertyValues("connection-manager.connections.prices.auto-start=false").run((context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			ConnectionManager<?> prices = managers.get("prices");
			ConnectionManager<?> quotes = managers.get("quotes");
			await().until(quotes::isConnected);
			prices.start();
			quotes.stop();
			await().until(prices::isConnected);
			context.getSourceApplicationContext().pause();
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
			ConnectionManager<Feed> added = managers
				.add(ConnectionManager.builder("added", new FakeConnector<>(Feed::new)).build());
			context.getSourceApplicationContext().restart();
			await().until(prices::isConnected);
			await().until(added::isConnected);
			assertThat(quotes.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
			// And once more, the other way round.
			prices.stop();
			quotes.start();
			await().until(quotes::isConnected);
			context.stop();
			context.stop();
			context.start();
			await().until(quotes::isConnected);
			assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STOPPED);
		});
	}

	@Test
	void a_manager_that_is_a_mock_is_neither_started_nor_stopped() {
		ConnectionManager<?> mock = Mockito.mock(ConnectionManager.class);
		TestContext.runner().withBean("mock", ConnectionManager.class, () -> mock).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ConnectionManagers.class).stream()).doesNotContain(mock)
				.allMatch((manager) -> manager.snapshot().state() == ConnectionState.STOPPED);
		});
		BDDMockito.then(mock).should(BDDMockito.never()).start();
		BDDMockito.then(mock).should(BDDMockito.never()).stop();
	}

	@Test
	void waiting_at_the_start_needs_no_thread_of_the_jdk_that_outlives_the_application() {
		TestContext.runner()
			.withUserConfiguration(Refused.class)
			.withPropertyValues("connection-manager.startup=await", "connection-manager.startup-timeout=100ms")
			.run((context) -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("CompletableFutureDelayScheduler"));
	}

	@Test
	void required_waits_until_the_connection_is_up() {
		TestContext.runner()
			.withUserConfiguration(UpAtTheThirdAttempt.class)
			.withPropertyValues("connection-manager.startup=required")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ConnectionManagers.class).stream()).allMatch(ConnectionManager::isConnected);
			});
	}

	@Test
	void required_fails_the_start_with_each_connection_that_is_not_up() {
		TestContext.runner()
			.withUserConfiguration(Refused.class)
			.withPropertyValues("connection-manager.startup=required", "connection-manager.startup-timeout=2s",
					"connection-manager.connections.up.startup=required")
			.run((context) -> {
				FailureAnalysis report = Failures.analysis(context);
				assertThat(report.getDescription()).contains("not up")
					.contains("refused: ")
					.contains("last failure: ConnectException: Connection refused to tcp://******@feed")
					.doesNotContain("hunter2")
					.doesNotContain("up: CONNECTED");
				assertThat(report.getAction()).contains("connection-manager.startup-timeout")
					.contains("startup: background");
			});
	}

	@Test
	void required_does_not_wait_for_a_connection_that_is_suspended() {
		TestContext.runner()
			.withUserConfiguration(Rejected.class)
			.withPropertyValues("connection-manager.startup=required", "connection-manager.startup-timeout=10m")
			.run((context) -> assertThat(Failures.analysis(context).getDescription()).contains("rejected: SUSPENDED"));
	}

	@Test
	void await_goes_on_after_its_timeout(CapturedOutput output) {
		TestContext.runner()
			.withUserConfiguration(Refused.class)
			.withPropertyValues("connection-manager.startup=await", "connection-manager.startup-timeout=200ms")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				await().until(() -> manager(context.getBean(ConnectionManagers.class), "up").isConnected());
				assertThat(output).contains("starts without connections").contains("refused: ");
			});
	}

	@Test
	void a_context_that_is_closed_while_it_waits_waits_no_longer() throws InterruptedException {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("connection-manager.startup=await", "connection-manager.startup-timeout=10m")
			.applyTo(context);
		context.register(Hanging.class);
		context.register(Configurations.getClasses(TestContext.AUTO_CONFIGURATIONS));
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		Thread starting = new Thread(context::refresh);
		starting.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
		starting.start();
		await().until(() -> starting.getState() == Thread.State.WAITING
				&& context.getBean(Hanging.class).entered.getCount() == 0);
		context.close();
		starting.join();
		assertThat(context.isActive()).isFalse();
		assertThat(failures).isEmpty();
	}

	@Test
	void a_connection_that_is_not_started_is_not_waited_for() {
		this.runner.withPropertyValues("connection-manager.startup=await", "connection-manager.auto-start=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void closing_a_context_in_any_state_logs_no_error(CapturedOutput output) {
		TestContext.runner()
			.withUserConfiguration(PricesAndQuotes.class, Refused.class, Rejected.class, Hanging.class)
			.run((context) -> {
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				await().until(() -> managers.get("prices").isConnected());
				await().until(() -> managers.get("rejected").snapshot().state() == ConnectionState.SUSPENDED);
				context.close();
				assertThat(managers.stream())
					.allMatch((manager) -> manager.snapshot().state() == ConnectionState.CLOSED);
			});
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void boot_keeps_its_executor_and_scheduler() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
			.withUserConfiguration(Scheduling.class)
			.run((context) -> {
				assertThat(context.getBeanNamesForType(Executor.class)).containsExactlyInAnyOrder("taskScheduler",
						"applicationTaskExecutor");
				assertThat(context.getBeanNamesForType(TaskScheduler.class)).containsExactly("taskScheduler");
			});
	}

	private static <C> ConnectionManager<C> manager(ConnectionManagers managers, String name) {
		return managers.get(name);
	}

	@Configuration(proxyBeanMethods = false)
	static class UpAtTheThirdAttempt {

		@Bean
		Connector<Feed> lateConnector() {
			return Connector.blocking((attempt) -> {
				if (attempt.number() < 3) {
					throw new ConnectException("Connection refused");
				}
				return new Feed();
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refused {

		@Bean
		FakeConnector<Feed> refusedConnector() {
			return new FakeConnector<>(Feed::new)
				.refusing(new ConnectException("Connection refused to tcp://user:hunter2@feed"));
		}

		@Bean
		FakeConnector<Feed> upConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Rejected {

		@Bean
		FakeConnector<Feed> rejectedConnector() {
			return new FakeConnector<>(Feed::new).refusing(new ConnectionRejectedException("bad password"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hanging {

		final CountDownLatch entered = new CountDownLatch(1);

		@Bean
		Connector<Feed> hangingConnector() {
			return Connector.blocking((attempt) -> {
				this.entered.countDown();
				new CountDownLatch(1).await();
				return new Feed();
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	private record MeetingSubscriber(CountDownLatch both) implements ConnectionSubscriber<Feed> {

		@Override
		public void connected(Feed connection) {
		}

		@Override
		public void disconnected(Feed connection, Throwable cause) throws Exception {
			this.both.countDown();
			this.both.await();
		}

	}

	private record HangingSubscriber(CountDownLatch never) implements ConnectionSubscriber<Feed> {

		@Override
		public void connected(Feed connection) {
		}

		@Override
		public void disconnected(Feed connection, Throwable cause) throws Exception {
			this.never.await(1, TimeUnit.MINUTES);
		}

	}

}
