package io.connectionmanager.redis.autoconfigure;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

import io.connectionmanager.redis.RedisPubSubConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for connections with the scheme
 * {@code redis} or {@code rediss}.
 */
@AutoConfiguration
@ConditionalOnClass(StatefulRedisPubSubConnection.class)
public final class RedisPubSubConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RedisPubSubConnectorFactory redisPubSubConnectorFactory() {
		return new RedisPubSubConnectorFactory();
	}

}
