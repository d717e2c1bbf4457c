package io.connectionmanager.coordination.jdbc.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.ClassUtils;

/**
 * How to log in to the database of an application's data source. No connection of the
 * data source is ever used.
 */
interface DatabaseLogin {

	String url();

	@Nullable String username();

	@Nullable String password();

	boolean isEmbedded();

	/**
	 * Finds the login: that of Spring Boot's connection details, or that of a pool which
	 * the application defines itself.
	 * @param beanFactory the bean factory
	 * @return the login
	 */
	static DatabaseLogin find(ListableBeanFactory beanFactory) {
		if (ClassUtils.isPresent("org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails", null)) {
			DatabaseLogin login = DetailsLogin.find(beanFactory);
			if (login == null && ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", null)) {
				login = PoolLogin.find(beanFactory);
			}
			if (login != null) {
				return login;
			}
		}
		throw new FailureAnalyzedException(
				"The store 'jdbc' for exclusive connections uses the database of the application's data source, and "
						+ "none was found.",
				"Add 'org.springframework.boot:spring-boot-starter-jdbc' and configure 'spring.datasource', or define "
						+ "a bean of type CoordinationStore, built with JdbcCoordinationStore.builder(url).");
	}

	/**
	 * Returns the bean that an injection point would get.
	 * @param <T> the type of the bean
	 * @param beanFactory the bean factory
	 * @param type the type of the bean
	 * @return the bean, or {@code null} if there is none
	 */
	static <T> @Nullable T unique(ListableBeanFactory beanFactory, Class<T> type) {
		T bean = beanFactory.getBeanProvider(type).getIfUnique();
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type);
		if (bean == null && names.length > 0) {
			throw new FailureAnalyzedException(
					"The store 'jdbc' for exclusive connections cannot choose among several beans of type %s: %s."
						.formatted(type.getName(), String.join(", ", names)),
					"Mark one of them as @Primary, or define a bean of type CoordinationStore, built with "
							+ "JdbcCoordinationStore.builder(url).");
		}
		return bean;
	}

}
