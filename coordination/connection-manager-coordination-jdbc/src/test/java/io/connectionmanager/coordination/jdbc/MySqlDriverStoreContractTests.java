package io.connectionmanager.coordination.jdbc;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.connectionmanager.coordination.test.StoreFeature;

/**
 * The driver of MySQL, which also understands MariaDB.
 */
class MySqlDriverStoreContractTests extends JdbcStoreContract {

	@Override
	TestDatabase startDatabase() throws Exception {
		SharedDatabase database = SharedDatabase.mariaDb("jdbc:mysql://");
		try (InputStream script = Dialect.class.getResourceAsStream(Dialect.MARIADB.script())) {
			database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
		}
		return database;
	}

	@Override
	JdbcCoordinationStore.Builder builder(InetSocketAddress server) {
		return super.builder(server).initializeSchema(false);
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.HINTS, "the database does not notify", StoreFeature.RESTART, "others use it");
	}

}
