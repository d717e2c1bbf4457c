package io.connectionmanager.spring;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;

/**
 * Configures the builder of a manager as the auto-configuration does: from the
 * properties, with the application's runtime and {@link FailureClassifier}, all
 * {@link ConnectionListener} beans (one of which publishes the events) and all
 * {@link ConnectionManagerBuilderCustomizer} and {@link ConnectorDecorator} beans. For an
 * application that defines a manager itself, or adds one while it runs:
 * <pre class="code">
 * &#64;Bean
 * &#64;Qualifier("prices")
 * ConnectionManager&lt;Socket&gt; prices(ConnectionManagerBuilderConfigurer configurer) {
 *     return configurer.builder("prices", connector).build();
 * }
 * </pre>
 */
public interface ConnectionManagerBuilderConfigurer {

	/**
	 * Returns a configured builder of a manager whose connector has been decorated.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector opens and closes the connection
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> builder(String name, Connector<C> connector);

	/**
	 * Configures a builder. Its connector stays as it is, without the {@link #builder
	 * decorators}.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param builder the builder of its manager
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> configure(String name, ConnectionManager.Builder<C> builder);

}
