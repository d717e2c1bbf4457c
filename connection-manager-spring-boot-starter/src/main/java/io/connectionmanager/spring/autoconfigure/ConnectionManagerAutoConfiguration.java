package io.connectionmanager.spring.autoconfigure;

import java.util.Optional;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import io.connectionmanager.spring.ConnectorDecorator;
import io.connectionmanager.spring.declaration.ConnectionManagerBeansPostProcessor;
import io.connectionmanager.spring.declaration.ConnectionManagerBeansRegistrar;
import io.connectionmanager.spring.declaration.ConnectionManagersFactory;
import io.connectionmanager.spring.declaration.ConnectionRuntimeFactory;
import io.connectionmanager.spring.declaration.DefaultConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.declaration.ExclusiveGroupFactory;
import io.connectionmanager.spring.declaration.ResolvedConnections;
import io.connectionmanager.spring.lifecycle.ConnectionEventListenerFactory;
import io.connectionmanager.spring.lifecycle.ConnectionEventPublisher;
import io.connectionmanager.spring.lifecycle.ConnectionLifecycle;
import io.connectionmanager.spring.lifecycle.ConnectionManagersPostProcessor;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;
import io.connectionmanager.spring.lifecycle.ContextEvents;
import io.connectionmanager.spring.lifecycle.ExclusiveEventPublisher;
import io.connectionmanager.spring.lifecycle.LocalGroups;
import io.connectionmanager.spring.ssl.SslBundleReloads;
import io.connectionmanager.spring.subscriber.ChildContextSubscribers;
import io.connectionmanager.spring.subscriber.ConnectionSubscriberPostProcessor;
import io.connectionmanager.spring.subscriber.SubscriberLazyInitializationExcludeFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for connections: a
 * {@link io.connectionmanager.ConnectionManager ConnectionManager} for each entry of
 * {@code connection-manager.connections} and for each
 * {@link io.connectionmanager.Connector Connector} bean that no entry uses. Managers
 * start and stop with the application, notify subscribers and publish events.
 * <p>
 * The manager of the connection {@code order-events} is the bean
 * {@code orderEventsConnectionManager} with the qualifier {@code order-events}. Unless a
 * bean of that name exists, it also has the alias {@code orderEvents}, so that a
 * parameter of either name selects it among managers of one type. The entry backs off if
 * the application defines a manager bean with that qualifier.
 * <p>
 * With ahead-of-time processing, conditions are evaluated when the application is built,
 * and connections are declared when it runs. The connection type may be package-private,
 * but not a private nested class.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "connection-manager.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ ConnectionManagerProperties.class, ExclusiveProperties.class })
@Import(ConnectionManagerBeansRegistrar.class)
public final class ConnectionManagerAutoConfiguration {

	@Bean
	static ConnectionManagerBeansPostProcessor connectionManagerBeansPostProcessor(Environment environment) {
		return new ConnectionManagerBeansPostProcessor(environment);
	}

	@Bean
	static ConnectionManagersPostProcessor connectionManagersPostProcessor(
			ConfigurableListableBeanFactory beanFactory) {
		return new ConnectionManagersPostProcessor(beanFactory);
	}

	@Bean
	static ConnectionSubscriberPostProcessor connectionSubscriberPostProcessor(
			ConfigurableListableBeanFactory beanFactory) {
		return new ConnectionSubscriberPostProcessor(beanFactory);
	}

	@Bean
	static ChildContextSubscribers connectionChildContextSubscribers(ConfigurableListableBeanFactory beanFactory) {
		return new ChildContextSubscribers(beanFactory);
	}

	@Bean
	@Lazy
	static SubscriberLazyInitializationExcludeFilter connectionSubscriberLazyInitializationExcludeFilter() {
		return new SubscriberLazyInitializationExcludeFilter();
	}

	@Bean
	static ConnectionEventListenerFactory connectionEventListenerFactory(
			ObjectProvider<ResolvedConnections> connections) {
		return new ConnectionEventListenerFactory((name) -> connections.getObject().get(name).masking());
	}

