package io.connectionmanager.spring.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How long closing a context takes.
 */
@Timeout(60)
class ConnectionShutdownTests {

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(PricesAndQuotes.class);

	@Test
	@DisplayName("Promise 27: one shutdown budget of twice the drain timeout holds for a whole context")
	void closes_that_hang_take_one_budget_however_many_they_are() {
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withPropertyValues("connection-manager.drain-timeout=500ms").run((context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			for (int i = 0; i < 5; i++) {
				managers.add(ConnectionManager.builder("hanging-" + i, hangingOnClose(never))
					.settings(ConnectionSettings.builder().drainTimeout(Duration.ofMillis(500)).build())
					.start());
			}
			await().until(() -> managers.stream().allMatch(ConnectionManager::isConnected));
			assertThat(durationOf(context::close)).isLessThan(Duration.ofMillis(1_600));
			assertThat(managers.stream()).allMatch((manager) -> manager.snapshot().state() == ConnectionState.CLOSED);
			never.countDown();
		});
	}

	@Test
	@DisplayName("Promise 27: also where beans and a listener of all hang")
	void a_listener_that_hangs_takes_one_budget_however_many_listen_to_it() {
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withPropertyValues("connection-manager.drain-timeout=500ms")
			.withBean("hangingConnector", Connector.class, () -> hangingOnClose(never))
			.withBean(ConnectionListener.class, () -> (transition) -> {
				if (transition.to() == ConnectionState.STOPPED) {
					awaitUninterruptibly(never);
				}
			})
			.run((context) -> {
				ConnectionManagers managers = context.getBean(ConnectionManagers.class);
				await().until(() -> managers.stream().allMatch(ConnectionManager::isConnected));
				assertThat(durationOf(context::close)).isLessThan(Duration.ofMillis(1_600));
				assertThat(managers.stream())
					.allMatch((manager) -> manager.snapshot().state() == ConnectionState.CLOSED);
				never.countDown();
			});
	}

	@Test
	void who_closes_the_context_from_a_callback_does_not_wait_for_itself() {
		for (boolean listener : new boolean[] { true, false }) {
			this.runner.withPropertyValues("connection-manager.drain-timeout=20s").run((context) -> {
				CompletableFuture<Duration> closing = new CompletableFuture<>();
				ConnectionManager<Feed> prices = context.getBean(ConnectionManagers.class).get("prices");
				Runnable close = () -> closing.complete(durationOf(context::close));
				await().until(prices::isConnected);
				if (listener) {
					context.getSourceApplicationContext()
						.addApplicationListener((ConnectionEvent event) -> close.run());
					prices.reconnect();
				}
				else {
					prices.subscribe(new ConnectionSubscriber<Feed>() {

						@Override
						public void connected(Feed connection) {
						}

						@Override
						public void disconnected(Feed connection, Throwable cause) {
							close.run();
						}

					});
					prices.reconnect();
				}
				assertThat(closing.get(15, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(10));
				await().until(() -> prices.snapshot().state() == ConnectionState.CLOSED);
			});
		}
	}

	private static Connector<Feed> hangingOnClose(CountDownLatch never) {
		return Connector.blocking((attempt) -> new Feed(), (feed) -> awaitUninterruptibly(never));
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// It hangs for as long as the test says.
			}
		}
	}

	private static Duration durationOf(Runnable action) {
		long begun = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - begun);
	}

}
