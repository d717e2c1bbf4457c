package io.connectionmanager.rabbitmq.autoconfigure;

import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;

import io.connectionmanager.rabbitmq.RabbitConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RabbitConnectorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RabbitConnectorAutoConfiguration.class));

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(RabbitConnectorAutoConfiguration.class.getName());
	}

	@Test
	void there_is_a_factory() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RabbitConnectorFactory.class));
	}

	@Test
	void a_factory_of_the_application_replaces_it() {
		RabbitConnectorFactory own = new RabbitConnectorFactory();
		this.runner.withBean(RabbitConnectorFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(RabbitConnectorFactory.class)).isSameAs(own));
	}

	@Test
	void without_the_client_there_is_none() {
		this.runner.withClassLoader(new FilteredClassLoader(Connection.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RabbitConnectorFactory.class));
	}

}
