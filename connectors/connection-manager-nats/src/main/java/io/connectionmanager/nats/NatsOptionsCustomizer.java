package io.connectionmanager.nats;

import io.nats.client.Options;

/**
 * Customizes the options of the NATS client. An application supplies one as a bean, which
 * is qualified by the name of the connection if there are several.
 * <p>
 * The connector decides on servers, reconnecting, the timeout of the connection, pings
 * and the data port. A {@link Options.Builder#connectionListener connection listener} and
 * an {@link Options.Builder#errorListener error listener} are called in addition to those
 * of the connector, on another thread.
 */
@FunctionalInterface
public interface NatsOptionsCustomizer {

	/**
	 * Customizes the options. Called at each attempt.
	 * @param options the options
	 */
	void customize(Options.Builder options);

}
