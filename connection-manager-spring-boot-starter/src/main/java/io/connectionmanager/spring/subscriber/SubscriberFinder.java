package io.connectionmanager.spring.subscriber;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.spring.ConnectedTo;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds the subscribers of a bean. Annotations are found on the class behind a proxy, and
 * are inherited; calls go through the proxy.
 */
final class SubscriberFinder {

	private static final Set<Class<? extends Annotation>> ANNOTATIONS = Set.of(ConnectedTo.class, OnConnected.class,
			OnDisconnected.class);

	private static final String SPRING = "org.springframework.";

	private final ConfigurableListableBeanFactory beanFactory;

	/** The methods of a class are searched once, even if it has many beans. */
	private final Set<Class<?>> withoutMethods = ConcurrentHashMap.newKeySet();

	SubscriberFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Nullable SubscriberBean find(Object bean, String beanName) {
		Class<?> targetClass = AopUtils.getTargetClass(bean);
		if (!isCandidate(targetClass)) {
			return null;
		}
		AnnotatedSubscriber whole = whole(bean, beanName, targetClass);
		List<SubscriberMethod> methods = methods(bean, targetClass);
		return (whole != null || !methods.isEmpty()) ? new SubscriberBean(bean, beanName, whole, methods) : null;
	}

	/**
	 * Returns whether a type shows that its beans subscribe.
	 * @param type the type
	 * @return whether it or one of its methods has one of the annotations
	 */
	static boolean isSubscriber(Class<?> type) {
		return isCandidate(type) && (AnnotatedElementUtils.hasAnnotation(type, ConnectedTo.class) || hasMethods(type));
	}

	// A quick check that skips the methods of most classes, by their package. Like
	// @EventListener, the annotations are not for the beans of Spring itself.
	private static boolean isCandidate(Class<?> type) {
		return !type.getName().startsWith(SPRING) && AnnotationUtils.isCandidateClass(type, ANNOTATIONS);
	}

	private static boolean hasMethods(Class<?> type) {
		return !MethodIntrospector
			.selectMethods(type,
					(Method method) -> AnnotatedElementUtils.hasAnnotation(method, OnConnected.class)
							|| AnnotatedElementUtils.hasAnnotation(method, OnDisconnected.class))
			.isEmpty();
	}

	private List<SubscriberMethod> methods(Object bean, Class<?> targetClass) {
		if (this.withoutMethods.contains(targetClass)) {
			return List.of();
		}
		if (!hasMethods(targetClass)) {
			this.withoutMethods.add(targetClass);
			return List.of();
		}
		List<SubscriberMethod> methods = new ArrayList<>();
		methods.addAll(methods(bean, targetClass, OnConnected.class,
				(method, annotation) -> SubscriberMethod.of(method, targetClass, annotation)));
		methods.addAll(methods(bean, targetClass, OnDisconnected.class,
				(method, annotation) -> SubscriberMethod.of(method, targetClass, annotation)));
		return methods;
	}

	private static <A extends Annotation> List<SubscriberMethod> methods(Object bean, Class<?> targetClass,
			Class<A> annotationType, BiFunction<Method, A, SubscriberMethod> factory) {
		MethodIntrospector.MetadataLookup<A> lookup = (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
				annotationType);
		List<SubscriberMethod> methods = new ArrayList<>();
		MethodIntrospector.selectMethods(targetClass, lookup)
			.forEach((method, annotation) -> methods
				.add(factory.apply(AopUtils.selectInvocableMethod(method, bean.getClass()), annotation)));
		return methods;
	}

	@SuppressWarnings("unchecked")
	private @Nullable AnnotatedSubscriber whole(Object bean, String beanName, Class<?> targetClass) {
		ConnectedTo annotation = annotation(bean, beanName, targetClass);
		if (annotation == null) {
			return null;
		}
		if (!(bean instanceof ConnectionSubscriber<?> subscriber)) {
			throw new FailureAnalyzedException(
					"The bean '%s' of type %s has @ConnectedTo but is not a ConnectionSubscriber.".formatted(beanName,
							targetClass.getName()),
					"Implement io.connectionmanager.ConnectionSubscriber, or use @OnConnected on a method.");
		}
		return new AnnotatedSubscriber((ConnectionSubscriber<Object>) subscriber, annotation.value(),
				connectionType(beanName, targetClass));
	}

	private @Nullable ConnectedTo annotation(Object bean, String beanName, Class<?> targetClass) {
		ConnectedTo annotation = AnnotatedElementUtils.findMergedAnnotation(targetClass, ConnectedTo.class);
		if (annotation == null && bean instanceof ConnectionSubscriber && this.beanFactory.containsBean(beanName)) {
			return this.beanFactory.findAnnotationOnBean(beanName, ConnectedTo.class, false);
		}
		return annotation;
	}

	// A lambda does not know its type, but the bean method that returns it does.
	private ResolvableType connectionType(String beanName, Class<?> targetClass) {
		ResolvableType declared = this.beanFactory.containsBean(beanName)
				? ConnectionTypes.ofBean(this.beanFactory, beanName, ConnectionSubscriber.class) : ResolvableType.NONE;
		return (declared != ResolvableType.NONE) ? declared
				: ResolvableType.forClass(targetClass).as(ConnectionSubscriber.class).getGeneric();
	}

}
