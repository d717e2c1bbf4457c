package io.connectionmanager.spring.service;

import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Reads how a connection pool of the application logs in. Spring Boot has no connection
 * details for a pool that it does not create.
 */
final class HikariPool implements Supplier<PostgresService.Login> {

	private final HikariDataSource pool;

	HikariPool(ServiceBeans beans, ListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(HikariDataSource.class).length == 0) {
			throw beans.missing(HikariDataSource.class);
		}
		this.pool = beans.require(HikariDataSource.class);
	}

	@Override
	public PostgresService.Login get() {
		return new PostgresService.Login(this.pool.getJdbcUrl(), this.pool.getUsername(), this.pool.getPassword());
	}

}
