package io.connectionmanager.coordination.jdbc.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The login of {@code spring.datasource}, or of a container.
 *
 * @param details the connection details
 */
record DetailsLogin(JdbcConnectionDetails details) implements DatabaseLogin {

	static @Nullable DatabaseLogin find(ListableBeanFactory beanFactory) {
		JdbcConnectionDetails details = DatabaseLogin.unique(beanFactory, JdbcConnectionDetails.class);
		return (details != null) ? new DetailsLogin(details) : null;
	}

	@Override
	public String url() {
		return this.details.getJdbcUrl();
	}

	@Override
	public @Nullable String username() {
		return this.details.getUsername();
	}

	@Override
	public @Nullable String password() {
		return this.details.getPassword();
	}

	@Override
	public boolean isEmbedded() {
		return EmbeddedDatabaseConnection.isEmbedded(this.details.getDriverClassName(), url());
	}

}
