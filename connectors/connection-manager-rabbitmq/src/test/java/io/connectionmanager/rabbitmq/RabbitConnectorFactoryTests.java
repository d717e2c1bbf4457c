package io.connectionmanager.rabbitmq;

import java.net.URI;
import java.util.ServiceLoader;

import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RabbitConnectorFactoryTests {

	private final RabbitConnectorFactory factory = new RabbitConnectorFactory();

	@Test
	void it_is_found_by_the_service_loader() {
		assertThat(ServiceLoader.load(ConnectorFactory.class)).hasAtLeastOneElementOfType(RabbitConnectorFactory.class);
		assertThat(this.factory.schemes()).containsExactlyInAnyOrder("amqp", "amqps");
		assertThat(this.factory.connectionType()).isEqualTo(Connection.class);
		assertThat(this.factory.options()).isEmpty();
	}

	@Test
	void it_creates_a_connector() {
		assertThat(this.factory.create(ConnectorContext.builder("orders", URI.create("amqp://h")).build()))
			.isInstanceOf(RabbitConnector.class);
	}

	@Test
	void a_url_that_cannot_be_used_is_reported_before_the_first_attempt() {
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> this.factory
				.create(ConnectorContext.builder("orders", URI.create("amqp://u:s3cret@h/a/b")).build()))
			.withMessageContaining("several segments")
			.withMessageNotContaining("s3cret");
	}

}
