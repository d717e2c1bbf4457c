package io.connectionmanager.spring.lifecycle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;

/**
 * The declared types of an application's connections. Known once the managers have been
 * created.
 */
public final class ConnectionTypes {

	private final Supplier<Map<String, ResolvableType>> types;

	/**
	 * Creates the types of all manager beans.
	 * @param beanFactory the bean factory
	 */
	public ConnectionTypes(ConfigurableListableBeanFactory beanFactory) {
		this.types = SingletonSupplier.of(() -> {
			Map<String, ResolvableType> types = new HashMap<>();
			for (String beanName : beanFactory.getBeanNamesForType(ConnectionManager.class, false, true)) {
				ConnectionManager<?> manager = beanFactory.getBean(beanName, ConnectionManager.class);
				types.put(nameOf(beanFactory, beanName, manager),
						ofBean(beanFactory, beanName, ConnectionManager.class));
			}
			return types;
		});
	}

	/**
	 * Returns the declared type of a connection.
	 * @param name the name of the connection
	 * @return the type, or {@link ResolvableType#NONE} if it is not known
	 */
	public ResolvableType of(String name) {
		return this.types.get().getOrDefault(name, ResolvableType.NONE);
	}

	/**
	 * Returns the name of the connection of a manager bean.
	 * @param beanFactory the bean factory
	 * @param beanName the name of the bean
	 * @param manager the bean
	 * @return the name of the manager; for a mock, which has none, the qualifier of the
	 * bean that it replaces
	 */
	public static String nameOf(ConfigurableListableBeanFactory beanFactory, String beanName,
			ConnectionManager<?> manager) {
		@Nullable String name = manager.name();
		if (name == null) {
			name = qualifierOf(beanFactory, beanName);
		}
		return (name != null) ? name : beanName;
	}

	/**
	 * Returns the qualifier in the definition of a bean, without creating the bean.
	 * @param beanFactory the bean factory
	 * @param beanName the name of the bean
	 * @return the qualifier, or {@code null} if there is none
	 */
	public static @Nullable String qualifierOf(ConfigurableListableBeanFactory beanFactory, String beanName) {
		AutowireCandidateQualifier qualifier = (beanFactory.containsBeanDefinition(beanName)
				&& beanFactory.getMergedBeanDefinition(beanName) instanceof AbstractBeanDefinition definition)
						? definition.getQualifier(Qualifier.class.getName()) : null;
		return (qualifier != null) ? (String) qualifier.getAttribute(AutowireCandidateQualifier.VALUE_KEY) : null;
	}

	/**
	 * Returns the type of connection that a bean was declared with, without creating the
	 * bean.
	 * @param beanFactory the bean factory
	 * @param beanName the name of the bean
	 * @param beanType the type of the bean, with a single type parameter
	 * @return the type argument, or {@link ResolvableType#NONE} if it cannot be resolved
	 */
	public static ResolvableType ofBean(ConfigurableListableBeanFactory beanFactory, String beanName,
			Class<?> beanType) {
		// This resolves the bean's class or factory method. Afterwards, the definition
		// knows its full generic type.
		Class<?> beanClass = beanFactory.getType(beanName, false);
		if (beanFactory.containsBeanDefinition(beanName)) {
			ResolvableType declared = beanFactory.getMergedBeanDefinition(beanName).getResolvableType();
			ResolvableType argument = declared.as(beanType).getGeneric();
			if (argument.resolve() != null) {
				return argument;
			}
		}
		ResolvableType argument = ResolvableType.forClass(beanClass).as(beanType).getGeneric();
		return (argument.resolve() != null) ? argument : ResolvableType.NONE;
	}

}
