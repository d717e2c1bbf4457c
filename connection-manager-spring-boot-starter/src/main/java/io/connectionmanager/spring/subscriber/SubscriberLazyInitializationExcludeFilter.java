package io.connectionmanager.spring.subscriber;

import io.connectionmanager.spring.ConnectedTo;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.type.MethodMetadata;

/**
 * Excludes beans that subscribe by annotation from lazy initialization, because no other
 * bean may depend on them.
 */
public final class SubscriberLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return isAnnotatedMethod(beanDefinition) || SubscriberFinder.isSubscriber(beanType);
	}

	private static boolean isAnnotatedMethod(BeanDefinition beanDefinition) {
		MethodMetadata method = (beanDefinition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		return method != null && method.isAnnotated(ConnectedTo.class.getName());
	}

}
