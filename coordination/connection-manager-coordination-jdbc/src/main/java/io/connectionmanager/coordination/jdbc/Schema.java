package io.connectionmanager.coordination.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Creates the table, with the first connection that is opened.
 */
final class Schema implements Sessions.Preparation {

	private final String sql;

	private volatile boolean created;

	Schema(Dialect dialect, String table) {
		this.sql = read(dialect).replace(JdbcCoordinationStore.DEFAULT_TABLE, table);
	}

	static String path(Dialect dialect) {
		return Schema.class.getPackageName().replace('.', '/') + "/" + dialect.script();
	}

	private static String read(Dialect dialect) {
		try (InputStream script = Objects.requireNonNull(Schema.class.getResourceAsStream(dialect.script()))) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8).strip().replaceFirst(";$", "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void prepare(Connection connection) throws SQLException {
		if (!this.created) {
			create(connection);
			this.created = true;
		}
	}

	/** Where others create the table at the same time, PostgreSQL may fail. */
	private void create(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			try {
				statement.execute(this.sql);
			}
			catch (SQLException ex) {
				statement.execute(this.sql);
			}
		}
	}

}
