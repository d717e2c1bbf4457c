package io.connectionmanager.spring;

import io.connectionmanager.Connector;

/**
 * Decorates connectors. Beans of this type are applied in order to the connector of each
 * manager that is auto-configured or built by
 * {@link ConnectionManagerBuilderConfigurer#builder
 * ConnectionManagerBuilderConfigurer.builder}. The last one is the outermost.
 */
public interface ConnectorDecorator {

	/**
	 * Decorates the connector of a manager. A decorated connector that is also a
	 * {@link io.connectionmanager.ConnectionListener ConnectionListener} is notified of
	 * the transitions of that manager. A decorated {@link Connector#async asynchronous}
	 * connector blocks a worker in {@code open}. To run code around {@code open}, add an
	 * {@link io.connectionmanager.OpenInterceptor interceptor} to the builder instead.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector the connector to decorate
	 * @return the decorated connector, or the connector itself
	 */
	<C> Connector<C> decorate(String name, Connector<C> connector);

}
