package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Change.Create;
import io.connectionmanager.coordination.Change.Delete;
import io.connectionmanager.coordination.Change.Replace;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

/**
 * The SQL for the entries. Each change is one statement.
 */
final class ClaimTable {

	private final Dialect dialect;

	private final Creations creations;

	private final String select;

	private final String insert;

	private final String update;

	private final String delete;

	ClaimTable(Dialect dialect, String table) {
		this.dialect = dialect;
		this.creations = new Creations(dialect, table);
		this.select = "SELECT ENTRY_KEY, ENTRY_VERSION, ENTRY_VALUE FROM " + table
				+ " WHERE GROUP_NAME = ? AND ENTRY_KEY >= ? AND ENTRY_KEY LIKE ? ESCAPE '!'";
		this.insert = dialect.insert(table);
		String where = " WHERE GROUP_NAME = ? AND ENTRY_KEY = ? AND ENTRY_VERSION = ?";
		this.update = "UPDATE " + table + " SET ENTRY_VERSION = ENTRY_VERSION + 1, ENTRY_VALUE = ?" + where;
		this.delete = "DELETE FROM " + table + where;
	}

	Map<String, Entry> list(Connection connection, EntryName prefix) throws SQLException {
		Map<String, Entry> entries = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(this.select)) {
			statement.setString(1, prefix.group());
			// Lets a prepared plan use the index, which knows nothing of the pattern.
			statement.setString(2, prefix.rest());
			statement.setString(3, prefix.pattern());
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					String key = prefix.group() + "/" + rows.getString(1);
					entries.put(key, new Entry(key, rows.getLong(2), rows.getString(3)));
				}
			}
		}
		return entries;
	}

	List<Result> apply(Connection connection, List<Change> changes) throws SQLException {
		Changes all = new Changes(connection, changes);
		all.create();
		all.execute(Replace.class, this.update, (name, change) -> new Row(change.expectedVersion() + 1, change.value(),
				name.group(), name.rest(), change.expectedVersion()));
		all.execute(Delete.class, this.delete, (name, change) -> new Row(change.expectedVersion(), name.group(),
				name.rest(), change.expectedVersion()));
		return Arrays.asList(all.results);
	}

	/**
	 * Changes in the order of their keys: a server may execute a batch as one
	 * transaction, and two transactions that lock in the same order do not deadlock.
	 */
	private final class Changes {

		private final Connection connection;

		private final List<Change> changes;

		private final Map<EntryName, Integer> order = new TreeMap<>();

		private final Result[] results;

		private boolean begun;

		Changes(Connection connection, List<Change> changes) {
			this.connection = connection;
			this.changes = changes;
			this.results = new Result[changes.size()];
			for (int i = 0; i < this.results.length; i++) {
				this.order.put(EntryName.of(changes.get(i).key()), i);
			}
		}

		void create() throws SQLException {
			int size = (int) this.changes.stream().filter(Create.class::isInstance).count();
			if (size > 0) {
				Iterator<Long> versions = ClaimTable.this.creations.reserve(this.connection, size);
				execute(Create.class, ClaimTable.this.insert, (name, change) -> {
					long version = versions.next();
					return new Row(version, name.group(), name.rest(), version, change.value());
				});
			}
		}

		<T extends Change> void execute(Class<T> type, String sql, Rows<T> rows) throws SQLException {
			Map<Integer, Row> chosen = new LinkedHashMap<>();
			this.order.forEach((name, index) -> {
				Change change = this.changes.get(index);
				if (type.isInstance(change)) {
					chosen.put(index, rows.of(name, type.cast(change)));
				}
			});
			if (!chosen.isEmpty()) {
				int[] counts = execute(sql, chosen.values().stream().map(Row::parameters).toList());
				int next = 0;
				for (Map.Entry<Integer, Row> each : chosen.entrySet()) {
					this.results[each.getKey()] = result(counts[next], each.getValue().version());
					next++;
				}
			}
		}

		private int[] execute(String sql, List<Object[]> rows) throws SQLException {
			try {
				int[] counts = ClaimTable.this.dialect.execute(this.connection, sql, rows);
				this.begun = true;
				return counts;
			}
			catch (SQLException ex) {
				throw (this.begun || Batch.hasSucceeded(ex)) ? new SQLException("Some of the changes were made", ex)
						: ex;
			}
		}

		private static Result result(int count, long version) throws SQLException {
			return switch (count) {
				case 0 -> new Result.Conflict();
				case 1 -> new Result.Done(version);
				default -> throw new SQLException("The driver does not say whether a row was changed: " + count);
			};
		}

	}

	/**
	 * A change as SQL has it.
	 *
	 * @param version the version after the change
	 * @param parameters the parameters of the statement
	 */
	private record Row(long version, Object... parameters) {

	}

	@FunctionalInterface
	private interface Rows<T> {

		Row of(EntryName name, T change);

	}

}
