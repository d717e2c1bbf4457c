package io.connectionmanager.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import io.connectionmanager.spring.ConnectorDecorator;

/**
 * Configures the builder of a manager as the auto-configuration does: from the
 * properties, with the application's runtime and {@link FailureClassifier}, all
 * {@link ConnectionListener} beans (of which one publishes the events) and all
 * {@link ConnectionManagerBuilderCustomizer} and {@link ConnectorDecorator} beans. For an
 * application that defines a manager itself, or adds one while it runs:
 * <pre class="code">
 * &#64;Bean
 * &#64;Qualifier("prices")
 * ConnectionManager&lt;Socket&gt; prices(ConnectionManagerBuilderConfigurer configurer) {
 *     return configurer.builder("prices", connector).build();
 * }
 * </pre>
 * <p>
 * A manager bean that is built without it is started and stopped, subscribed to and shown
 * in the health and the endpoint like all others, but publishes no events and has no
 * history.
 */
public final class ConnectionManagerBuilderConfigurer {

	private final ConnectionManagerProperties properties;

	private final ConnectionRuntime runtime;

	private final FailureClassifier classifier;

	private final List<ConnectionListener> listeners;

	private final List<ConnectionManagerBuilderCustomizer> customizers;

	private final List<ConnectorDecorator> decorators;

	/** Equal settings are one object: most connections have those of all. */
	private final ConcurrentMap<ConnectionSettings, ConnectionSettings> settings = new ConcurrentHashMap<>();

	ConnectionManagerBuilderConfigurer(ConnectionManagerProperties properties, ConnectionRuntime runtime,
			FailureClassifier classifier, List<ConnectionListener> listeners,
			List<ConnectionManagerBuilderCustomizer> customizers, List<ConnectorDecorator> decorators,
			ConnectionPropertiesValidator validator) {
		validator.validate(properties);
		this.properties = properties;
		this.runtime = runtime;
		this.classifier = classifier;
		this.listeners = listeners;
		this.customizers = customizers;
		this.decorators = decorators;
	}

	/**
	 * Returns a builder that has been configured, of a manager whose connector has been
	 * decorated.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector opens and closes the connection
	 * @return the builder
	 */
	public <C> ConnectionManager.Builder<C> builder(String name, Connector<C> connector) {
		List<ConnectionListener> watching = new ArrayList<>();
		Connector<C> decorated = connector;
		for (ConnectorDecorator decorator : this.decorators) {
			Connector<C> plain = decorated;
			decorated = decorator.decorate(name, plain);
			if (decorated != plain && decorated instanceof ConnectionListener listener) {
				watching.add(listener);
			}
		}
		ConnectionManager.Builder<C> builder = configure(name, ConnectionManager.builder(name, decorated));
		watching.forEach(builder::listener);
		return builder;
	}

	/**
	 * Configures a builder, whose connector stays as it is, without the {@link #builder
	 * decorators}.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param builder the builder of its manager
	 * @return the builder
	 */
	public <C> ConnectionManager.Builder<C> configure(String name, ConnectionManager.Builder<C> builder) {
		ResolvedConnectionProperties resolved = this.properties.resolve(name);
		builder.runtime(this.runtime)
			.failureClassifier(this.classifier)
			.settings(shared(resolved.settings()))
			.masking(resolved.masking());
		resolved.url().ifPresent(builder::endpoint);
		this.listeners.forEach(builder::listener);
		this.customizers.forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

	private ConnectionSettings shared(ConnectionSettings settings) {
		return this.settings.computeIfAbsent(settings, Function.identity());
	}

}
