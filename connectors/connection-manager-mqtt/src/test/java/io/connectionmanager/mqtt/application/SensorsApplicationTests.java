package io.connectionmanager.mqtt.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.mqtt.Brokers;
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

class SensorsApplicationTests {

	private static final Path PAGE = Path.of("../../docs/connectors/mqtt.md");

	@Test
	void the_example_of_the_page_survives_a_killed_broker() throws Exception {
		try (ServerProcess broker = Brokers.start(); ConfigurableApplicationContext context = run(broker)) {
			SensorsApplication application = context.getBean(SensorsApplication.class);
			await().until(() -> application.events().equals(List.of("ConnectedEvent")));
			assertReceives(context, "first");
			assertThat(health(context)).isEqualTo(Status.UP);

			broker.kill();
			await().until(() -> application.events().equals(List.of("ConnectedEvent", "DisconnectedEvent")));
			assertThat(health(context)).isEqualTo(Status.DOWN);
			broker.start();
			await().until(() -> application.events().size() == 3);
			assertReceives(context, "second");
			assertThat(health(context)).isEqualTo(Status.UP);
			assertThat(application.events()).containsExactly("ConnectedEvent", "DisconnectedEvent", "ConnectedEvent");
			assertThat(context.getBean(ConnectionsEndpoint.class).connections().connections()).singleElement()
				.satisfies((sensors) -> {
					assertThat(sensors.name()).isEqualTo("sensors");
					assertThat(sensors.connects()).isEqualTo(2);
					assertThat(sensors.disconnects()).isEqualTo(1);
				});
		}
	}

	private static void assertReceives(ConfigurableApplicationContext context, String text) {
		context.getBean(Alarms.class).raise(text);
		await().until(() -> text.equals(context.getBean(SensorListener.class).values().get("alarms")));
	}

	private static Status health(ConfigurableApplicationContext context) {
		return context.getBean(HealthEndpoint.class).healthForPath("connectionManager", "sensors").getStatus();
	}

	private static ConfigurableApplicationContext run(ServerProcess broker) throws IOException {
		String yaml = block("yaml").replace("localhost:1883", "127.0.0.1:" + broker.address().getPort());
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(yaml.getBytes()))
			.get(0);
		return new SpringApplicationBuilder(SensorsApplication.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getEnvironment().getPropertySources().addFirst(properties))
			.properties("spring.main.banner-mode=off", "logging.level.root=error", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=*", "connection-manager.reconnect-after=50ms")
			.run();
	}

	private static String block(String language) throws IOException {
		String page = Files.readString(PAGE);
		int start = page.indexOf("```" + language) + language.length() + 4;
		return page.substring(start, page.indexOf("```", start));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SensorListener", "Alarms" })
	void the_page_shows_what_runs_here(String type) throws IOException {
		String source = Files
			.readString(Path.of("src/test/java/io/connectionmanager/mqtt/application/%s.java".formatted(type)));
		assertThat(Files.readString(PAGE)).contains(source.substring(source.indexOf("@Component")));
	}

}
