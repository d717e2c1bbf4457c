package io.connectionmanager.spring.autoconfigure;

import java.util.List;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;

/**
 * Configures the builder of a manager as the auto-configuration does: from the
 * properties, with the application's runtime and {@link FailureClassifier}, all
 * {@link ConnectionListener} beans (of which one publishes the events) and all
 * {@link ConnectionManagerBuilderCustomizer} beans. For an application that defines a
 * manager itself: <pre class="code">
 * &#64;Bean
 * &#64;Qualifier("prices")
 * ConnectionManager&lt;Socket&gt; prices(ConnectionManagerBuilderConfigurer configurer) {
 *     return configurer.configure("prices", ConnectionManager.builder("prices", connector)).build();
 * }
 * </pre>
 * <p>
 * A manager bean that is built without it is started and stopped, subscribed to and shown
 * in the health like all others, but publishes no events.
 */
public final class ConnectionManagerBuilderConfigurer {

	private final ConnectionManagerProperties properties;

	private final ConnectionRuntime runtime;

	private final FailureClassifier classifier;

	private final List<ConnectionListener> listeners;

	private final List<ConnectionManagerBuilderCustomizer> customizers;

	ConnectionManagerBuilderConfigurer(ConnectionManagerProperties properties, ConnectionRuntime runtime,
			FailureClassifier classifier, List<ConnectionListener> listeners,
			List<ConnectionManagerBuilderCustomizer> customizers, ConnectionPropertiesValidator validator) {
		validator.validate(properties);
		this.properties = properties;
		this.runtime = runtime;
		this.classifier = classifier;
		this.listeners = listeners;
		this.customizers = customizers;
	}

	/**
	 * Configures a builder.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param builder the builder of its manager
	 * @return the builder
	 */
	public <C> ConnectionManager.Builder<C> configure(String name, ConnectionManager.Builder<C> builder) {
		ResolvedConnectionProperties resolved = this.properties.resolve(name);
		builder.runtime(this.runtime).failureClassifier(this.classifier).settings(resolved.settings());
		resolved.url().ifPresent(builder::endpoint);
		this.listeners.forEach(builder::listener);
		this.customizers.forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

}
