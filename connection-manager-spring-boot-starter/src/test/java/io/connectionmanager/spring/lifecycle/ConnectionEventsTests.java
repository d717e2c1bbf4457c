package io.connectionmanager.spring.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.spring.Broker;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionAttemptFailedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.ConnectionSuspendedEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application hears of its connections as events.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionEventsTests {

	private final ApplicationContextRunner runner = TestContext.runner()
		.withUserConfiguration(Connections.class, Recorder.class);

	@Test
	void a_connection_that_comes_and_goes_is_heard_of_in_order() {
		this.runner.run((context) -> {
			FakeConnector<?> prices = context.getBean("pricesConnector", FakeConnector.class);
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			prices.refusing();
			prices.lose(new IOException("reset"));
			await().until(() -> recorder.named("prices").size() >= 4);
			prices.accepting();
			await().until(() -> recorder.last("prices") instanceof ConnectedEvent);
			List<ConnectionEvent> events = recorder.named("prices");
			assertThat(events.get(0)).isInstanceOf(ConnectedEvent.class);
			assertThat(events.get(1)).isInstanceOfSatisfying(DisconnectedEvent.class, (event) -> {
				assertThat(event.connection()).isSameAs(prices.opened().get(0));
				assertThat(event.cause()).get().hasToString("java.io.IOException: reset");
			});
			assertThat(events.subList(2, events.size() - 1)).allSatisfy((event) -> {
				assertThat(event).isInstanceOf(ConnectionAttemptFailedEvent.class);
				assertThat(event.cause()).isPresent();
			});
			assertThat(events.get(events.size() - 1).attempt()).isEqualTo(events.size() - 2);
		});
	}

	@Test
	void a_listener_hears_only_of_connections_of_its_type() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.events.size() == 2);
			assertThat(recorder.feeds).extracting(ConnectedEvent::name).containsExactly("prices");
			assertThat(recorder.brokers).extracting(ConnectedEvent::name).containsExactly("broker");
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
			await().until(() -> recorder.lostFeeds.size() == 1);
			assertThat(recorder.lostBrokers).isEmpty();
		});
	}

	@Test
	void the_class_of_a_connection_decides_where_its_declared_type_is_not_known() {
		TestContext.runner().withUserConfiguration(RawConnection.class, Recorder.class).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.events.size() == 1);
			assertThat(recorder.feeds).hasSize(1);
			assertThat(recorder.brokers).isEmpty();
		});
	}

	@Test
	void a_classic_listener_hears_of_its_type_too() {
		ClassicListener listener = new ClassicListener();
		this.runner.withBean(ClassicListener.class, () -> listener).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.events.size() == 2 && !listener.events.isEmpty());
			assertThat(listener.events).extracting(ConnectionEvent::name).containsExactly("prices");
		});
	}

	@Test
	void a_listener_that_throws_harms_no_other_listener_and_no_later_event(CapturedOutput output) {
		this.runner.withUserConfiguration(Throwing.class).run((context) -> {
			FakeConnector<?> prices = context.getBean("pricesConnector", FakeConnector.class);
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			prices.lose(new IOException("reset"));
			await().until(() -> recorder.named("prices").size() == 3);
			assertThat(recorder.named("prices")).extracting((event) -> event.getClass().getSimpleName())
				.containsExactly("ConnectedEvent", "DisconnectedEvent", "ConnectedEvent");
			assertThat(output).contains("Throwing.onEvent of bean").contains("failed to handle ConnectedEvent[prices");
		});
	}

	@Test
	void a_classic_listener_that_throws_harms_no_later_event(CapturedOutput output) {
		ApplicationListener<ConnectedEvent<Feed>> listener = new ThrowingClassicListener();
		this.runner.withBean("throwing", ApplicationListener.class, () -> listener).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("broker").size() == 1);
			await().until(() -> output.getAll().contains("A listener failed to handle ConnectedEvent[prices"));
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
			await().until(() -> recorder.named("prices").stream().anyMatch(DisconnectedEvent.class::isInstance));
		});
	}

	@Test
	void a_rejected_connection_is_a_failed_attempt_and_suspended() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			context.getBean("pricesConnector", FakeConnector.class)
				.refusing(new ConnectionRejectedException("bad password"));
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
			await().until(() -> recorder.last("prices") instanceof ConnectionSuspendedEvent);
			assertThat(recorder.named("prices")).extracting((event) -> event.getClass().getSimpleName())
				.containsExactly("ConnectedEvent", "DisconnectedEvent", "ConnectionAttemptFailedEvent",
						"ConnectionSuspendedEvent");
			assertThat(recorder.last("prices").cause()).containsInstanceOf(ConnectionRejectedException.class);
		});
	}

	@Test
	void an_event_that_tells_of_a_failure_says_of_what_kind() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			context.getBean("pricesConnector", FakeConnector.class)
				.refusing(new ConnectionRejectedException("unknown topic"));
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("Connection reset"));
			await().until(() -> recorder.last("prices") instanceof ConnectionSuspendedEvent);
			assertThat(recorder.kinds("prices")).containsExactly(FailureKind.RESET, FailureKind.REJECTED,
					FailureKind.REJECTED);
			await().until(() -> recorder.named("broker").size() == 1);
			context.getBean(ConnectionManagers.class).get("broker").stop();
			await().until(() -> recorder.last("broker") instanceof DisconnectedEvent);
			assertThat(recorder.kinds("broker")).containsExactly(FailureKind.REQUESTED);
		});
	}

	@Test
	void a_classifier_of_the_application_takes_the_place_of_the_standard_one(CapturedOutput output) {
		this.runner.withBean(FailureClassifier.class, () -> (transition) -> FailureKind.TLS).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
			await().until(() -> recorder.named("prices").size() == 3);
			assertThat(recorder.kinds("prices")).containsExactly(FailureKind.TLS);
			await().untilAsserted(() -> assertThat(output).contains("Connection 'prices' lost (tls)"));
		});
	}

	@Test
	void a_classifier_that_throws_costs_no_event(CapturedOutput output) {
		this.runner.withBean(FailureClassifier.class, () -> (transition) -> {
			throw new IllegalStateException("classifier");
		}).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("reset"));
			await().until(() -> recorder.named("prices").size() == 3);
			assertThat(recorder.kinds("prices")).containsExactly(FailureKind.OTHER);
			assertThat(output).contains("Connection 'prices': a failure could not be classified");
		});
	}

	@Test
	void no_event_is_lost_when_a_manager_is_started_before_the_context_is() {
		this.runner.withUserConfiguration(EarlyStarter.class).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.named("prices").size() == 1);
			assertThat(recorder.last("prices")).isInstanceOf(ConnectedEvent.class);
		});
	}

	@Test
	void no_event_is_lost_when_the_context_is_closed() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.events.size() == 2);
			context.close();
			assertThat(recorder.last("prices")).isInstanceOf(DisconnectedEvent.class);
			assertThat(recorder.last("prices").cause()).isEmpty();
			assertThat(recorder.last("broker")).isInstanceOf(DisconnectedEvent.class);
		});
	}

	@Test
	void events_are_published_on_a_worker_thread() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			await().until(() -> recorder.events.size() == 2);
			context.getBean("pricesConnector", FakeConnector.class).lose(new IOException("on the test's thread"));
			await().until(() -> recorder.named("prices").size() == 3);
			assertThat(recorder.threads).doesNotContain(Thread.currentThread())
				.allMatch((thread) -> thread.getName().startsWith("connection-manager-"));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Connections {

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		FakeConnector<Broker> brokerConnector() {
			return new FakeConnector<>(Broker::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RawConnection {

		@Bean
		FakeConnector<?> rawConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	static class Recorder {

		final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

		final List<ConnectedEvent<Feed>> feeds = new CopyOnWriteArrayList<>();

		final List<ConnectedEvent<Broker>> brokers = new CopyOnWriteArrayList<>();

		final List<DisconnectedEvent<Feed>> lostFeeds = new CopyOnWriteArrayList<>();

		final List<DisconnectedEvent<Broker>> lostBrokers = new CopyOnWriteArrayList<>();

		final List<Thread> threads = new CopyOnWriteArrayList<>();

		@EventListener
		@Order(10)
		void onAny(ConnectionEvent event) {
			this.threads.add(Thread.currentThread());
			this.events.add(event);
		}

		@EventListener
		@Order(1)
		void onFeed(ConnectedEvent<Feed> event) {
			this.feeds.add(event);
		}

		@EventListener
		@Order(1)
		void onBroker(ConnectedEvent<Broker> event) {
			this.brokers.add(event);
		}

		@EventListener
		@Order(1)
		void onLostFeed(DisconnectedEvent<Feed> event) {
			this.lostFeeds.add(event);
		}

		@EventListener
		@Order(1)
		void onLostBroker(DisconnectedEvent<Broker> event) {
			this.lostBrokers.add(event);
		}

		List<ConnectionEvent> named(String name) {
			return this.events.stream().filter((event) -> event.name().equals(name)).toList();
		}

		List<FailureKind> kinds(String name) {
			return named(name).stream().flatMap((event) -> {
				if (event instanceof DisconnectedEvent<?> disconnected) {
					return Stream.of(disconnected.kind());
				}
				if (event instanceof ConnectionAttemptFailedEvent failed) {
					return Stream.of(failed.kind());
				}
				return (event instanceof ConnectionSuspendedEvent suspended) ? Stream.of(suspended.kind())
						: Stream.empty();
			}).toList();
		}

		ConnectionEvent last(String name) {
			List<ConnectionEvent> named = named(name);
			return named.get(named.size() - 1);
		}

	}

	static class Throwing {

		@EventListener
		@Order(0)
		void onEvent(ConnectionEvent event) {
			throw new IllegalStateException("listener");
		}

	}

	static class ClassicListener implements ApplicationListener<ConnectedEvent<Feed>> {

		final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

		@Override
		public void onApplicationEvent(ConnectedEvent<Feed> event) {
			this.events.add(event);
		}

	}

	@Order(0)
	static class ThrowingClassicListener implements ApplicationListener<ConnectedEvent<Feed>> {

		@Override
		public void onApplicationEvent(ConnectedEvent<Feed> event) {
			throw new IllegalStateException("listener");
		}

	}

	static class EarlyStarter {

		private final ConnectionManager<Feed> prices;

		EarlyStarter(ConnectionManager<Feed> prices) {
			this.prices = prices;
		}

		@PostConstruct
		void start() throws InterruptedException {
			this.prices.start();
			this.prices.awaitConnection(Duration.ofSeconds(30));
		}

	}

}
