package io.connectionmanager.nats.autoconfigure;

import io.nats.client.Connection;

import io.connectionmanager.nats.NatsConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the NATS connector.
 */
@AutoConfiguration
@ConditionalOnClass(Connection.class)
public final class NatsConnectorAutoConfiguration {

	// Static: the type of a connection is needed before other beans can be created.
	@Bean
	@ConditionalOnMissingBean
	static NatsConnectorFactory natsConnectorFactory() {
		return new NatsConnectorFactory();
	}

}
