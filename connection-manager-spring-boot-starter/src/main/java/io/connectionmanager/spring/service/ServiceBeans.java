package io.connectionmanager.spring.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * The beans that describe a service: the one that is qualified by the name of the
 * connection, or the one that an injection point would get.
 */
final class ServiceBeans {

	private final Service service;

	private final ListableBeanFactory beanFactory;

	private final Predicate<String> isConnection;

	ServiceBeans(Service service, ListableBeanFactory beanFactory, Predicate<String> isConnection) {
		this.service = service;
		this.beanFactory = beanFactory;
		this.isConnection = isConnection;
	}

	<T> T require(Class<T> type) {
		T bean = find(type);
		if (bean == null) {
			throw missing(type);
		}
		return bean;
	}

	<T> @Nullable T find(Class<T> type) {
		List<String> names = List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type));
		List<String> qualified = new ArrayList<>();
		for (String name : names) {
			if (BeanFactoryAnnotationUtils.isQualifierMatch(this.isConnection, name, this.beanFactory)) {
				qualified.add(name);
			}
		}
		if (qualified.size() == 1) {
			return this.beanFactory.getBean(qualified.get(0), type);
		}
		ObjectProvider<T> provider = this.beanFactory.getBeanProvider(type);
		T bean = provider.getIfUnique();
		if (bean == null && names.size() > 1) {
			throw new UnusableServiceException(
					"there are several beans of type %s: %s".formatted(type.getName(), String.join(", ", names)),
					"Qualify one of them with @Qualifier and the name of the connection, or mark it as @Primary.");
		}
		return bean;
	}

	UnusableServiceException missing(Class<?> type) {
		return new UnusableServiceException("there is no bean of type " + type.getName(),
				"Spring Boot defines it unless its auto-configuration is excluded or not on the class path, or the "
						+ "application defines its own client in place of it. Configure '%s', or set 'url' of the connection."
							.formatted(this.service.prefix()));
	}

	static String host(String host) {
		return (host.indexOf(':') >= 0 && !host.startsWith("[")) ? "[" + host + "]" : host;
	}

}
