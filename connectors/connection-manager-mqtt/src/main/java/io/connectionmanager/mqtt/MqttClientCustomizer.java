package io.connectionmanager.mqtt;

import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;

/**
 * Customizes the client of each attempt, for example with a will message or enhanced
 * authentication. An application supplies it as a bean, or to the builder of
 * {@link MqttConnector}. What the connector sets itself, it sets afterwards: the client
 * id, the transport with its address, TLS and timeouts, the threads of the network, and
 * automatic reconnecting, which is off.
 */
@FunctionalInterface
public interface MqttClientCustomizer {

	/**
	 * Customizes the client of an attempt.
	 * @param builder the builder of the client
	 */
	void customize(Mqtt5ClientBuilder builder);

}
