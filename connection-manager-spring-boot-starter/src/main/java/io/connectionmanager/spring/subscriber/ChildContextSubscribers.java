package io.connectionmanager.spring.subscriber;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Subscribes the beans of child contexts without auto-configuration, such as those of a
 * web framework or a plain {@code AnnotationConfigApplicationContext}. Such a context
 * does not inherit the post-processor of its parent, and its annotations would be ignored
 * silently. Its events reach the parent.
 */
public final class ChildContextSubscribers implements ApplicationListener<ContextRefreshedEvent> {

	private static final String BEAN_NAME = ConnectionSubscriberPostProcessor.class.getName();

	private final BeanFactory beanFactory;

	/**
	 * Creates the listener.
	 * @param beanFactory the bean factory of the context whose children are subscribed
	 */
	public ChildContextSubscribers(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() instanceof ConfigurableApplicationContext child
				&& child.getBeanFactory() instanceof DefaultListableBeanFactory childFactory
				&& childFactory != this.beanFactory && isOwn(child)) {
			ConnectionSubscriberPostProcessor subscribers = new ConnectionSubscriberPostProcessor(childFactory);
			// Also if a later step of its start fails.
			childFactory.registerDisposableBean(BEAN_NAME, subscribers::cancelAll);
			childFactory.registerSingleton(BEAN_NAME, subscribers);
			subscribers.subscribeExisting();
			childFactory.addBeanPostProcessor(subscribers);
		}
	}

	/** Whether this is the nearest context with auto-configuration. */
	private boolean isOwn(ApplicationContext child) {
		for (ApplicationContext next = child; next != null; next = next.getParent()) {
			if (next.getAutowireCapableBeanFactory() == this.beanFactory) {
				return true;
			}
			if (next.getAutowireCapableBeanFactory() instanceof ConfigurableListableBeanFactory factory
					&& factory.getBeanNamesForType(ChildContextSubscribers.class, true, false).length > 0) {
				return false;
			}
		}
		return false;
	}

}
