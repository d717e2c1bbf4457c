package io.connectionmanager.redis.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.redis.RedisServers;
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

class NewsApplicationTests {

	private static final Path PAGE = Path.of("../../docs/connectors/redis.md");

	@Test
	void the_example_of_the_page_survives_a_killed_server() throws Exception {
		try (ServerProcess server = RedisServers.start(); ConfigurableApplicationContext context = run(server)) {
			NewsApplication application = context.getBean(NewsApplication.class);
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
				.satisfies((news) -> {
					assertThat(news.name()).isEqualTo("news");
					assertThat(news.connects()).isEqualTo(2);
					assertThat(news.disconnects()).isEqualTo(1);
				});
		}
	}

	@SuppressWarnings("unchecked")
	private static void assertReceives(ConfigurableApplicationContext context, String text) {
		var news = (ConnectionManager<StatefulRedisPubSubConnection<String, String>>) context
			.getBean(ConnectionManager.class);
		news.requireConnection().sync().publish("headlines", text);
		news.requireConnection().sync().publish("news.world", text);
		List<String> messages = context.getBean(NewsListener.class).messages();
		await().until(() -> messages.stream().filter(text::equals).count() == 2);
	}

	private static Status health(ConfigurableApplicationContext context) {
		return context.getBean(HealthEndpoint.class).healthForPath("connectionManager", "news").getStatus();
	}

	private static ConfigurableApplicationContext run(ServerProcess server) throws IOException {
		String yaml = block("yaml").replace("localhost:6379", "127.0.0.1:" + server.address().getPort());
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(yaml.getBytes()))
			.get(0);
		return new SpringApplicationBuilder(NewsApplication.class).web(WebApplicationType.NONE)
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
	@ValueSource(strings = { "NewsListener" })
	void the_page_shows_what_runs_here(String type) throws IOException {
		String source = Files
			.readString(Path.of("src/test/java/io/connectionmanager/redis/application/%s.java".formatted(type)));
		assertThat(Files.readString(PAGE)).contains(source.substring(source.indexOf("@Component")));
	}

}
