package io.connectionmanager.coordination.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Executes a statement with many rows of parameters. No variant leaves a transaction open
 * that waits for the client: a replica that is frozen half-way must not hold locks.
 */
final class Batch {

	private Batch() {
	}

	/**
	 * Executes a batch of JDBC.
	 * @return how many rows each changed, 0 or 1
	 */
	static int[] ofStatements(Connection connection, String sql, List<Object[]> rows) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (Object[] row : rows) {
				bind(statement, 0, row);
				statement.addBatch();
			}
			return statement.executeBatch();
		}
		catch (BatchUpdateException ex) {
			if (isOnlyDuplicates(ex)) {
				return IntStream.of(ex.getUpdateCounts()).map((it) -> Math.max(it, 0)).toArray();
			}
			throw ex;
		}
	}

	/**
	 * Sends the statements in one packet, together with the beginning and the end of a
	 * transaction. A commit of its own for each of them would wait for the disk each
	 * time.
	 * @return how many rows each changed, 0 or 1
	 */
	static int[] inOnePacket(Connection connection, String sql, List<Object[]> rows) throws SQLException {
		if (rows.size() == 1) {
			return ofStatements(connection, sql, rows);
		}
		String all = "START TRANSACTION;" + (sql + ";").repeat(rows.size()) + "COMMIT";
		try (PreparedStatement statement = connection.prepareStatement(all)) {
			int index = 0;
			for (Object[] row : rows) {
				index = bind(statement, index, row);
			}
			statement.execute();
			int[] counts = new int[rows.size()];
			for (int i = 0; i < counts.length; i++) {
				statement.getMoreResults();
				counts[i] = statement.getUpdateCount();
			}
			requireCommit(statement);
			return counts;
		}
	}

	/** A failure of a later statement is reported when its result is due. */
	private static void requireCommit(Statement statement) throws SQLException {
		statement.getMoreResults();
		if (statement.getUpdateCount() < 0) {
			throw new SQLException("The transaction was not committed");
		}
	}

	private static int bind(PreparedStatement statement, int index, Object[] row) throws SQLException {
		for (int i = 0; i < row.length; i++) {
			statement.setObject(index + i + 1, row[i]);
		}
		return index + row.length;
	}

	/** H2 then goes on with the others. */
	private static boolean isOnlyDuplicates(@Nullable SQLException ex) {
		return ex == null || isDuplicate(ex) && isOnlyDuplicates(ex.getNextException());
	}

	/** Where an insertion that is not made is an error, it is this one. */
	static boolean isDuplicate(SQLException ex) {
		return "23505".equals(ex.getSQLState());
	}

	/** Returns whether a part of a batch that failed was executed. */
	static boolean hasSucceeded(SQLException ex) {
		return ex instanceof BatchUpdateException batch
				&& IntStream.of(batch.getUpdateCounts()).anyMatch((count) -> count > 0);
	}

}
