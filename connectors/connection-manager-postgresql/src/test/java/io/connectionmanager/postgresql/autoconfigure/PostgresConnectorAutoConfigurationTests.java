package io.connectionmanager.postgresql.autoconfigure;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import io.connectionmanager.postgresql.PostgresConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresConnectorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PostgresConnectorAutoConfiguration.class));

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(PostgresConnectorAutoConfiguration.class.getName());
	}

	@Test
	void there_is_a_factory() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(PostgresConnectorFactory.class));
	}

	@Test
	void a_factory_of_the_application_replaces_it() {
		PostgresConnectorFactory own = new PostgresConnectorFactory();
		this.runner.withBean(PostgresConnectorFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(PostgresConnectorFactory.class)).isSameAs(own));
	}

	@Test
	void without_the_client_there_is_none() {
		this.runner.withClassLoader(new FilteredClassLoader(PGConnection.class))
			.run((context) -> assertThat(context).doesNotHaveBean(PostgresConnectorFactory.class));
	}

}
