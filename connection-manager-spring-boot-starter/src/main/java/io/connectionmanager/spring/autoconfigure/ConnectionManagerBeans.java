package io.connectionmanager.spring.autoconfigure;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Declares a manager bean for each connection that has none yet. Doing it again adds what
 * has become clear meanwhile.
 * <p>
 * Ahead of time, no code is generated for these beans: which ones there are depends on
 * the environment, and is decided when the application runs.
 */
final class ConnectionManagerBeans {

	private static final String OURS = ConnectionManagerBeans.class.getName();

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanDefinitionRegistry registry;

	private final Environment environment;

	ConnectionManagerBeans(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry,
			Environment environment) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.environment = environment;
	}

	/**
	 * Declares what is clear now, and says nothing of what is not: a connector may yet
	 * come, from an auto-configuration that is behind this one.
	 */
	void registerEarly() {
		declarations().resolve(Mistakes.IGNORE).forEach(this::register);
	}

	/**
	 * Declares the rest, now that all beans have been declared.
	 */
	void registerAll() {
		for (ConnectionDeclaration declaration : declarations().resolve(new ReportedMistakes())) {
			register(declaration);
			registerAlias(declaration);
		}
	}

	private ConnectionDeclarations declarations() {
		return new ConnectionDeclarations(this.beanFactory, new ConnectionEntries(this.environment).read(),
				(beanName) -> !isOurs(beanName));
	}

	private boolean isOurs(String beanName) {
		return this.registry.containsBeanDefinition(beanName)
				&& this.registry.getBeanDefinition(beanName).hasAttribute(OURS);
	}

	private void register(ConnectionDeclaration declaration) {
		if (!isOurs(declaration.managerBeanName())) {
			this.registry.registerBeanDefinition(declaration.managerBeanName(), definition(declaration));
		}
	}

	private void registerAlias(ConnectionDeclaration declaration) {
		if (!this.beanFactory.containsBean(declaration.alias())) {
			this.registry.registerAlias(declaration.managerBeanName(), declaration.alias());
		}
	}

	private RootBeanDefinition definition(ConnectionDeclaration declaration) {
		RootBeanDefinition definition = new RootBeanDefinition(ConnectionManager.class);
		definition.setTargetType(managerType(declaration));
		definition.setInstanceSupplier(() -> create(declaration));
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, declaration.name()));
		definition.setResourceDescription(
				"connection '" + declaration.name() + "' of the connector '" + declaration.connectorBeanName() + "'");
		definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
		definition.setAttribute(OURS, true);
		return definition;
	}

	private ResolvableType managerType(ConnectionDeclaration declaration) {
		ResolvableType connectionType = ConnectionTypes.ofBean(this.beanFactory, declaration.connectorBeanName(),
				Connector.class);
		return (connectionType != ResolvableType.NONE)
				? ResolvableType.forClassWithGenerics(ConnectionManager.class, connectionType)
				: ResolvableType.forClass(ConnectionManager.class);
	}

	private ConnectionManager<?> create(ConnectionDeclaration declaration) {
		Connector<?> connector = this.beanFactory.getBean(declaration.connectorBeanName(), Connector.class);
		ConnectionManagerBuilderConfigurer configurer = this.beanFactory
			.getBean(ConnectionManagerBuilderConfigurer.class);
		return configurer.builder(declaration.name(), connector).build();
	}

}
