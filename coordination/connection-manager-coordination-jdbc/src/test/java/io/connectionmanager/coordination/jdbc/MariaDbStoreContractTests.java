package io.connectionmanager.coordination.jdbc;

class MariaDbStoreContractTests extends JdbcStoreContract {

	@Override
	TestDatabase startDatabase() {
		return OwnDatabase.mariaDb();
	}

}
