package io.connectionmanager.spring;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;

/**
 * Configures the builder of a manager as the auto-configuration does. It applies the
 * properties, the runtime and {@link FailureClassifier} of the application, all
 * {@link ConnectionListener} beans (one of which publishes the events), and all
 * {@link ConnectionManagerBuilderCustomizer} and {@link ConnectorDecorator} beans. Use it
 * to define a manager, or to add one while the application runs: <pre class="code">
 * &#64;Bean
 * &#64;Qualifier("prices")
 * ConnectionManager&lt;Socket&gt; prices(ConnectionManagerBuilderConfigurer configurer) {
 *     return configurer.builder("prices", connector).build();
 * }
 * </pre>
 */
public interface ConnectionManagerBuilderConfigurer {

	/**
	 * Returns a configured builder of a manager with the decorated connector.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector the connector
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> builder(String name, Connector<C> connector);

	/**
	 * Configures a builder, without {@link #builder decorating} its connector.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param builder the builder of its manager
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> configure(String name, ConnectionManager.Builder<C> builder);

}
