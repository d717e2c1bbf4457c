package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import io.connectionmanager.spring.ConnectorDecorator;

/**
 * The auto-configured configurer: it applies the properties, then the beans of the
 * application.
 */
public final class DefaultConnectionManagerBuilderConfigurer implements ConnectionManagerBuilderConfigurer {

	private final ResolvedConnections connections;

	private final ConnectionRuntime runtime;

	private final FailureClassifier classifier;

	private final Supplier<ExclusiveGroup> group;

	private final List<ConnectionListener> listeners;

	private final List<ConnectionManagerBuilderCustomizer> customizers;

	private final List<ConnectorDecorator> decorators;

	/**
	 * Creates the configurer.
	 * @param connections the resolved connections
	 * @param runtime the runtime of all managers
	 * @param classifier the classifier of failures
	 * @param group the group of exclusive connections, not called before there is one
	 * @param listeners the listeners of all managers
	 * @param customizers the customizers, in their order
	 * @param decorators the decorators, in their order
	 */
	public DefaultConnectionManagerBuilderConfigurer(ResolvedConnections connections, ConnectionRuntime runtime,
			FailureClassifier classifier, Supplier<ExclusiveGroup> group, List<ConnectionListener> listeners,
			List<ConnectionManagerBuilderCustomizer> customizers, List<ConnectorDecorator> decorators) {
		this.connections = connections;
		this.runtime = runtime;
		this.classifier = classifier;
		this.group = group;
		this.listeners = listeners;
		this.customizers = customizers;
		this.decorators = decorators;
	}

	@Override
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
		for (ConnectionListener listener : watching) {
			builder.listener(listener);
		}
		return builder;
	}

	@Override
	public <C> ConnectionManager.Builder<C> configure(String name, ConnectionManager.Builder<C> builder) {
		ResolvedConnection resolved = this.connections.get(name);
		builder.runtime(this.runtime)
			.failureClassifier(this.classifier)
			.settings(resolved.settings())
			.masking(resolved.masking());
		if (!resolved.endpoints().isEmpty()) {
			builder.endpoints(resolved.endpoints()).endpointPolicy(resolved.endpointPolicy());
		}
		if (resolved.exclusivity().exclusive()) {
			builder.exclusive(this.group.get());
			if (resolved.exclusivity().yieldAfter() != null) {
				builder.yieldAfter(resolved.exclusivity().yieldAfter());
			}
		}
		for (ConnectionListener listener : this.listeners) {
			builder.listener(listener);
		}
		for (ConnectionManagerBuilderCustomizer customizer : this.customizers) {
			customizer.customize(name, builder);
		}
		return builder;
	}

}
