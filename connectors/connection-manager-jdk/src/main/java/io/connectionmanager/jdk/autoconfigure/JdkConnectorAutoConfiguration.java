package io.connectionmanager.jdk.autoconfigure;

import io.connectionmanager.jdk.EventStreamConnectorFactory;
import io.connectionmanager.jdk.SocketConnectorFactory;
import io.connectionmanager.jdk.WebSocketConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the JDK connectors.
 */
@AutoConfiguration
public final class JdkConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebSocketConnectorFactory webSocketConnectorFactory() {
		return new WebSocketConnectorFactory();
	}

	@Bean
	@ConditionalOnMissingBean
	EventStreamConnectorFactory eventStreamConnectorFactory() {
		return new EventStreamConnectorFactory();
	}

	@Bean
	@ConditionalOnMissingBean
	SocketConnectorFactory socketConnectorFactory() {
		return new SocketConnectorFactory();
	}

}
