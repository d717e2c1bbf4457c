package io.connectionmanager.spring;

import io.connectionmanager.Connector;

/**
 * Puts something around connectors. Beans of this type are applied, in their order, to
 * the connector of each manager that is auto-configured or built by
 * {@link io.connectionmanager.spring.autoconfigure.ConnectionManagerBuilderConfigurer#builder
 * ConnectionManagerBuilderConfigurer.builder}; the last one is called first.
 */
public interface ConnectorDecorator {

	/**
	 * Decorates the connector of a manager. A decorator that is a
	 * {@link io.connectionmanager.ConnectionListener ConnectionListener} too sees the
	 * transitions of that manager. It passes on {@link Connector#openAsync openAsync} as
	 * well as {@link Connector#open open} and {@link Connector#close close}.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector the connector to decorate
	 * @return what to use in its place, or the connector itself
	 */
	<C> Connector<C> decorate(String name, Connector<C> connector);

}
