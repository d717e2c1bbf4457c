package io.connectionmanager.redis;

import java.net.URI;
import java.util.ServiceLoader;

import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.MissingCollaboratorException;
import io.connectionmanager.redis.autoconfigure.RedisPubSubConnectorAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisPubSubConnectorFactoryTests {

	private final RedisPubSubConnectorFactory factory = new RedisPubSubConnectorFactory();

	@Test
	void is_found_without_spring() {
		assertThat(ServiceLoader.load(ConnectorFactory.class))
			.hasAtLeastOneElementOfType(RedisPubSubConnectorFactory.class);
	}

	@Test
	void the_connection_has_type_arguments() {
		ResolvableType expected = ResolvableType.forClassWithGenerics(StatefulRedisPubSubConnection.class, String.class,
				String.class);
		ResolvableType other = ResolvableType.forClassWithGenerics(StatefulRedisPubSubConnection.class, byte[].class,
				byte[].class);
		ResolvableType type = ResolvableType.forType(this.factory.connectionType());
		assertThat(expected.isAssignableFrom(type)).isTrue();
		assertThat(other.isAssignableFrom(type)).isFalse();
		assertThat(this.factory.connectionType()).isEqualTo(expected.getType())
			.hasToString("%s<java.lang.String, java.lang.String>", StatefulRedisPubSubConnection.class.getName());
	}

	@Test
	void is_a_bean_unless_the_application_has_one() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedisPubSubConnectorAutoConfiguration.class));
		runner.run((context) -> assertThat(context).hasSingleBean(RedisPubSubConnectorFactory.class));
		runner.withBean("own", RedisPubSubConnectorFactory.class)
			.run((context) -> assertThat(context).hasSingleBean(RedisPubSubConnectorFactory.class).hasBean("own"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://:s3cret@one:1,two:2/0", "redis://:s3cret@h/first", "redis-socket:///redis.sock",
			"redis://:s3cret@h?timeout=1s" })
	void a_url_that_cannot_work_is_reported_without_its_password(URI url) {
		ConnectorContext context = ConnectorContext.builder("news", url).build();
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> this.factory.create(context))
			.withMessageContaining("Redis")
			.withMessageNotContaining("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "channels", "patterns" })
	void subscriptions_without_a_listener_are_a_mistake(String option) {
		ConnectorContext context = ConnectorContext.builder("news", URI.create("redis://redis.example"))
			.option(option, "news.*")
			.build();
		assertThatExceptionOfType(MissingCollaboratorException.class).isThrownBy(() -> this.factory.create(context))
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo(RedisPubSubListener.class));
	}

}
