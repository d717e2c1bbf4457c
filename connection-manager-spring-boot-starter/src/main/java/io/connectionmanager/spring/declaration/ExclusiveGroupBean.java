package io.connectionmanager.spring.declaration;

import io.connectionmanager.ExclusiveGroup;

import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Declares the group of an application whose connections are exclusive, or that has
 * selected a store for connections that it creates itself. Backs off if the application
 * has a group of its own.
 * <p>
 * Like managers, the group is declared when the application runs, also if the application
 * was processed ahead of time. It is closed with them, and so needs no destroy method.
 */
final class ExclusiveGroupBean {

	static final String NAME = "connectionExclusiveGroup";

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanDefinitionRegistry registry;

	private final BeanCandidates candidates;

	ExclusiveGroupBean(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry,
			BeanCandidates candidates) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.candidates = candidates;
	}

	/**
	 * Declares the group if it is needed. A repeated run takes back what a bean of the
	 * application has made superfluous.
	 * @param entries the entries of connections
	 */
	void register(ConnectionEntries entries) {
		boolean declared = this.registry.containsBeanDefinition(NAME);
		boolean needed = isUsed(entries) && !hasOthers();
		if (needed && !declared) {
			this.registry.registerBeanDefinition(NAME, definition());
		}
		else if (declared && !needed) {
			this.registry.removeBeanDefinition(NAME);
		}
	}

	private boolean hasOthers() {
		for (String name : this.candidates.ofType(ExclusiveGroup.class, false)) {
			if (!name.equals(NAME)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isUsed(ConnectionEntries entries) {
		for (ConnectionEntry entry : entries.all()) {
			if (entry.isEnabled() && entry.isExclusive()) {
				return true;
			}
		}
		ConfigurationProperty store = PropertyOrigins.find(entries.sources(), ExclusiveGroupFactory.STORE);
		return store != null && !String.valueOf(store.getValue()).isBlank();
	}

	private RootBeanDefinition definition() {
		RootBeanDefinition definition = new RootBeanDefinition(ExclusiveGroup.class);
		ConfigurableListableBeanFactory beanFactory = this.beanFactory;
		definition.setInstanceSupplier(() -> beanFactory.getBean(ExclusiveGroupFactory.class).create());
		definition.setResourceDescription("'connection-manager.exclusive'");
		definition.setDestroyMethodName("");
		definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
		return definition;
	}

}
