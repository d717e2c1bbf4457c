package io.connectionmanager.nats;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.nats.client.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.DisconnectedEvent;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that consists of a dependency and a few lines of YAML.
 */
@ExtendWith(OutputCaptureExtension.class)
class BootApplicationTests {

	@Test
	void a_connection_survives_its_server(CapturedOutput output) throws Exception {
		try (NatsServer server = new NatsServer("--user", "joe", "--pass", "s3cret-password");
				ConfigurableApplicationContext context = start(server.address())) {
			Application application = context.getBean(Application.class);
			await().untilAsserted(() -> assertThat(application.events).containsExactly("connected"));
			assertThat(health(context)).startsWith("UP");

			server.kill();
			await().untilAsserted(() -> assertThat(application.events).containsExactly("connected", "disconnected"));
			ConnectionManager<?> manager = context.getBean(ConnectionManager.class);
			await().until(() -> manager.snapshot().state() == ConnectionState.WAITING);
			assertThat(endpoint(context)).contains("events").contains("WAITING");
			assertThat(health(context)).contains("refused");

			server.start();
			await().untilAsserted(
					() -> assertThat(application.events).containsExactly("connected", "disconnected", "connected"));
			assertThat(endpoint(context)).contains("CONNECTED");
			assertThat(health(context)).startsWith("UP");
			assertThat(health(context) + endpoint(context) + output).doesNotContain("s3cret");
		}
	}

	private static ConfigurableApplicationContext start(String server) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.config.name=events", "--server=" + server);
	}

	private static String health(ConfigurableApplicationContext context) {
		IndicatedHealthDescriptor health = (IndicatedHealthDescriptor) context.getBean(HealthEndpoint.class)
			.healthForPath("connectionManager", "events");
		return health.getStatus() + " " + health.getDetails();
	}

	private static String endpoint(ConfigurableApplicationContext context) {
		return context.getBean(ConnectionsEndpoint.class).connections().toString();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
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
