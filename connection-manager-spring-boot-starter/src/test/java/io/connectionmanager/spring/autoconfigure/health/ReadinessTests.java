package io.connectionmanager.spring.autoconfigure.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.PricesAndQuotes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is asked from outside before traffic is let in, and before a process is ended and
 * started anew; over HTTP.
 */
class ReadinessTests {

	private static final int UP = 200;

	private static final int DOWN = 503;

	private static final String PRICES_REQUIRED = "management.endpoint.health.group.readiness.include="
			+ "readinessState,connectionManager/prices";

	private static final HttpClient http = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void a_required_connection_decides_and_an_optional_one_is_only_shown(WebApplicationType type) {
		try (Application application = new Application(type, PRICES_REQUIRED,
				"management.endpoint.health.show-components=always")) {
			assertThat(application.status("/readiness")).isEqualTo(UP);
			application.lose("quotes");
			assertThat(application.status("/readiness")).isEqualTo(UP);
			assertThat(application.status("/connectionManager/quotes")).isEqualTo(DOWN);
			assertThat(application.status("")).isEqualTo(DOWN);
			application.lose("prices");
			assertThat(application.status("/readiness")).isEqualTo(DOWN);
			application.manager("prices").reconnect();
			await().until(() -> application.manager("prices").isConnected());
			assertThat(application.status("/readiness")).isEqualTo(UP);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void all_connections_can_be_required(WebApplicationType type) {
		try (Application application = new Application(type,
				"management.endpoint.health.group.readiness.include=readinessState,connectionManager")) {
			assertThat(application.status("/readiness")).isEqualTo(UP);
			application.lose("quotes");
			assertThat(application.status("/readiness")).isEqualTo(DOWN);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void an_outage_within_grace_leaves_the_application_ready(WebApplicationType type) {
		try (Application application = new Application(type, PRICES_REQUIRED,
				"connection-manager.connections.prices.health.grace=1h")) {
			application.lose("prices");
			assertThat(application.status("/readiness")).isEqualTo(UP);
		}
		try (Application application = new Application(type, PRICES_REQUIRED,
				"connection-manager.connections.prices.health.grace=1ns")) {
			application.lose("prices");
			assertThat(application.status("/readiness")).isEqualTo(DOWN);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void liveness_is_up_whatever_becomes_of_connections_and_so_is_readiness_unless_they_are_in_it(
			WebApplicationType type) {
		try (Application application = new Application(type, "test.slow=true",
				"connection-manager.connections.quotes.max-attempts=1")) {
			assertIsAlive(application, "slow", ConnectionState.CONNECTING);
			application.lose("prices");
			assertIsAlive(application, "prices", ConnectionState.WAITING);
			application.connector("quotes").refusing();
			application.manager("quotes").reconnect();
			assertIsAlive(application, "quotes", ConnectionState.SUSPENDED);
			application.manager("quotes").stop();
			assertIsAlive(application, "quotes", ConnectionState.STOPPED);
			Stream.of("prices", "quotes", "slow").map(application::manager).forEach(ConnectionManager::close);
			assertIsAlive(application, "prices", ConnectionState.CLOSED);
		}
	}

	private static void assertIsAlive(Application application, String connection, ConnectionState state) {
		await().until(() -> application.manager(connection).snapshot().state() == state);
		assertThat(application.status("")).isEqualTo(DOWN);
		assertThat(application.get("/liveness").body()).contains("\"status\":\"UP\"");
		assertThat(application.status("/liveness")).isEqualTo(UP);
		assertThat(application.status("/readiness")).isEqualTo(UP);
	}

	private static final class Application implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		private Application(WebApplicationType type, String... properties) {
			this.context = new SpringApplicationBuilder(Connections.class).web(type)
				.bannerMode(Banner.Mode.OFF)
				.properties("server.port=0", "server.address=127.0.0.1", "connection-manager.reconnect-after=1h",
						"connection-manager.backoff.max-delay=1h", "connection-manager.stable-after=0s")
				.properties(properties)
				.run();
			await().until(() -> Stream.of("prices", "quotes").allMatch((name) -> manager(name).isConnected()));
		}

		private ConnectionManager<?> manager(String name) {
			return this.context.getBean(ConnectionManagers.class).get(name);
		}

		private FakeConnector<?> connector(String name) {
			return this.context.getBean(name + "Connector", FakeConnector.class);
		}

		private void lose(String name) {
			connector(name).lose(new IOException("reset"));
			await().until(() -> !manager(name).isConnected());
		}

		private int status(String path) {
			return get(path).statusCode();
		}

		private HttpResponse<String> get(String path) {
			URI uri = URI.create("http://127.0.0.1:%s/actuator/health%s"
				.formatted(this.context.getEnvironment().getProperty("local.server.port"), path));
			try {
				return http.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
						BodyHandlers.ofString());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class,
			RabbitAutoConfiguration.class })
	@Import(PricesAndQuotes.class)
	static class Connections {

		@Bean
		@ConditionalOnBooleanProperty("test.slow")
		Connector<Feed> slowConnector() {
			return Connector.signalling((attempt) -> new Feed());
		}

	}

}
