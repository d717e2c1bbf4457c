package com.example.events;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import io.connectionmanager.spring.actuate.ConnectionSummary;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.nats.client.Connection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application of docs/connectors/nats.md: a dependency, a few lines of YAML, and the
 * beans on the page.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventsApplicationTests {

	static {
		// A busy machine takes its time.
		Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
	}

	private static final Path PAGE = Path.of("../../docs/connectors/nats.md");

	@Test
	void the_example_of_the_page_survives_its_server(CapturedOutput output) throws Exception {
		try (ServerProcess server = ServerProcess
			.program("nats-server", "-a", "127.0.0.1", "-p", "{port}", "--user", "joe", "--pass", "s3cret-password")
			.start(); ConfigurableApplicationContext context = run(server)) {
			Queue<String> events = context.getBean(Application.class).events;
			await().untilAsserted(() -> assertThat(events).containsExactly("connected"));
			assertWorks(context, "1");
			assertThat(health(context)).startsWith("UP");

			server.kill();
			await().untilAsserted(() -> assertThat(events).containsExactly("connected", "disconnected"));
			ConnectionManager<?> manager = context.getBean(ConnectionManager.class);
			await().until(() -> manager.snapshot().state() == ConnectionState.WAITING);
			assertThat(summary(context)).returns(1L, ConnectionSummary::disconnects)
				.returns(ConnectionState.WAITING, ConnectionSummary::state);
			await().untilAsserted(() -> assertThat(health(context)).startsWith("DOWN").contains("refused"));

			server.start();
			await().untilAsserted(() -> assertThat(events).containsExactly("connected", "disconnected", "connected"));
			assertWorks(context, "2");
			assertThat(health(context)).startsWith("UP");
			assertThat(summary(context)).returns(2L, ConnectionSummary::connects)
				.returns(1L, ConnectionSummary::disconnects);
			assertThat(health(context) + summary(context) + output).doesNotContain("s3cret");
		}
	}

	private static void assertWorks(ConfigurableApplicationContext context, String price) {
		Prices prices = context.getBean(Prices.class);
		// The event may come earlier than the call of the subscriber.
		await().untilAsserted(() -> {
			prices.publish("ABC", price);
			assertThat(prices.latest).containsEntry("prices.ABC", price);
		});
	}

	private static ConfigurableApplicationContext run(ServerProcess server) throws IOException {
		String yaml = block("yaml").replace("localhost:4222", "127.0.0.1:" + server.address().getPort());
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getEnvironment().getPropertySources().addFirst(properties))
			.properties("spring.main.banner-mode=off", "connection-manager.reconnect-after=100ms",
					"management.endpoints.web.exposure.include=health,connections")
			.run("--connection-manager.connections.events.username=joe",
					"--connection-manager.connections.events.password=s3cret-password");
	}

	private static String block(String language) throws IOException {
		String page = Files.readString(PAGE);
		int start = page.indexOf("```" + language) + language.length() + 4;
		return page.substring(start, page.indexOf("```", start));
	}

	private static String health(ConfigurableApplicationContext context) {
		IndicatedHealthDescriptor health = (IndicatedHealthDescriptor) context.getBean(HealthEndpoint.class)
			.healthForPath("connectionManager", "events");
		return health.getStatus() + " " + health.getDetails();
	}

	private static ConnectionSummary summary(ConfigurableApplicationContext context) {
		return context.getBean(ConnectionsEndpoint.class).connections().connections().get(0);
	}

	@Test
	void the_example_without_spring_works() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		try (ServerProcess server = ServerProcess.program("nats-server", "-a", "127.0.0.1", "-p", "{port}").start();
				ConnectionManager<Connection> events = PlainEvents.start(
						URI.create("nats://127.0.0.1:" + server.address().getPort()),
						(message) -> received.add(message.getSubject()))) {
			events.awaitConnection(Duration.ofSeconds(10));
			await().until(() -> {
				events.requireConnection().publish("prices.ABC", new byte[0]);
				return "prices.ABC".equals(received.poll(100, TimeUnit.MILLISECONDS));
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Prices", "PlainEvents" })
	void the_page_shows_what_is_compiled_here(String type) throws IOException {
		assertThat(Files.readString(PAGE))
			.contains(Files.readString(Path.of("src/test/java/com/example/events/%s.java".formatted(type))));
	}

	@SpringBootApplication
	static class Application {

		final Queue<String> events = new ConcurrentLinkedQueue<>();

		@EventListener
		void connected(ConnectedEvent<Connection> event) {
			this.events.add("connected");
		}

		@EventListener
		void disconnected(DisconnectedEvent<Connection> event) {
			this.events.add("disconnected");
		}

	}

}
