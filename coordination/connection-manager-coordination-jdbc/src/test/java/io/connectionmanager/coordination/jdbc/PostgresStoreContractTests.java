package io.connectionmanager.coordination.jdbc;

import java.util.Map;

import io.connectionmanager.coordination.test.StoreFeature;

class PostgresStoreContractTests extends JdbcStoreContract {

	@Override
	TestDatabase startDatabase() {
		return OwnDatabase.postgres();
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of();
	}

}
