package io.connectionmanager.spring.subscriber;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.Subscription;
import io.connectionmanager.spring.ConnectedTo;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Subscribes beans that carry {@link ConnectedTo @ConnectedTo},
 * {@link OnConnected @OnConnected} or {@link OnDisconnected @OnDisconnected}, and ends
 * their subscriptions when they are destroyed.
 * <p>
 * The singletons of the application are subscribed when all of them are there, and so
 * before a connection is started; one that is created later, because it is lazy, at once.
 * A bean of another scope is refused: nobody would say when it is done with the
 * connection. An object that is only initialized, such as the instance of a test class,
 * is no bean and is not subscribed.
 */
public final class ConnectionSubscriberPostProcessor
		implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final SubscriberFinder finder;

	private final Object monitor = new Object();

	// Guarded by the monitor; null once all singletons are there.
	private @Nullable List<SubscriberBean> waiting = new ArrayList<>();

	// Guarded by the monitor. Has each subscribing bean, from the time that it is found.
	private final Map<Object, List<Subscription>> subscriptions = new IdentityHashMap<>();

	/**
	 * Creates the post-processor.
	 * @param beanFactory where the beans are
	 */
	public ConnectionSubscriberPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.finder = new SubscriberFinder(beanFactory);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// Of an object that is only initialized, nobody says when it is done with the
		// connection.
		if (!this.beanFactory.isCurrentlyInCreation(beanName)) {
			return bean;
		}
		SubscriberBean subscriber = this.finder.find(bean, beanName);
		if (subscriber != null) {
			requireSingleton(beanName);
			if (!isWaiting(subscriber)) {
				subscribe(subscriber, new SubscriberTargets(this.beanFactory));
			}
		}
		return bean;
	}

	private void requireSingleton(String beanName) {
		if (this.beanFactory.containsBean(beanName) && !this.beanFactory.isSingleton(beanName)) {
			throw new FailureAnalyzedException(
					"The bean '%s' subscribes to a connection by annotation but is not a singleton."
						.formatted(ScopedProxyUtils.isScopedTarget(beanName)
								? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName),
					"Make it a singleton, or subscribe in code: ConnectionManager.subscribe returns a subscription "
							+ "to cancel, and subscribeWeakly ends with the bean.");
		}
	}

	private boolean isWaiting(SubscriberBean subscriber) {
		synchronized (this.monitor) {
			this.subscriptions.put(subscriber.bean(), new ArrayList<>());
			return this.waiting != null && this.waiting.add(subscriber);
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		requireSingletons();
		List<SubscriberBean> subscribers;
		synchronized (this.monitor) {
			subscribers = (this.waiting != null) ? this.waiting : List.of();
			this.waiting = null;
		}
		if (!subscribers.isEmpty()) {
			SubscriberTargets targets = new SubscriberTargets(this.beanFactory);
			subscribers.forEach((subscriber) -> subscribe(subscriber, targets));
		}
	}

	// Said at start-up, and not when somebody asks for the bean.
	private void requireSingletons() {
		for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
			if (!definition.isAbstract() && !definition.isSingleton()) {
				Class<?> type = this.beanFactory.getType(beanName, false);
				if (type != null && SubscriberFinder.isSubscriber(type)) {
					requireSingleton(beanName);
				}
			}
		}
	}

	private void subscribe(SubscriberBean subscriber, SubscriberTargets targets) {
		List<Subscription> added = subscriber.subscribe(targets);
		synchronized (this.monitor) {
			this.subscriptions.computeIfAbsent(subscriber.bean(), (bean) -> new ArrayList<>()).addAll(added);
		}
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		synchronized (this.monitor) {
			return this.subscriptions.containsKey(bean);
		}
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		List<Subscription> ended;
		synchronized (this.monitor) {
			ended = this.subscriptions.remove(bean);
		}
		if (ended != null) {
			ended.forEach(Subscription::cancel);
		}
	}

}
