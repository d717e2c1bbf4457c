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

	private static final String A_DURATION = "a duration of more than 0s, such as 3s";

	private JdbcStoreFactory() {
	}

	static JdbcCoordinationStore create(JdbcCoordinationProperties properties, ListableBeanFactory beanFactory,
			ConnectionRuntime runtime) {
		DatabaseLogin login = DatabaseLogin.find(beanFactory);
		JdbcCoordinationStore.Builder builder = JdbcCoordinationStore.builder(login.url())
			.credentials(() -> new Credentials(orEmpty(login.username()), orEmpty(login.password()).toCharArray()))
			.initializeSchema(switch (properties.getInitializeSchema()) {
				case EMBEDDED -> login.isEmbedded();
				case ALWAYS -> true;
				case NEVER -> false;
			})
			.runtime(runtime);
		set("table", "the name of a table, with or without that of its schema: letters, digits and underscores",
				() -> builder.table(properties.getTable()));
		set("timeout", A_DURATION, () -> builder.timeout(properties.getTimeout()));
		set("poll-interval", A_DURATION, () -> builder.pollInterval(properties.getPollInterval()));
		if (properties.getDurability() != null) {
			builder.durability(properties.getDurability());
		}
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw unusable(ex,
					"Use a data source of one of these databases: PostgreSQL, MariaDB, MySQL, H2. For another "
							+ "one, define a bean of type CoordinationStore, or set 'connection-manager.exclusive.store' to "
							+ "another store.");
		}
	}

	private static void set(String property, String valid, Runnable setter) {
		try {
			setter.run();
		}
		catch (IllegalArgumentException ex) {
			throw unusable(ex, "Set 'connection-manager.exclusive.jdbc.%s' to %s.".formatted(property, valid));
		}
	}

	private static FailureAnalyzedException unusable(IllegalArgumentException ex, String action) {
		return new FailureAnalyzedException(
				"The store 'jdbc' for exclusive connections cannot be used: %s".formatted(ex.getMessage()), action, ex);
	}

	private static String orEmpty(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
