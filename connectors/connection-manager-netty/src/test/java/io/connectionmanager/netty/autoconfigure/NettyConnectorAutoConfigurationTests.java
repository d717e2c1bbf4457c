package io.connectionmanager.netty.autoconfigure;

import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;

import io.connectionmanager.netty.NettyConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyConnectorAutoConfiguration}.
 */
class NettyConnectorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NettyConnectorAutoConfiguration.class));

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(NettyConnectorAutoConfiguration.class.getName());
	}

	@Test
	void there_is_a_factory() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(NettyConnectorFactory.class));
	}

	@Test
	void a_factory_of_the_application_replaces_it() {
		NettyConnectorFactory own = new NettyConnectorFactory();
		this.runner.withBean(NettyConnectorFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(NettyConnectorFactory.class)).isSameAs(own));
	}

	@Test
	void without_netty_there_is_none() {
		this.runner.withClassLoader(new FilteredClassLoader(Channel.class))
			.run((context) -> assertThat(context).doesNotHaveBean(NettyConnectorFactory.class));
	}

}
