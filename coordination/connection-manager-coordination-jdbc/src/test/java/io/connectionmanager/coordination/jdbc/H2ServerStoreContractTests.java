package io.connectionmanager.coordination.jdbc;

class H2ServerStoreContractTests extends JdbcStoreContract {

	@Override
	TestDatabase startDatabase() {
		return OwnDatabase.h2();
	}

}
