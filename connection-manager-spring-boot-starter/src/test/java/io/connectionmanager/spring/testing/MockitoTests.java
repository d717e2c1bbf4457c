package io.connectionmanager.spring.testing;

import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.OnConnected;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;

/**
 * Managers and connectors that Mockito replaces, in an application that subscribes by
 * annotation.
 */
class MockitoTests {

	static class Subscribers {

		final List<Socket> sockets = new CopyOnWriteArrayList<>();

		@OnConnected("prices")
		void byName(Socket prices) {
			this.sockets.add(prices);
		}

		@OnConnected
		void byType(Socket any) {
			this.sockets.add(any);
		}

	}

	@Nested
	@SpringBootTest(classes = PricesApplication.class)
	@Import(Subscribers.class)
	class AMockedManager {

		@MockitoBean
		private ConnectionManager<Socket> prices;

		@Autowired
		private ConnectionManagers managers;

		@Autowired
		private HealthEndpoint health;

		@Test
		void is_injected_and_nothing_connects() {
			Socket socket = new Socket();
			given(this.prices.requireConnection()).willReturn(socket);
			assertThat(this.prices.requireConnection()).isSameAs(socket);
			assertThat(this.managers.get("prices").snapshot().state()).hasToString("STOPPED");
			assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		}

	}

	@SpringBootTest(classes = PricesApplication.class)
	static class WithSpiedManager {

		@MockitoSpyBean
		private ConnectionManager<Socket> prices;

	}

	@Test
	void a_spied_manager_is_reported_with_what_to_do() {
		WithSpiedManager test = new WithSpiedManager();
		Throwable failure = catchThrowable(
				() -> new TestContextManager(WithSpiedManager.class).prepareTestInstance(test));
		FailureAnalysis report = Failures.analysis(failure);
		assertThat(report.getDescription()).contains("'pricesConnectionManager'", "@MockitoSpyBean");
		assertThat(report.getAction()).contains("@MockitoSpyBean on the Connector bean");
	}

	@Nested
	@SpringBootTest(classes = PricesApplication.class, properties = "connection-manager.reconnect-after=10ms")
	@Import(Subscribers.class)
	class AMockedConnector {

		@MockitoBean
		private Connector<Socket> pricesConnector;

		@Autowired
		private ConnectionManager<Socket> manager;

		@Autowired
		private Subscribers subscribers;

		@Test
		void says_that_it_is_not_stubbed_and_connects_once_it_is() throws Exception {
			await().untilAsserted(() -> assertThat(this.manager.snapshot().lastFailure()).get()
				.asString()
				.contains("returned null instead of a connection, as a mock does whose open is not stubbed"));
			// A mock cannot be stubbed while another thread calls it.
			this.manager.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
			Socket socket = mock(Socket.class);
			given(this.pricesConnector.open(any())).willAnswer((call) -> {
				call.getArgument(0, ConnectionAttempt.class).connected();
				return socket;
			});
			this.manager.start();
			await().until(() -> this.subscribers.sockets.equals(List.of(socket, socket)));
		}

	}

	@Nested
	@SpringBootTest(classes = PricesApplication.class)
	class ASpiedConnector {

		@MockitoSpyBean
		private Connector<Socket> pricesConnector;

		@Autowired
		private ConnectionManager<Socket> manager;

		@Test
		void sees_the_attempts_of_the_real_manager() throws Exception {
			await().until(() -> this.manager.snapshot().attempt() > 0);
			await().untilAsserted(() -> then(this.pricesConnector).should(atLeastOnce()).open(any()));
		}

	}

}