	@Bean
	ResolvedConnections resolvedConnections(ObjectProvider<ConnectionManagerProperties> properties,
			ConnectionManagerBeansPostProcessor declared, ObjectProvider<SslBundles> sslBundles,
			ConfigurableListableBeanFactory beanFactory) {
		return ResolvedConnections.of(properties, declared, sslBundles, beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionRuntime connectionRuntime(ConnectionManagerProperties properties, Environment environment) {
		return ConnectionRuntimeFactory.create(properties.getConnectLimit().getPermits(),
				properties.getConnectLimit().getPerSecond(), environment);
	}

	@Bean
	@ConditionalOnMissingBean
	FailureClassifier connectionFailureClassifier() {
		return FailureClassifier.standard();
	}

	// Whether the application needs a group is known when it runs.
	@Bean
	@Lazy
	ExclusiveGroupFactory connectionExclusiveGroupFactory(ExclusiveProperties properties, ConnectionRuntime runtime,
			ObjectProvider<ExclusiveListener> listeners, Environment environment,
			ConfigurableListableBeanFactory beanFactory) {
		return new ExclusiveGroupFactory(properties::resolve, runtime, listeners, environment, beanFactory);
	}

	@Bean
	ConnectionManagerBuilderConfigurer connectionManagerBuilderConfigurer(ResolvedConnections connections,
			ConnectionRuntime runtime, FailureClassifier classifier, ObjectProvider<ExclusiveGroup> group,
			ObjectProvider<ConnectionListener> listeners,
			ObjectProvider<ConnectionManagerBuilderCustomizer> customizers,
			ObjectProvider<ConnectorDecorator> decorators) {
		return new DefaultConnectionManagerBuilderConfigurer(connections, runtime, classifier, group::getObject,
				listeners.orderedStream().toList(), customizers.orderedStream().toList(),
				decorators.orderedStream().toList());
	}

	// A child context has its own, so that it does not stop the connections of its
	// parent.
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ConnectionManagers connectionManagers(ConfigurableListableBeanFactory beanFactory,
			ResolvedConnections connections) {
		return ConnectionManagersFactory.create(beanFactory, connections);
	}

	@Bean
	ConnectionTypes connectionTypes(ConfigurableListableBeanFactory beanFactory) {
		return new ConnectionTypes(beanFactory);
	}

	@Bean
	ContextEvents connectionEvents(ApplicationEventPublisher publisher, ResolvedConnections connections) {
		return new ContextEvents(publisher, (name) -> connections.get(name).masking());
	}

	@Bean
	ConnectionEventPublisher connectionEventPublisher(ContextEvents events, ConnectionTypes types) {
		return new ConnectionEventPublisher(events, types::of);
	}

	@Bean
	@Lazy
	ExclusiveEventPublisher connectionExclusiveEventPublisher(ContextEvents events, ConnectionRuntime runtime) {
		return new ExclusiveEventPublisher(events, runtime.clock());
	}

	// No other bean depends on it, so it must not be initialized lazily.
	@Bean
	@Lazy(false)
	SslBundleReloads connectionSslBundleReloads(ConnectionManagers managers, ResolvedConnections connections,
			ObjectProvider<SslBundles> sslBundles, ConnectionRuntime runtime) {
		SslBundleReloads reloads = new SslBundleReloads(managers,
				(name) -> Optional.ofNullable(connections.get(name).connector().sslBundle()), runtime.timer());
		sslBundles.ifAvailable((bundles) -> reloads.watch(bundles, connections.sslBundles()));
		return reloads;
	}

	@Bean
	ConnectionLifecycle connectionLifecycle(ConnectionManagers managers, ResolvedConnections connections,
			ContextEvents events, ConnectionRuntime runtime, ConfigurableListableBeanFactory beanFactory) {
		return new ConnectionLifecycle(managers, (name) -> connections.get(name).startup(),
				new LocalGroups(beanFactory), events, runtime);
	}

}
