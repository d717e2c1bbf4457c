package io.connectionmanager.rabbitmq.autoconfigure;

import com.rabbitmq.client.Connection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.connectionmanager.rabbitmq.RabbitConnectorFactory;

/**
 * {@link AutoConfiguration Auto-configuration} for connections with the scheme
 * {@code amqp} or {@code amqps}.
 */
@AutoConfiguration
@ConditionalOnClass(Connection.class)
public final class RabbitConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RabbitConnectorFactory rabbitConnectorFactory() {
		return new RabbitConnectorFactory();
	}

}
