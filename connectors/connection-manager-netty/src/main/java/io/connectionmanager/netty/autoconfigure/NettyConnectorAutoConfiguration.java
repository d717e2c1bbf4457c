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

	@Bean
	@ConditionalOnMissingBean
	NettyConnectorFactory nettyConnectorFactory() {
		return new NettyConnectorFactory();
	}

}
