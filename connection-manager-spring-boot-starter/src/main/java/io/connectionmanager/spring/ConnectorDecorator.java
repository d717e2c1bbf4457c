package io.connectionmanager.spring;

import io.connectionmanager.Connector;

/**
 * Puts something around connectors. Beans of this type are applied, in their order, to
 * the connector of each manager that is auto-configured or built by
 * {@link ConnectionManagerBuilderConfigurer#builder
 * ConnectionManagerBuilderConfigurer.builder}; the last one is called first.
 */
public interface ConnectorDecorator {

	/**
	 * Decorates the connector of a manager. A decorator that is a
	 * {@link io.connectionmanager.ConnectionListener ConnectionListener} too sees the
	 * transitions of that manager. Behind a decorator, the {@code open} of an
	 * {@link Connector#async asynchronous} connector blocks a worker; to run something
	 * around the opening, add an {@link io.connectionmanager.OpenInterceptor interceptor}
	 * to the builder instead.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector the connector to decorate
	 * @return what to use in its place, or the connector itself
	 */
	<C> Connector<C> decorate(String name, Connector<C> connector);

}
