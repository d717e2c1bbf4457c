package io.connectionmanager.spring.declaration;

import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Declares a manager bean for each connection that has none yet. A repeated run adds
 * connections that could not be determined before.
 * <p>
 * With ahead-of-time processing, no code is generated for these beans: they depend on the
 * environment, and are declared when the application runs.
 */
final class ConnectionManagerBeans {

	/** Attribute of a definition that holds the manager created from it. */
	static final String CREATED = ConnectionManagerBeans.class.getName() + ".created";

	/** Attribute that marks a definition as ours, and holds the declaration. */
	private static final String OURS = ConnectionManagerBeans.class.getName();

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanDefinitionRegistry registry;

	private final BeanCandidates candidates;

	private final ConnectionDeclarations declarations;

	private final ConnectionEntries entries;

	ConnectionManagerBeans(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry,
			ConnectionEntries entries) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.candidates = new BeanCandidates(beanFactory);
		this.entries = entries;
		this.declarations = new ConnectionDeclarations(beanFactory, entries,
				new ConnectorBeans(beanFactory, this.candidates), new ConnectorFactories(beanFactory, this.candidates),
				ownManagers());
	}

	private List<String> ownManagers() {
		List<String> managers = new ArrayList<>();
		for (String beanName : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory,
				ConnectionManager.class, true, false)) {
			if (!isOurs(beanName)) {
				managers.add(beanName);
			}
		}
		return managers;
	}

	private boolean isOurs(String beanName) {
		return this.registry.containsBeanDefinition(beanName)
				&& this.registry.getBeanDefinition(beanName).hasAttribute(OURS);
	}

	/**
	 * Returns the name of the connection of a manager bean, without creating the bean.
	 */
	static String nameOf(ConfigurableListableBeanFactory beanFactory, String beanName) {
		String defined = ConnectionTypes.qualifierOf(beanFactory, beanName);
		if (defined != null) {
			return defined;
		}
		Qualifier annotated = beanFactory.containsBeanDefinition(beanName)
				? beanFactory.findAnnotationOnBean(beanName, Qualifier.class, false) : null;
		return (annotated != null) ? annotated.value() : beanName;
	}

	/**
	 * Declares managers.
	 * @param complete whether all beans have been declared. If not, ambiguous connections
	 * are not reported: a later auto-configuration may add a connector
	 */
	void register(boolean complete) {
		List<ConnectionDeclaration> declared = this.declarations.resolve(complete);
		// A connector that several managers share cannot make one of them primary.
		Set<String> used = new HashSet<>();
		Set<String> shared = new HashSet<>();
		for (ConnectionDeclaration declaration : declared) {
			if (declaration.source() instanceof ConnectorSource.Bean connector && !used.add(connector.name())) {
				shared.add(connector.name());
			}
		}
		for (ConnectionDeclaration declaration : declared) {
			String beanName = declaration.managerBeanName();
			register(beanName, declaration);
			if (complete) {
				if (declaration.source() instanceof ConnectorSource.Bean connector
						&& !shared.contains(connector.name())) {
					passPreferenceOn(connector.name(), beanName);
				}
				if (!this.beanFactory.containsBean(declaration.alias())) {
					this.registry.registerAlias(beanName, declaration.alias());
				}
			}
		}
		if (complete) {
			removeOutdated(declared);
		}
		new ExclusiveGroupBean(this.beanFactory, this.registry, this.candidates).register(this.entries);
	}

	// The connector that a later auto-configuration declared may also have changed the
	// name.
	private void removeOutdated(List<ConnectionDeclaration> declared) {
		Set<String> current = new HashSet<>();
		for (ConnectionDeclaration declaration : declared) {
			current.add(declaration.managerBeanName());
		}
		for (String beanName : this.registry.getBeanDefinitionNames()) {
			if (isOurs(beanName) && !current.contains(beanName)) {
				this.registry.removeBeanDefinition(beanName);
			}
		}
	}

	// A later auto-configuration may have declared a connector that takes precedence over
	// a ready-made one.
	private void register(String beanName, ConnectionDeclaration declaration) {
		if (isOurs(beanName)) {
			if (declaration.equals(this.registry.getBeanDefinition(beanName).getAttribute(OURS))) {
				return;
			}
			this.registry.removeBeanDefinition(beanName);
		}
		this.registry.registerBeanDefinition(beanName, definition(declaration));
	}

	private RootBeanDefinition definition(ConnectionDeclaration declaration) {
		RootBeanDefinition definition = new RootBeanDefinition(ConnectionManager.class);
		definition.setTargetType(managerType(declaration.source()));
		ConfigurableListableBeanFactory beanFactory = this.beanFactory;
		definition.setInstanceSupplier(() -> create(beanFactory, declaration, definition));
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, declaration.name()));
		definition.setResourceDescription("connection '" + declaration.name() + "' of " + declaration.source());
		definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
		definition.setAttribute(OURS, declaration);
		return definition;
	}

	private void passPreferenceOn(String connector, String manager) {
		BeanDefinition from = this.candidates.definition(connector);
		if (from != null) {
			BeanDefinition to = this.registry.getBeanDefinition(manager);
			to.setPrimary(from.isPrimary());
			to.setFallback(from.isFallback());
		}
	}

	private ResolvableType managerType(ConnectorSource source) {
		ResolvableType type = ResolvableType.NONE;
		if (source instanceof ConnectorSource.ReadyMade readyMade) {
			type = ResolvableType.forType(readyMade.factory().connectionType());
		}
		else if (source instanceof ConnectorSource.Bean connector) {
			type = connectionType(connector.name());
		}
		// A Connector<? extends Feed> opens a Feed.
		if (type.getType() instanceof WildcardType wildcard) {
			type = (wildcard.getLowerBounds().length == 0) ? ResolvableType.forType(wildcard.getUpperBounds()[0])
					: ResolvableType.NONE;
		}
		return (type != ResolvableType.NONE) ? ResolvableType.forClassWithGenerics(ConnectionManager.class, type)
				: ResolvableType.forClass(ConnectionManager.class);
	}

	private ResolvableType connectionType(String connector) {
		ConfigurableListableBeanFactory owner = this.candidates.owner(connector);
		String target = ScopedProxyUtils.getTargetBeanName(connector);
		return ConnectionTypes.ofBean(owner, owner.containsBeanDefinition(target) ? target : connector,
				Connector.class);
	}

	private static ConnectionManager<?> create(ConfigurableListableBeanFactory beanFactory,
			ConnectionDeclaration declaration, RootBeanDefinition definition) {
		Connector<?> connector = (declaration.source() instanceof ConnectorSource.Bean bean)
				? beanFactory.getBean(bean.name(), Connector.class)
				: new ReadyMadeConnectors(beanFactory).create(declaration.name(), declaration.source());
		ConnectionManagerBuilderConfigurer configurer = beanFactory.getBean(ConnectionManagerBuilderConfigurer.class);
		ConnectionManager<?> manager = configurer.builder(declaration.name(), connector).build();
		definition.setAttribute(CREATED, manager);
		return manager;
	}

}
