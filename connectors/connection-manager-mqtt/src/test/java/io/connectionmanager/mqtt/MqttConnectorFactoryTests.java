package io.connectionmanager.mqtt;

import java.net.URI;
import java.time.Duration;
import java.util.ServiceLoader;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;
import io.connectionmanager.mqtt.autoconfigure.MqttConnectorAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MqttConnectorFactoryTests {

	private final MqttConnectorFactory factory = new MqttConnectorFactory();

	@Test
	void is_found_without_spring() {
		assertThat(ServiceLoader.load(ConnectorFactory.class)).hasAtLeastOneElementOfType(MqttConnectorFactory.class);
		assertThat(this.factory.connectionType()).isEqualTo(Mqtt5AsyncClient.class);
	}

	@Test
	void is_a_bean_unless_the_application_has_one() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MqttConnectorAutoConfiguration.class));
		runner.run((context) -> assertThat(context).hasSingleBean(MqttConnectorFactory.class));
		runner.withBean("own", MqttConnectorFactory.class)
			.run((context) -> assertThat(context).hasSingleBean(MqttConnectorFactory.class).hasBean("own"));
	}

	@ParameterizedTest
	@CsvSource({ "qos,3", "qos,most", "topics,sensors/#/room", "session-expiry,-1s", "session-expiry,soon" })
	void an_option_that_cannot_be_used_is_named(String option, String value) {
		ConnectorContext context = context().option(option, value).collaborator((MqttPublishListener) (publish) -> {
		}).build();
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> this.factory.create(context))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo(option));
	}

	@Test
	void a_session_expiry_that_mqtt_does_not_allow_is_refused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MqttConnector.builder().sessionExpiry(Duration.ofSeconds(-5)))
			.withMessage("must be from 0s to 4294967295s, but is -5s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt://u:s3cret@one:1883,two:1883", "mqtt:broker.example", "ssl://u:s3cret@one:8883",
			"wss://u:s3cret@one" })
	void a_url_that_cannot_work_is_reported_without_its_password(URI url) {
		ConnectorContext context = ConnectorContext.builder("sensors", url).build();
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> this.factory.create(context))
			.withMessageContaining("mqtt://host:port")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void topics_without_a_listener_are_a_mistake() {
		ConnectorContext context = context().option("topics", "sensors/#").build();
		assertThatExceptionOfType(MissingCollaboratorException.class).isThrownBy(() -> this.factory.create(context))
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo(MqttPublishListener.class));
	}

	private static ConnectorContext.Builder context() {
		return ConnectorContext.builder("sensors", URI.create("mqtt://broker.example"));
	}

}
