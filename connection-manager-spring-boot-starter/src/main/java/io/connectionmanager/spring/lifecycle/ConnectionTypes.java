package io.connectionmanager.spring.lifecycle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionManager;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;

/**
 * The types that the connections of an application were declared with. Known once the
 * managers have been made.
 */
public final class ConnectionTypes {

	private final Supplier<Map<String, ResolvableType>> types;

	/**
	 * Creates the types of all manager beans.
	 * @param beanFactory where the beans are
	 */
	public ConnectionTypes(ConfigurableListableBeanFactory beanFactory) {
		this.types = SingletonSupplier.of(() -> {
			Map<String, ResolvableType> types = new HashMap<>();
			for (String beanName : beanFactory.getBeanNamesForType(ConnectionManager.class, false, true)) {
				String name = beanFactory.getBean(beanName, ConnectionManager.class).name();
				types.put(name, ofBean(beanFactory, beanName, ConnectionManager.class));
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
	 * Finds out for which type of connection a bean was declared, without creating the
	 * bean.
	 * @param beanFactory where the bean is
	 * @param beanName the name of the bean
	 * @param beanType the type of the bean, whose only type argument is looked for
	 * @return the type argument, or {@link ResolvableType#NONE} if it cannot be resolved
	 */
	public static ResolvableType ofBean(ConfigurableListableBeanFactory beanFactory, String beanName,
			Class<?> beanType) {
		// This resolves the bean's class or factory method, of which the definition knows
		// the
		// full generic type afterwards.
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
