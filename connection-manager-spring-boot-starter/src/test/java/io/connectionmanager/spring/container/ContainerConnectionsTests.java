package io.connectionmanager.spring.container;

import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;

import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import io.connectionmanager.spring.FeedConnectorFactory;
import io.connectionmanager.spring.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.GenericContainer;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Connection details of containers, without Docker: the containers are not real.
 */
class ContainerConnectionsTests {

	@ParameterizedTest
	@CsvSource({ "mqtt://localhost:1883, mqtt://docker.example:21883",
			"redis://:pass@cache:6379/1?a=b, redis://:pass@docker.example:26379/1?a=b",
			"ws://a:7@ws:80/prices, ws://a:7@docker.example:20080/prices",
			"nats://[::1]:4222, nats://docker.example:24222" })
	void the_url_of_a_label_gets_the_host_and_the_port_of_clients(String label, String url) {
		assertThat(labels(Map.of(ContainerLabels.NAME, "feed", ContainerLabels.URL, label)))
			.isEqualTo(new ContainerLabels("feed", url));
	}

	@Test
	void labels_that_are_missing_or_incomplete_are_reported_without_the_url() {
		assertThatIllegalStateException().isThrownBy(() -> labels(Map.of(ContainerLabels.URL, "tcp://u:secret@h:1")))
			.withMessage("The container of the service connection 'connection-manager' has no label "
					+ "'io.connectionmanager.connection'");
		assertThatIllegalStateException().isThrownBy(() -> labels(Map.of(ContainerLabels.NAME, "feed")))
			.withMessageContaining("no label 'io.connectionmanager.url'");
		for (String url : new String[] { "tcp://u:secret@h", "tcp:u:secret@h:1", "tcp://u:secret x@h:1" }) {
			assertThatIllegalStateException()
				.isThrownBy(() -> labels(Map.of(ContainerLabels.NAME, "feed", ContainerLabels.URL, url)))
				.withMessage("The label 'io.connectionmanager.url' must be a URL with a host and a port")
				.withNoCause();
		}
	}

	private static ContainerLabels labels(Map<String, String> labels) {
		return ContainerLabels.of(labels, "docker.example", (port) -> 20_000 + port);
	}

	@Test
	void a_connection_without_a_url_finds_its_container() {
		TestContext.runner()
			.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class))
			.withUserConfiguration(Containers.class)
			.withPropertyValues("connection-manager.connections.sensors=")
			.run((context) -> assertThat(context.getBean(FeedConnectorFactory.class).context("sensors").endpoints())
				.hasToString("[mqtt://container.example:21883]"));
	}

	@Test
	void a_service_of_docker_compose_has_the_details_of_its_labels() {
		Map<String, String> labels = new HashMap<>(Map.of("org.springframework.boot.service-connection",
				"connection-manager", ContainerLabels.NAME, "sensors", ContainerLabels.URL, "mqtt://localhost:1883"));
		ConnectionManagerConnectionDetails details = details(labels);
		assertThat(details).isNotNull();
		assertThat(details.getName()).isEqualTo("sensors");
		assertThat(details.getUrl()).isEqualTo("mqtt://127.0.0.1:21883");
		assertThat(details.getSslBundle()).isNull();
		labels.remove("org.springframework.boot.service-connection");
		assertThat(details(labels)).isNull();
	}

	private static @Nullable ConnectionManagerConnectionDetails details(Map<String, String> labels) {
		ConnectionPorts ports = mock(ConnectionPorts.class);
		given(ports.get(anyInt())).willAnswer((call) -> 20_000 + call.<Integer>getArgument(0));
		RunningService service = mock(RunningService.class);
		given(service.labels()).willReturn(labels);
		given(service.host()).willReturn("127.0.0.1");
		given(service.ports()).willReturn(ports);
		given(service.image()).willReturn(ImageReference.of("eclipse-mosquitto:2"));
		return new ConnectionManagerDockerComposeConnectionDetailsFactory().getConnectionDetails(source(service));
	}

	private static DockerComposeConnectionSource source(RunningService service) {
		try {
			Constructor<DockerComposeConnectionSource> constructor = DockerComposeConnectionSource.class
				.getDeclaredConstructor(RunningService.class, Environment.class);
			return BeanUtils.instantiateClass(constructor, service, new MockEnvironment());
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		static FeedConnectorFactory feedConnectorFactory() {
			return new FeedConnectorFactory("mqtt");
		}

		@Bean
		@ServiceConnection("connection-manager")
		Mosquitto mosquitto() {
			return new Mosquitto().withExposedPorts(1883)
				.withLabel("io.connectionmanager.connection", "sensors")
				.withLabel("io.connectionmanager.url", "mqtt://localhost:1883");
		}

	}

	static class Mosquitto extends GenericContainer<Mosquitto> {

		Mosquitto() {
			super("eclipse-mosquitto:2");
		}

		@Override
		public void start() {
			// There is no Docker.
		}

		@Override
		public void stop() {
			// Not started.
		}

		@Override
		public String getHost() {
			return "container.example";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 20_000 + port;
		}

	}

}
