package io.connectionmanager.spring.lifecycle;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Keeps the registry of managers in step with the manager beans while the application
 * runs: one that is destroyed, with its connector for example, is removed; one that is
 * created again is added and started as the others were.
 */
public final class ConnectionManagersPostProcessor
		implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private final BeanFactory beanFactory;

	// Those that exist before all singletons do are added by whoever makes the registry.
	private volatile @Nullable ConnectionManagers managers;

	/**
	 * Creates the post-processor.
	 * @param beanFactory where the beans are
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
