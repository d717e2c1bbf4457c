package io.connectionmanager.spring.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener.Cause;
import io.connectionmanager.ExclusiveListener.Reason;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ExclusiveEvent;
import io.connectionmanager.spring.ExclusiveGrantedEvent;
import io.connectionmanager.spring.ExclusiveLostEvent;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.Replicas;
import io.connectionmanager.testing.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

import static io.connectionmanager.spring.Replicas.awaitHolder;
import static io.connectionmanager.spring.Replicas.awaitMembers;
import static io.connectionmanager.spring.Replicas.awaitStandbyBehind;
import static io.connectionmanager.spring.Replicas.connector;
import static io.connectionmanager.spring.Replicas.prices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * How exclusive connections start, stop and move between the replicas of an application.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ExclusiveConnectionsTests {

	private final Replicas replicas = new Replicas();

	@AfterEach
	void close() {
		this.replicas.close();
	}

	@Test
	@DisplayName("Promises E1, E5 and E7: one replica holds a connection, and the next one takes over from it")
	void one_replica_holds_the_connection_and_the_next_one_takes_over_when_it_stops() {
		GenericApplicationContext first = start("pod-1");
		awaitHolder(first);
		GenericApplicationContext second = start("pod-2");
		awaitStandbyBehind(second, "pod-1");
		assertThat(connector(second).attempts()).isEmpty();
		assertThat(second.getBean(ConnectionManagers.class).get("quotes").exclusiveGroup()).isEmpty();
		long token = connector(first).lastAttempt().fencingToken().getAsLong();
		FakeConnector<?> closing = connector(first);
		first.close();
		awaitHolder(second);
		assertThat(closing.closed()).isEqualTo(closing.opened());
		assertThat(connector(second).lastAttempt().fencingToken().getAsLong()).isGreaterThan(token);
	}

	@Test
	void a_replica_that_stops_claims_nothing_any_more_and_is_gone_when_it_is_closed() {
		GenericApplicationContext first = start("pod-1");
		awaitHolder(first);
		first.close();
		assertThat(this.replicas.store().entries().keySet()).noneMatch((key) -> key.contains("/member/"));
		assertThat(this.replicas.store().entries().values()).allMatch((entry) -> entry.value().contains("state=free"));
	}

	@Test
	void a_context_that_is_stopped_and_started_again_claims_again() {
		GenericApplicationContext first = start("pod-1");
		awaitHolder(first);
		GenericApplicationContext second = start("pod-2");
		awaitStandbyBehind(second, "pod-1");
		first.stop();
		awaitHolder(second);
		first.start();
		awaitStandbyBehind(first, "pod-2");
		second.stop();
		awaitHolder(first);
		first.stop();
		first.start();
		awaitHolder(first);
		first.close();
		assertThat(this.replicas.store().entries().values()).allMatch((entry) -> entry.value().contains("state=free"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "await", "required" })
	void the_start_does_not_wait_for_a_connection_that_another_replica_holds(String startup) {
		GenericApplicationContext first = start("pod-1", "connection-manager.connections.prices.startup=" + startup);
		assertThat(prices(first).isConnected()).isTrue();
		GenericApplicationContext second = start("pod-2", "connection-manager.connections.prices.startup=" + startup,
				"connection-manager.startup-timeout=1h");
		assertThat(prices(second).snapshot().state()).isEqualTo(ConnectionState.STANDBY);
	}

	@Test
	void a_required_connection_that_nobody_is_known_to_hold_fails_the_start() {
		this.replicas.store().reachable(false);
		AnnotationConfigApplicationContext context = this.replicas.prepare("pod-1", PricesAndQuotes.class,
				"connection-manager.connections.prices.startup=required",
				"connection-manager.connections.prices.startup-timeout=300ms");
		assertThat(Failures.analysis(catchThrowable(context::refresh)).getDescription()).contains("prices: STANDBY");
	}

	@Test
	void a_store_that_is_not_reached_does_not_hold_up_the_end_of_the_application() {
		GenericApplicationContext first = start("pod-1", "connection-manager.drain-timeout=500ms");
		awaitHolder(first);
		FakeConnector<?> connector = connector(first);
		this.replicas.store().reachable(false);
		assertThat(durationOf(first::close)).isLessThan(Duration.ofSeconds(5));
		assertThat(connector.closed()).hasSize(1);
	}

	@Test
	@DisplayName("Promise E4: what may be open is not released")
	void a_close_that_hangs_is_not_released_and_does_not_hold_up_the_end_of_the_application() {
		GenericApplicationContext first = this.replicas.start("pod-1", HangingClose.class,
				"connection-manager.drain-timeout=500ms");
		awaitHolder(first);
		assertThat(durationOf(first::close)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.replicas.store().entries().values()).anyMatch((entry) -> entry.value().contains("state=held"));
		HangingClose.never.countDown();
	}

	private static Duration durationOf(Runnable action) {
		long begun = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	@Test
	void events_say_what_a_replica_may_do(CapturedOutput output) {
		GenericApplicationContext first = this.replicas.start("pod-1", Listening.class);
		GenericApplicationContext second = this.replicas.start("pod-2", Listening.class);
		Recorder firstEvents = first.getBean(Recorder.class);
		await().until(() -> firstEvents.connected.size() == 1);
		awaitStandbyBehind(second, "pod-1");
		assertThat(firstEvents.exclusive).singleElement()
			.isInstanceOfSatisfying(ExclusiveGrantedEvent.class, (event) -> {
				assertThat(event.name()).isEqualTo("prices");
				assertThat(event.getSource()).isEqualTo("prices");
				assertThat(event.previous()).isEmpty();
				assertThat(event.reason()).isEqualTo(Reason.FIRST);
				assertThat(event.token()).isEqualTo(connector(first).lastAttempt().fencingToken().getAsLong());
			});
		awaitMembers(first, 2);
		assertThat(prices(first).handOver().toCompletableFuture().join()).isTrue();
		Recorder secondEvents = second.getBean(Recorder.class);
		await().until(() -> firstEvents.exclusive.size() == 2 && secondEvents.exclusive.size() == 1);
		assertThat(firstEvents.exclusive.get(1)).isInstanceOfSatisfying(ExclusiveLostEvent.class, (event) -> {
			assertThat(event.reason()).isEqualTo(Cause.HANDED_OVER);
			assertThat(event.token()).isEqualTo(firstEvents.exclusive.get(0).token());
		});
		assertThat(secondEvents.exclusive.get(0)).isInstanceOfSatisfying(ExclusiveGrantedEvent.class, (event) -> {
			assertThat(event.previous()).contains("pod-1");
			assertThat(event.reason()).isEqualTo(Reason.RELEASED);
			assertThat(event.token()).isGreaterThan(firstEvents.exclusive.get(0).token());
		});
		assertThat(output).contains("Listening.throwing of bean")
			.contains("failed to handle ExclusiveGrantedEvent[prices, token ");
	}

	@Test
	@DisplayName("Promise E2: without a renewal, closing has begun in time, and all heals by itself")
	void a_lease_that_lapses_is_a_loss_that_heals_by_itself(CapturedOutput output) {
		try (VirtualTime time = new VirtualTime()) {
			AnnotationConfigApplicationContext context = this.replicas.prepare("pod-7", Listening.class);
			context.registerBean(ConnectionRuntime.class, time::runtime);
			context.refresh();
			time.settle();
			assertThat(prices(context).isConnected()).isTrue();
			this.replicas.store().reachable(false);
			time.advance(Duration.ofSeconds(10));
			assertThat(prices(context).snapshot().state()).isEqualTo(ConnectionState.STANDBY);
			Recorder recorder = context.getBean(Recorder.class);
			assertThat(recorder.exclusive).hasSize(2);
			assertThat(recorder.exclusive.get(1)).isInstanceOfSatisfying(ExclusiveLostEvent.class,
					(event) -> assertThat(event.reason()).isEqualTo(Cause.LAPSED));
			assertThat(output.getAll().lines().filter((line) -> line.contains("the grant to pod-7 has lapsed")))
				.hasSize(1);
			this.replicas.store().reachable(true);
			time.advance(Duration.ofSeconds(20));
			assertThat(prices(context).isConnected()).isTrue();
			context.close();
		}
	}

	@Test
	void a_group_of_a_parent_is_left_with_the_parent() {
		GenericApplicationContext parent = start("pod-1");
		awaitHolder(parent);
		try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(parent);
			child.register(Listening.class);
			child.refresh();
		}
		assertThat(parent.getBean(ExclusiveGroup.class).snapshot().leaving()).isFalse();
		assertThat(prices(parent).isConnected()).isTrue();
	}

	private GenericApplicationContext start(String memberId, String... properties) {
		return this.replicas.start(memberId, PricesAndQuotes.class, properties);
	}

	@Configuration(proxyBeanMethods = false)
	static class HangingClose {

		static final CountDownLatch never = new CountDownLatch(1);

		@Bean
		Connector<Feed> pricesConnector() {
			return Connector.blocking((attempt) -> new Feed(), (feed) -> {
				while (never.getCount() > 0) {
					try {
						never.await();
					}
					catch (InterruptedException ex) {
						// It hangs for as long as the test says.
					}
				}
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@EventListener
		void throwing(ExclusiveGrantedEvent event) {
			throw new IllegalStateException("listener");
		}

	}

	static class Recorder {

		final List<ExclusiveEvent> exclusive = new CopyOnWriteArrayList<>();

		final List<ConnectedEvent<?>> connected = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ExclusiveEvent event) {
			this.exclusive.add(event);
		}

		@EventListener
		void on(ConnectedEvent<?> event) {
			this.connected.add(event);
		}

	}

}
