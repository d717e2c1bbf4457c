package io.connectionmanager.spring.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The services whose address, credentials and TLS Spring Boot knows.
 */
public enum Service {

	/** A RabbitMQ broker. */
	RABBITMQ("amqp", "org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails", "spring-boot-starter-amqp",
			"spring.rabbitmq"),

	/** A Redis server. */
	REDIS("redis", "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails",
			"spring-boot-starter-data-redis", "spring.data.redis"),

	/** A PostgreSQL database. */
	POSTGRESQL("postgresql", "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails",
			"spring-boot-starter-jdbc", "spring.datasource");

	private final String scheme;

	private final String detailsType;

	private final String starter;

	private final String prefix;

	Service(String scheme, String detailsType, String starter, String prefix) {
		this.scheme = scheme;
		this.detailsType = detailsType;
		this.starter = starter;
		this.prefix = prefix;
	}

	/**
	 * Returns a service.
	 * @param name the name of the service
	 * @return the service, or {@code null} if there is none of that name
	 */
	public static @Nullable Service of(String name) {
		for (Service service : values()) {
			if (service.toString().equalsIgnoreCase(name)) {
				return service;
			}
		}
		return null;
	}

	/**
	 * Returns the names of all services.
	 * @return the names
	 */
	public static List<String> names() {
		List<String> names = new ArrayList<>();
		for (Service service : values()) {
			names.add(service.toString());
		}
		return names;
	}

	/**
	 * Returns the scheme that selects the connector.
	 * @return the scheme
	 */
	public String scheme() {
		return this.scheme;
	}

	String prefix() {
		return this.prefix;
	}

	/**
	 * Returns the details of this service.
	 * @param beanFactory the bean factory that has the connection details
	 * @param isConnection whether a qualifier is the name of the connection
	 * @return the details
	 * @throws UnusableServiceException if they cannot be determined
	 */
	public ServiceDetails details(ListableBeanFactory beanFactory, Predicate<String> isConnection) {
		if (!ClassUtils.isPresent(this.detailsType, null)) {
			throw new UnusableServiceException("the class %s is not on the class path".formatted(this.detailsType),
					"Add the dependency 'org.springframework.boot:%s', or set 'url' of the connection."
						.formatted(this.starter));
		}
		ServiceBeans beans = new ServiceBeans(this, beanFactory, isConnection);
		return switch (this) {
			case RABBITMQ -> new RabbitService(beans, beanFactory);
			case REDIS -> new RedisService(beans);
			case POSTGRESQL -> new PostgresService(beans, beanFactory);
		};
	}

	/**
	 * Returns the name of the service.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
