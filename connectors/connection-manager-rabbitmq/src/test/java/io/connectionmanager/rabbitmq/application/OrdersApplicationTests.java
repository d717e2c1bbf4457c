package io.connectionmanager.rabbitmq.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.rabbitmq.OwnBroker;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OrdersApplicationTests {

	private static final Path PAGE = Path.of("../../docs/connectors/rabbitmq.md");

	@Test
	void the_example_of_the_page_survives_a_killed_server() throws Exception {
		try (TestServer server = OwnBroker.shared(); ConfigurableApplicationContext context = run(server)) {
			OrdersApplication application = context.getBean(OrdersApplication.class);
			await().until(() -> application.events().equals(List.of("ConnectedEvent")));
			assertReceives(context, "first");
			assertThat(health(context)).isEqualTo(Status.UP);

			server.kill();
			await().until(() -> application.events().equals(List.of("ConnectedEvent", "DisconnectedEvent")));
			assertThat(health(context)).isEqualTo(Status.DOWN);
			server.start();
			await().until(() -> application.events().size() == 3);
			assertReceives(context, "second");
			assertThat(health(context)).isEqualTo(Status.UP);
			assertThat(application.events()).containsExactly("ConnectedEvent", "DisconnectedEvent", "ConnectedEvent");
			assertThat(context.getBean(ConnectionsEndpoint.class).connections().connections()).singleElement()
				.satisfies((orders) -> {
					assertThat(orders.name()).isEqualTo("orders");
					assertThat(orders.connects()).isEqualTo(2);
					assertThat(orders.disconnects()).isEqualTo(1);
				});
		}
	}

	@SuppressWarnings("unchecked")
	private static void assertReceives(ConfigurableApplicationContext context, String text) throws Exception {
		var orders = (ConnectionManager<Connection>) context.getBean(ConnectionManager.class);
		try (Channel channel = orders.requireConnection().createChannel()) {
			channel.basicPublish("", "orders", null, text.getBytes());
		}
		List<String> received = context.getBean(OrdersConsumer.class).orders();
		await().until(() -> received.stream().filter(text::equals).count() == 1);
	}

	private static Status health(ConfigurableApplicationContext context) {
		return context.getBean(HealthEndpoint.class).healthForPath("connectionManager", "orders").getStatus();
	}

	private static ConfigurableApplicationContext run(TestServer server) throws IOException {
		String yaml = block("yaml").replace("localhost:5672", "127.0.0.1:" + server.address().getPort());
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(yaml.getBytes()))
			.get(0);
		return new SpringApplicationBuilder(OrdersApplication.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getEnvironment().getPropertySources().addFirst(properties))
			.properties("spring.main.banner-mode=off", "logging.level.root=error", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=*", "connection-manager.reconnect-after=50ms",
					"BROKER_PASSWORD=" + OwnBroker.PASSWORD)
			.run();
	}

	private static String block(String language) throws IOException {
		String page = Files.readString(PAGE);
		int start = page.indexOf("```" + language) + language.length() + 4;
		return page.substring(start, page.indexOf("```", start));
	}

	@Test
	void the_page_shows_what_runs_here() throws IOException {
		String source = Files
			.readString(Path.of("src/test/java/io/connectionmanager/rabbitmq/application/OrdersConsumer.java"));
		assertThat(Files.readString(PAGE)).contains(source.substring(source.indexOf("@Component")));
	}

}
