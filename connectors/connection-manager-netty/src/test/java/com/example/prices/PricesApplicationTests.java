package com.example.prices;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.netty.EchoServer;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import io.connectionmanager.spring.actuate.ConnectionSummary;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.netty.channel.Channel;
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
 * The application of docs/connectors/netty.md: a dependency, a few lines of YAML, and the
 * beans on the page.
 */
@ExtendWith(OutputCaptureExtension.class)
class PricesApplicationTests {

	static {
		// A busy machine takes its time.
		Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
	}

	private static final Path PAGE = Path.of("../../docs/connectors/netty.md");

	@Test
	void the_example_of_the_page_survives_its_server(CapturedOutput output) throws Exception {
		try (ServerProcess server = ServerProcess.java(EchoServer.class, "{port}").start();
				ConfigurableApplicationContext context = run(server)) {
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
			assertThat(output.getErr()).isEmpty();
		}
	}

	private static void assertWorks(ConfigurableApplicationContext context, String price) {
		Channel channel = (Channel) context.getBean(ConnectionManager.class).requireConnection();
		channel.writeAndFlush(price + "\n");
		await().untilAsserted(() -> assertThat(context.getBean(PriceChannels.class).prices).contains(price));
	}

	private static ConfigurableApplicationContext run(ServerProcess server) throws IOException {
		String yaml = block("yaml").replace("localhost:7000", "127.0.0.1:" + server.address().getPort());
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getEnvironment().getPropertySources().addFirst(properties))
			.properties("spring.main.banner-mode=off", "connection-manager.reconnect-after=100ms",
					"management.endpoints.web.exposure.include=health,connections")
			.run();
	}

	private static String block(String language) throws IOException {
		String page = Files.readString(PAGE);
		int start = page.indexOf("```" + language) + language.length() + 4;
		return page.substring(start, page.indexOf("```", start));
	}

	private static String health(ConfigurableApplicationContext context) {
		IndicatedHealthDescriptor health = (IndicatedHealthDescriptor) context.getBean(HealthEndpoint.class)
			.healthForPath("connectionManager", "prices");
		return health.getStatus() + " " + health.getDetails();
	}

	private static ConnectionSummary summary(ConfigurableApplicationContext context) {
		return context.getBean(ConnectionsEndpoint.class).connections().connections().get(0);
	}

	@Test
	void the_example_without_spring_works() throws Exception {
		PriceChannels handlers = new PriceChannels();
		try (ServerProcess server = ServerProcess.java(EchoServer.class, "{port}").start();
				ConnectionManager<Channel> prices = PlainPrices
					.start(URI.create("netty://127.0.0.1:" + server.address().getPort()), handlers)) {
			prices.awaitConnection(Duration.ofSeconds(10)).writeAndFlush("42\n");
			await().untilAsserted(() -> assertThat(handlers.prices).contains("42"));
		}
	}

	@Test
	void the_example_of_a_handshake_works() throws Exception {
		// The echo of the login is no welcome.
		try (ServerProcess server = ServerProcess.java(EchoServer.class, "{port}").start();
				ConnectionManager<Channel> prices = PlainPrices
					.start(URI.create("netty://127.0.0.1:" + server.address().getPort()), new LoginChannels())) {
			await().untilAsserted(
					() -> assertThat(prices.snapshot().lastFailureKind()).contains(FailureKind.AUTHENTICATION));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PriceChannels", "PlainPrices", "LoginChannels" })
	void the_page_shows_what_is_compiled_here(String type) throws IOException {
		assertThat(Files.readString(PAGE))
			.contains(Files.readString(Path.of("src/test/java/com/example/prices/%s.java".formatted(type))));
	}

	@SpringBootApplication
	static class Application {

		final Queue<String> events = new ConcurrentLinkedQueue<>();

		@EventListener
		void connected(ConnectedEvent<Channel> event) {
			this.events.add("connected");
		}

		@EventListener
		void disconnected(DisconnectedEvent<Channel> event) {
			this.events.add("disconnected");
		}

	}

}
