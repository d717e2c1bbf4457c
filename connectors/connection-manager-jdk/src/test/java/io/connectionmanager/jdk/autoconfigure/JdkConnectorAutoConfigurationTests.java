package io.connectionmanager.jdk.autoconfigure;

import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;

import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.jdk.EventStreamConnectorFactory;
import io.connectionmanager.jdk.SocketConnectorFactory;
import io.connectionmanager.jdk.WebSocketConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdkConnectorAutoConfiguration}.
 */
class JdkConnectorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdkConnectorAutoConfiguration.class));

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(JdkConnectorAutoConfiguration.class.getName());
	}

	@Test
	void the_factories_are_found_without_spring() {
		assertThat(ServiceLoader.load(ConnectorFactory.class))
			.hasAtLeastOneElementOfType(WebSocketConnectorFactory.class)
			.hasAtLeastOneElementOfType(EventStreamConnectorFactory.class)
			.hasAtLeastOneElementOfType(SocketConnectorFactory.class);
	}

	@Test
	void there_are_factories() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(WebSocketConnectorFactory.class)
			.hasSingleBean(EventStreamConnectorFactory.class)
			.hasSingleBean(SocketConnectorFactory.class));
	}

	@Test
	void a_factory_of_the_application_replaces_it() {
		WebSocketConnectorFactory own = new WebSocketConnectorFactory();
		this.runner.withBean(WebSocketConnectorFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(WebSocketConnectorFactory.class)).isSameAs(own));
	}

}
