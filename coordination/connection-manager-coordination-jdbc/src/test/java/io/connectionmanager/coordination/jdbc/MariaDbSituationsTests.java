package io.connectionmanager.coordination.jdbc;

class MariaDbSituationsTests extends DatabaseSituations {

	@Override
	SharedDatabase startDatabase() throws Exception {
		return SharedDatabase.mariaDb();
	}

	@Override
	String lockTable() {
		return "LOCK TABLES CONNECTION_MANAGER_CLAIM WRITE";
	}

}
