package io.connectionmanager.jdk.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.connectionmanager.jdk.SocketConnectorFactory;

/**
 * Auto-configuration of the connectors that need nothing but the JDK.
 */
@AutoConfiguration
public class JdkConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketConnectorFactory socketConnectorFactory() {
		return new SocketConnectorFactory();
	}

}
