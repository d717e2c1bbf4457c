package io.connectionmanager.coordination.jdbc;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.coordination.test.CoordinationStoreContract;
import io.connectionmanager.coordination.test.StoreFeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
		Awaitility.await("login").atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
			started.execute("SELECT 1");
			return true;
		});
		return started;
	}

	TestDatabase database() {
		return Objects.requireNonNull(this.database);
	}

	JdbcCoordinationStore.Builder builder(InetSocketAddress server) {
		return database().store(server);
	}

	@Override
	protected CoordinationStore createStore(InetSocketAddress server, Duration timeout) {
		return builder(server).timeout(timeout).build();
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

	@Test
	void wrong_password_is_reported() {
		List<String> passwords = new ArrayList<>(List.of("wr0ngs3cret", database().password()));
		try (CoordinationStore store = builder(database().address()).timeout(Duration.ofSeconds(20))
			.credentials(() -> new Credentials(database().username(), passwords.remove(0).toCharArray()))
			.build()) {
			Throwable thrown = catchThrowable(() -> store.list("orders/"));
			assertThat(thrown).isInstanceOf(StoreRejectedException.class).hasMessageContaining("refused the login");
			for (Throwable each = thrown; each != null; each = each.getCause()) {
				assertThat(each.toString()).doesNotContain("wr0ngs3cret");
			}
			store.list("orders/");
			assertThat(passwords).as("passwords that no connection was opened with").isEmpty();
		}
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.HINTS, "the database does not notify");
	}

}
