package io.connectionmanager.spring.service;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.ClassUtils;

/**
 * A PostgreSQL database, as {@code spring.datasource}, a container or a pool of the
 * application describes it. No connection of a pool is ever used.
 */
final class PostgresService implements ServiceDetails {

	private static final String PREFIX = "jdbc:postgresql:";

	private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

	private final Supplier<Login> login;

	PostgresService(ServiceBeans beans, ListableBeanFactory beanFactory) {
		JdbcConnectionDetails details = beans.find(JdbcConnectionDetails.class);
		if (details != null) {
			this.login = () -> new Login(details.getJdbcUrl(), details.getUsername(), details.getPassword());
		}
		else if (ClassUtils.isPresent(HIKARI, null)) {
			this.login = new HikariPool(beans, beanFactory);
		}
		else {
			throw beans.missing(JdbcConnectionDetails.class);
		}
		if (!this.login.get().isPostgres()) {
			throw new UnusableServiceException("the data source is not a PostgreSQL database",
					"Set 'url' of the connection, or change 'spring.datasource.url'.");
		}
	}

	@Override
	public List<String> urls() {
		return List.of(String.valueOf(this.login.get().url()));
	}

	@Override
	public @Nullable String username() {
		return this.login.get().username();
	}

	@Override
	public @Nullable String password() {
		return this.login.get().password();
	}

	@Override
	public @Nullable SslBundle sslBundle() {
		return null;
	}

	/**
	 * How to log in to a database.
	 *
	 * @param url the URL of JDBC
	 * @param username the user
	 * @param password the password
	 */
	record Login(@Nullable String url, @Nullable String username, @Nullable String password) {

		boolean isPostgres() {
			return this.url != null && this.url.startsWith(PREFIX);
		}

	}

}
