package io.connectionmanager.coordination.jdbc.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;

/**
 * The login of a pool that the application defines. Spring Boot has no connection details
 * for it.
 *
 * @param pool the pool
 */
record PoolLogin(HikariDataSource pool) implements DatabaseLogin {

	static @Nullable DatabaseLogin find(ListableBeanFactory beanFactory) {
		HikariDataSource pool = DatabaseLogin.unique(beanFactory, HikariDataSource.class);
		return (pool != null && pool.getJdbcUrl() != null) ? new PoolLogin(pool) : null;
	}

	@Override
	public String url() {
		return this.pool.getJdbcUrl();
	}

	@Override
	public @Nullable String username() {
		return this.pool.getUsername();
	}

	@Override
	public @Nullable String password() {
		return this.pool.getPassword();
	}

	@Override
	public boolean isEmbedded() {
		return EmbeddedDatabaseConnection.isEmbedded(DatabaseDriver.fromJdbcUrl(url()).getDriverClassName(), url());
	}

}
