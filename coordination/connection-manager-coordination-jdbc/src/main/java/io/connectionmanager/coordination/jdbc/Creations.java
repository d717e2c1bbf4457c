package io.connectionmanager.coordination.jdbc;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Numbers the creations of entries, so that an entry that is created again has no version
 * that an earlier one had. A version consists of the number of the creation, in the upper
 * half, and the number of changes since then. Numbers are counted in a row of the table,
 * and are reserved before they are used; a number whose creation does not happen is not
 * used again.
 */
final class Creations {

	private static final int CHANGES_BITS = 32;

	/** No group has this name. */
	private static final String GROUP = "/";

	private static final String KEY = "creations";

	/** If somebody empties the table, numbers start somewhere else. */
	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int MAX_START = 1 << 30;

	private final String select;

	private final String insert;

	private final String update;

	Creations(Dialect dialect, String table) {
		String where = " WHERE GROUP_NAME = '" + GROUP + "' AND ENTRY_KEY = '" + KEY + "'";
		this.select = "SELECT ENTRY_VERSION FROM " + table + where;
		this.insert = dialect.insert(table);
		this.update = "UPDATE " + table + " SET ENTRY_VERSION = ENTRY_VERSION + ?" + where + " AND ENTRY_VERSION = ?";
	}

	/**
	 * Reserves the first versions of entries to be created.
	 * @param connection commits automatically
	 * @param size how many
	 * @return the versions
	 */
	Iterator<Long> reserve(Connection connection, int size) throws SQLException {
		while (true) {
			OptionalLong last = last(connection);
			if (last.isEmpty()) {
				start(connection);
			}
			else if (advance(connection, last.getAsLong(), size)) {
				return LongStream.rangeClosed(last.getAsLong() + 1, last.getAsLong() + size)
					.map((number) -> number << CHANGES_BITS)
					.iterator();
			}
		}
	}

	private OptionalLong last(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.select);
				ResultSet rows = statement.executeQuery()) {
			return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
		}
	}

	/** Somebody else may be faster. */
	private void start(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.insert)) {
			statement.setString(1, GROUP);
			statement.setString(2, KEY);
			statement.setLong(3, RANDOM.nextInt(MAX_START));
			statement.setString(4, "");
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			if (!Batch.isDuplicate(ex)) {
				throw ex;
			}
		}
	}

	private boolean advance(Connection connection, long last, int size) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.update)) {
			statement.setLong(1, size);
			statement.setLong(2, last);
			return statement.executeUpdate() == 1;
		}
	}

}
