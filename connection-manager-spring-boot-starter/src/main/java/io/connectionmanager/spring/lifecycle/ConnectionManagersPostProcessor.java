package io.connectionmanager.spring.lifecycle;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Synchronizes the registry of managers with the manager beans while the application
 * runs. A manager that is destroyed, for example with its connector, is removed. One that
 * is created again is added and started like the others.
 */
public final class ConnectionManagersPostProcessor
		implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private final BeanFactory beanFactory;

	// Managers that exist before all singletons do are added when the registry is
	// created.
	private volatile @Nullable ConnectionManagers managers;

	/**
	 * Creates the post-processor.
	 * @param beanFactory the bean factory
	 */
	public ConnectionManagersPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.managers = this.beanFactory.getBean(ConnectionManagers.class);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		ConnectionManagers managers = this.managers;
		if (managers != null && bean instanceof ConnectionManager<?> manager && manager.name() != null
				&& this.beanFactory.containsBean(beanName) && this.beanFactory.isSingleton(beanName)
				&& managers.find(manager.name()).isEmpty()) {
			managers.add(manager);
			this.beanFactory.getBean(ConnectionLifecycle.class).startLate(manager);
		}
		return bean;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof ConnectionManager;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		ConnectionManagers managers = this.managers;
		if (managers != null && bean instanceof ConnectionManager<?> manager && manager.name() != null
				&& managers.find(manager.name()).orElse(null) == manager) {
			managers.remove(manager.name());
		}
	}

}
