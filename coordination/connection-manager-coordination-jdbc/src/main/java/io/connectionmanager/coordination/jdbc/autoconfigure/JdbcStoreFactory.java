package io.connectionmanager.coordination.jdbc.autoconfigure;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.coordination.jdbc.JdbcCoordinationStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Creates the store with the properties and the data source of an application.
 */
final class JdbcStoreFactory {

	private JdbcStoreFactory() {
	}

	static JdbcCoordinationStore create(JdbcCoordinationProperties properties, ListableBeanFactory beanFactory,
			ConnectionRuntime runtime) {
		DatabaseLogin login = DatabaseLogin.find(beanFactory);
		try {
			JdbcCoordinationStore.Builder builder = JdbcCoordinationStore.builder(login.url())
				.credentials(() -> new Credentials(orEmpty(login.username()), orEmpty(login.password()).toCharArray()))
				.table(properties.getTable())
				.timeout(properties.getTimeout())
				.pollInterval(properties.getPollInterval())
				.initializeSchema(switch (properties.getInitializeSchema()) {
					case EMBEDDED -> login.isEmbedded();
					case ALWAYS -> true;
					case NEVER -> false;
				})
				.runtime(runtime);
			if (properties.getDurability() != null) {
				builder.durability(properties.getDurability());
			}
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"The store 'jdbc' for exclusive connections cannot be used: %s".formatted(ex.getMessage()),
					"Correct the properties below 'connection-manager.exclusive.jdbc', or define a bean of type "
							+ "CoordinationStore for another database.",
					ex);
		}
	}

	private static String orEmpty(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
