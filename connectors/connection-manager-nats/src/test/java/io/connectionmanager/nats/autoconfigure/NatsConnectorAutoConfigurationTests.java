package io.connectionmanager.nats.autoconfigure;

import io.nats.client.Connection;
import org.junit.jupiter.api.Test;

import io.connectionmanager.nats.NatsConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsConnectorAutoConfiguration}.
 */
class NatsConnectorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NatsConnectorAutoConfiguration.class));

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(NatsConnectorAutoConfiguration.class.getName());
	}

	@Test
	void there_is_a_factory() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(NatsConnectorFactory.class));
	}

	@Test
	void a_factory_of_the_application_replaces_it() {
		NatsConnectorFactory own = new NatsConnectorFactory();
		this.runner.withBean(NatsConnectorFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(NatsConnectorFactory.class)).isSameAs(own));
	}

	@Test
	void without_its_client_there_is_none() {
		this.runner.withClassLoader(new FilteredClassLoader(Connection.class))
			.run((context) -> assertThat(context).doesNotHaveBean(NatsConnectorFactory.class));
	}

}
