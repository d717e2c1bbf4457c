package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.connectionmanager.coordination.Durability;

/**
 * What differs between databases.
 */
enum Dialect {

	/**
	 * Batches are sent in one piece as far as possible: the server treats what it has
	 * received of one as a transaction, and a client that is frozen half-way would hold
	 * locks.
	 */
	POSTGRESQL("PostgreSQL", "INSERT INTO %s VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING") {

		@Override
		Map<String, String> properties(Duration timeout) {
			String seconds = Long.toString(seconds(timeout));
			return Map.of("connectTimeout", seconds, "socketTimeout", seconds, "tcpKeepAlive", "true",
					"ApplicationName", "connection-manager", "targetServerType", "primary", "maxSendBufferSize",
					"65536");
		}

		/**
		 * A server that is set to acknowledge before it has written must not do so here.
		 */
		@Override
		List<String> preparation(Duration timeout) {
			return List.of("SET SESSION statement_timeout = " + timeout
				.toMillis(), "SELECT pg_catalog.set_config('synchronous_commit', 'on', false)"
						+ " WHERE pg_catalog.current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')");
		}

	},

	MARIADB("MariaDB", "INSERT IGNORE INTO %s VALUES (?, ?, ?, ?)") {

		@Override
		int[] execute(Connection connection, String sql, List<Object[]> rows) throws SQLException {
			return Batch.inOnePacket(connection, sql, rows);
		}

		@Override
		Map<String, String> properties(Duration timeout) {
			String millis = Long.toString(timeout.toMillis());
			return Map.of("connectTimeout", millis, "socketTimeout", millis, "tcpKeepAlive", "true",
					"allowMultiQueries", "true");
		}

		@Override
		List<String> preparation(Duration timeout) {
			return lockTimeouts(timeout);
		}

	},

	MYSQL("MySQL", MARIADB.insert) {

		@Override
		int[] execute(Connection connection, String sql, List<Object[]> rows) throws SQLException {
			return Batch.inOnePacket(connection, sql, rows);
		}

		@Override
		Map<String, String> properties(Duration timeout) {
			String millis = Long.toString(timeout.toMillis());
			return Map.of("connectTimeout", millis, "socketTimeout", millis, "tcpKeepAlive", "true",
					"allowMultiQueries", "true");
		}

		@Override
		List<String> preparation(Duration timeout) {
			return lockTimeouts(timeout);
		}

	},

	/** An insertion that is not made, because there is such a row, is an error. */
	H2("H2", "INSERT INTO %s VALUES (?, ?, ?, ?)") {

		@Override
		Map<String, String> properties(Duration timeout) {
			return Map.of("NETWORK_TIMEOUT", Long.toString(timeout.toMillis()));
		}

		@Override
		List<String> preparation(Duration timeout) {
			return List.of("SET LOCK_TIMEOUT " + inServer(timeout).toMillis(),
					"SET QUERY_TIMEOUT " + inServer(timeout).toMillis());
		}

		/** It acknowledges before it has written; only in memory nothing outlives it. */
		@Override
		Durability durability(String url) {
			return url.startsWith("jdbc:h2:mem:") ? Durability.STRONG : Durability.BEST_EFFORT;
		}

	};

	private static final Pattern DRIVER = Pattern.compile("^jdbc:[A-Za-z0-9-]{1,32}:");

	private final String title;

	private final String insert;

	Dialect(String title, String insert) {
		this.title = title;
		this.insert = insert;
	}

	/**
	 * Returns the dialect of a database.
	 * @param url its JDBC URL
	 * @return the dialect
	 */
	static Dialect of(String url) {
		for (Dialect dialect : values()) {
			if (url.startsWith(dialect.prefix())) {
				return dialect;
			}
		}
		// The rest may contain a password.
		Matcher driver = DRIVER.matcher(url);
		throw new IllegalArgumentException(
				"The database of the URL%s is not supported. Supported databases: %s, with a URL that begins with one of %s"
					.formatted(driver.find() ? " '%s...'".formatted(driver.group()) : "", join(Dialect::title),
							join(Dialect::prefix)));
	}

	private static String join(Function<Dialect, String> property) {
		return Arrays.stream(values()).map(property).collect(Collectors.joining(", "));
	}

	String title() {
		return this.title;
	}

	String prefix() {
		return "jdbc:" + id() + ":";
	}

	/** Returns the name of the script that creates the table, next to this class. */
	String script() {
		return "schema-" + id() + ".sql";
	}

	private String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Returns the SQL that inserts a row, unless there is one with the same key. */
	String insert(String table) {
		return this.insert.formatted(table);
	}

	/** Returns properties of a connection, for the driver. */
	abstract Map<String, String> properties(Duration timeout);

	/** Returns the SQL to execute on a new connection. */
	abstract List<String> preparation(Duration timeout);

	/** Executes a statement with many rows of parameters. */
	int[] execute(Connection connection, String sql, List<Object[]> rows) throws SQLException {
		return Batch.ofStatements(connection, sql, rows);
	}

	Durability durability(String url) {
		return Durability.STRONG;
	}

	private static long seconds(Duration timeout) {
		return timeout.plusMillis(999).toSeconds();
	}

	private static List<String> lockTimeouts(Duration timeout) {
		return List.of("SET SESSION innodb_lock_wait_timeout = %1$d, SESSION lock_wait_timeout = %1$d"
			.formatted(Math.max(1, inServer(timeout).toSeconds())));
	}

	/**
	 * The server gives up first, so that hardly any change is made after its caller has
	 * left.
	 */
	private static Duration inServer(Duration timeout) {
		return timeout.multipliedBy(3).dividedBy(4);
	}

}
