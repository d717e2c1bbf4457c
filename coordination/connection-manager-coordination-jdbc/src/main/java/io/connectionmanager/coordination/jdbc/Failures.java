package io.connectionmanager.coordination.jdbc;

import java.sql.SQLException;
import java.util.Set;

import io.connectionmanager.Masking;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;

/**
 * Says what a failure means, and what to do about it.
 */
final class Failures {

	/** PostgreSQL; MariaDB, MySQL and H2; H2, if the database is empty. */
	private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S04");

	/** PostgreSQL; H2. */
	private static final Set<String> NO_RIGHTS = Set.of("42501", "90096");

	/** Too many connections of a user, in MariaDB and MySQL. */
	private static final Set<Integer> BUSY = Set.of(1203, 1226);

	/** The right to a database, a table or a column is missing, in MariaDB and MySQL. */
	private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143);

	private final Database database;

	private final String table;

	Failures(Database database, String table) {
		this.database = database;
		this.table = table;
	}

	StoreException translate(Throwable failure) {
		String where = this.database.describe();
		Throwable masked = Masking.standard().mask(failure);
		String advice = (failure instanceof SQLException ex) ? advice(ex, where) : "";
		if (!advice.isEmpty()) {
			return new StoreRejectedException(advice, masked);
		}
		return new StoreException("%s failed: %s".formatted(where, masked.getMessage()), masked);
	}

	/** Returns what to do, or an empty text if there is nothing to do but to wait. */
	private String advice(SQLException ex, String where) {
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "";
		if (NO_TABLE.contains(state)) {
			return ("There is no table %s in %s: execute %s, which is in the jar of this library, "
					+ "or have the schema initialized")
				.formatted(this.table, where, Schema.path(this.database.dialect()));
		}
		if (NO_RIGHTS.contains(state) || DENIED.contains(ex.getErrorCode())) {
			return "The user has no rights in %s: grant SELECT, INSERT, UPDATE and DELETE on the table %s"
				.formatted(where, this.table);
		}
		if (state.startsWith("28")) {
			return "%s refused the login: check user name and password".formatted(where);
		}
		if (state.startsWith("3D")) {
			return "%s does not exist: create the database".formatted(where);
		}
		if (state.startsWith("42") && !BUSY.contains(ex.getErrorCode())) {
			return "%s does not accept the SQL: check that the table %s is as %s creates it, and the rights of the user"
				.formatted(where, this.table, Schema.path(this.database.dialect()));
		}
		return "";
	}

}
