package io.connectionmanager.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;

/**
 * Customizes the client of each attempt, for example with an authentication mechanism or
 * a metrics collector. An application supplies it as a bean, or to the builder of
 * {@link RabbitConnector}. What the connector sets itself, it sets afterwards: address,
 * virtual host, credentials, TLS with host name verification, timeouts, heartbeat, and
 * automatic recovery, which is off.
 */
@FunctionalInterface
public interface RabbitClientCustomizer {

	/**
	 * Customizes the client of an attempt.
	 * @param factory the factory of the attempt's connection
	 */
	void customize(ConnectionFactory factory);

}
