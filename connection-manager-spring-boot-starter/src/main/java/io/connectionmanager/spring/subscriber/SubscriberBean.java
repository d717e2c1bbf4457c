package io.connectionmanager.spring.subscriber;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A bean that subscribes to connections.
 *
 * @param bean the bean
 * @param beanName its name
 * @param whole the bean as a subscriber itself, or {@code null} if it is not annotated as
 * one
 * @param methods its annotated methods
 */
record SubscriberBean(Object bean, String beanName, @Nullable AnnotatedSubscriber whole,
		List<SubscriberMethod> methods) {

	List<Subscription> subscribe(SubscriberTargets targets) {
		List<Subscription> subscriptions = new ArrayList<>();
		AnnotatedSubscriber subscriber = this.whole;
		if (subscriber != null) {
			ConnectionManager<Object> manager = targets.find(subscriber.connectionName(), subscriber.connectionType(),
					"The bean '%s' (@ConnectedTo)".formatted(this.beanName));
			subscriptions.add(manager.subscribe(subscriber.subscriber()));
		}
		methodsByConnection(targets).forEach((manager, methods) -> subscriptions
			.add(manager.subscribe(new MethodSubscriber(manager, this.bean, methods))));
		return subscriptions;
	}

	private Map<ConnectionManager<Object>, List<SubscriberMethod>> methodsByConnection(SubscriberTargets targets) {
		Map<ConnectionManager<Object>, List<SubscriberMethod>> methods = new LinkedHashMap<>();
		for (SubscriberMethod method : this.methods) {
			ConnectionManager<Object> manager = targets.find(method.connectionName(), method.connectionType(),
					"The method %s of the bean '%s'".formatted(method.describe(), this.beanName));
			methods.computeIfAbsent(manager, (key) -> new ArrayList<>()).add(method);
		}
		return methods;
	}

	// Without the bean: its text may be long or contain a secret.
	@Override
	public String toString() {
		return "SubscriberBean[%s]".formatted(this.beanName);
	}

}
