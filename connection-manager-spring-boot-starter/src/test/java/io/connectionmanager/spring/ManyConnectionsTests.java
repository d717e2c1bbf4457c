package io.connectionmanager.spring;

import java.util.stream.IntStream;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.connectionmanager.spring.health.ConnectionsHealthContributor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application with a thousand connections, half of which are down, shows of them.
 */
class ManyConnectionsTests {

	private static final int CONNECTIONS = 1000;

	@Test
	void all_are_shown_and_no_connection_is_touched() {
		TestContext.runner()
			.withUserConfiguration(Application.class)
			.withPropertyValues("connection-manager.reconnect-after=1h", "connection-manager.backoff.max-delay=1h",
					"management.endpoints.web.exposure.include=connections")
			.withPropertyValues(IntStream.range(0, CONNECTIONS)
				.mapToObj((i) -> "connection-manager.connections.c%d.connector=%s".formatted(i,
						(i % 2 == 0) ? "up" : "down"))
				.toArray(String[]::new))
			.run((context) -> {
				await().until(() -> context.getBean(ConnectionManagers.class)
					.stream()
					.allMatch((manager) -> manager.isConnected() || manager.snapshot().failures() == 1));
				ConnectionsEndpoint endpoint = context.getBean(ConnectionsEndpoint.class);
				assertThat(JsonMapper.shared().writeValueAsString(endpoint.connections())).contains("\"c0\"",
						"\"c999\"");
				assertThat(endpoint.connections().connections()).hasSize(CONNECTIONS);
				assertThat(context.getBean(ConnectionsHealthContributor.class).stream())
					.extracting((entry) -> ((HealthIndicator) entry.contributor()).health().getStatus())
					.hasSize(CONNECTIONS)
					.containsOnly(Status.UP, Status.DOWN);
				assertThat(context.getBean(MeterRegistry.class)
					.get("connection.manager.connected")
					.gauges()
					.stream()
					.map(Meter::measure)
					.mapToDouble((measured) -> measured.iterator().next().getValue())
					.sum()).isEqualTo(CONNECTIONS / 2);
				Application application = context.getBean(Application.class);
				assertThat(application.up.attempts()).hasSize(CONNECTIONS / 2);
				assertThat(application.up.closed().size()).isZero();
				assertThat(application.down.attempts()).hasSize(CONNECTIONS / 2);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		final FakeConnector<Untouchable> up = new FakeConnector<>(Untouchable::new);

		final FakeConnector<Untouchable> down = new FakeConnector<>(Untouchable::new).refusing();

		@Bean
		FakeConnector<Untouchable> up() {
			return this.up;
		}

		@Bean
		FakeConnector<Untouchable> down() {
			return this.down;
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

	/**
	 * A connection that cannot be looked at.
	 */
	static final class Untouchable {

		public Object getAnything() {
			throw new AssertionError("touched");
		}

		@Override
		public int hashCode() {
			throw new AssertionError("touched");
		}

		@Override
		public String toString() {
			throw new AssertionError("touched");
		}

	}

}
