package io.connectionmanager.mqtt.autoconfigure;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;

import io.connectionmanager.mqtt.MqttConnectorFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for connections with the scheme
 * {@code mqtt} or {@code mqtts}.
 */
@AutoConfiguration
@ConditionalOnClass(Mqtt5AsyncClient.class)
public final class MqttConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MqttConnectorFactory mqttConnectorFactory() {
		return new MqttConnectorFactory();
	}

}
