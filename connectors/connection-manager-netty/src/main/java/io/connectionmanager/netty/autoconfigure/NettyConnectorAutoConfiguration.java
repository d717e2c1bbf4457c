package io.connectionmanager.netty.autoconfigure;

import io.netty.channel.Channel;

import io.connectionmanager.netty.NettyConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the Netty connector.
 */
@AutoConfiguration
@ConditionalOnClass(Channel.class)
public final class NettyConnectorAutoConfiguration {

	// Static: the type of a connection is needed before other beans can be created.
	@Bean
	@ConditionalOnMissingBean
	static NettyConnectorFactory nettyConnectorFactory() {
		return new NettyConnectorFactory();
	}

}
