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
 * Subscribes beans with {@link ConnectedTo @ConnectedTo},
 * {@link OnConnected @OnConnected} or {@link OnDisconnected @OnDisconnected}, and cancels
 * their subscriptions when they are destroyed.
 * <ul>
 * <li>Singletons are subscribed when all of them exist, before a connection is started. A
 * lazy singleton is subscribed when it is created.</li>
 * <li>Beans of other scopes are rejected, because nothing signals that they no longer
 * need the connection.</li>
 * <li>Objects that are only initialized, such as test instances, are not beans and are
 * not subscribed.</li>
 * </ul>
 */
public final class ConnectionSubscriberPostProcessor
		implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final SubscriberFinder finder;

	private final Object monitor = new Object();

	// Guarded by the monitor; null once all singletons exist.
	private @Nullable List<SubscriberBean> waiting = new ArrayList<>();

	// Guarded by the monitor. Contains each subscribing bean from its creation.
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
		// Nothing signals that an object that is only initialized no longer needs the
		// connection.
		if (!this.beanFactory.isCurrentlyInCreation(beanName)) {
			return bean;
		}
		SubscriberBean subscriber = this.finder.find(bean, beanName);
		if (subscriber != null) {
			requireSingleton(beanName);
			if (!addToWaiting(subscriber)) {
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
					"Make it a singleton, or subscribe in code: with ConnectionManager.subscribe, which returns a "
							+ "subscription to cancel, or with subscribeWeakly, which holds the bean weakly.");
		}
	}

	/** Returns whether it is subscribed later, when all singletons have been created. */
	private boolean addToWaiting(SubscriberBean subscriber) {
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

	// Reported at startup, and not when the bean is first used.
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

	/**
	 * Subscribes the singletons that were created without this post-processor.
	 */
	void subscribeExisting() {
		for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
			Object bean = this.beanFactory.getSingleton(beanName);
			SubscriberBean subscriber = (bean != null) ? this.finder.find(bean, beanName) : null;
			if (subscriber != null) {
				addToWaiting(subscriber);
			}
		}
		afterSingletonsInstantiated();
	}

	void cancelAll() {
		List<List<Subscription>> all;
		synchronized (this.monitor) {
			all = new ArrayList<>(this.subscriptions.values());
			this.subscriptions.clear();
		}
		all.forEach((each) -> each.forEach(Subscription::cancel));
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
