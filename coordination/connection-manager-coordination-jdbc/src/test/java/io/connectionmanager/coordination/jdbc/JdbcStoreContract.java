package io.connectionmanager.coordination.jdbc;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.test.CoordinationStoreContract;
import io.connectionmanager.coordination.test.StoreFeature;

/**
 * The contract in a database.
 */
abstract class JdbcStoreContract extends CoordinationStoreContract {

	private @Nullable TestDatabase database;

	abstract TestDatabase startDatabase() throws Exception;

	@Override
	protected TestServer startServer() throws Exception {
		TestDatabase started = startDatabase();
		this.database = started;
		return started;
	}

	TestDatabase database() {
		return Objects.requireNonNull(this.database);
	}

	@Override
	protected CoordinationStore createStore(InetSocketAddress server, Duration timeout) {
		return database().store(server).timeout(timeout).build();
	}

	@Override
	protected List<String> secrets() {
		return database().password().isEmpty() ? List.of() : List.of(database().password());
	}

	@Override
	protected void rollBack(Runnable action) throws Exception {
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE IF NOT EXISTS ORDERS (ID INT)");
			connection.setAutoCommit(false);
			statement.execute("INSERT INTO ORDERS VALUES (1)");
			action.run();
			connection.rollback();
		}
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.HINTS, "the database does not notify");
	}

}
