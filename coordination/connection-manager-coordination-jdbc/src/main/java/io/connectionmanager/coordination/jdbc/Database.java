package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

import io.connectionmanager.connector.Credentials;

/**
 * Opens connections, and prepares each of them.
 *
 * @param url the JDBC URL
 * @param dialect the dialect
 * @param credentials are asked for each connection
 * @param properties properties for the driver
 * @param timeout the time within which the server answers
 */
record Database(String url, Dialect dialect, Supplier<Credentials> credentials, Map<String, String> properties,
		Duration timeout) {

	/**
	 * Opens a connection that commits automatically. A transaction of one statement sees
	 * everything that was committed before at {@code READ COMMITTED}, and waits for the
	 * lock of a row to find it in its newest version; a higher level would only add
	 * failures, or locks of gaps.
	 */
	Connection open() throws SQLException {
		Properties all = new Properties();
		all.putAll(this.dialect.properties(this.timeout));
		Credentials credentials = this.credentials.get();
		if (!credentials.username().isEmpty()) {
			all.put("user", credentials.username());
			all.put("password", new String(credentials.password()));
		}
		all.putAll(this.properties);
		Driver driver = DriverManager.getDriver(this.url);
		Connection connection = driver.connect(this.url, all);
		if (connection == null) {
			throw new SQLException("The driver %s does not accept the URL".formatted(driver.getClass().getName()));
		}
		try {
			prepare(connection);
			return connection;
		}
		catch (SQLException | RuntimeException ex) {
			closeQuietly(connection);
			throw ex;
		}
	}

	private void prepare(Connection connection) throws SQLException {
		connection.setAutoCommit(true);
		connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		try (Statement statement = connection.createStatement()) {
			for (String sql : this.dialect.preparation(this.timeout)) {
				statement.execute(sql);
			}
		}
	}

	static void closeQuietly(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException | RuntimeException ex) {
			// It is of no more use.
		}
	}

	/** Returns where the database is, without credentials and parameters. */
	String address() {
		String address = this.url.substring(this.dialect.prefix().length()).split("[?;]", 2)[0];
		return address.substring(address.lastIndexOf('@') + 1).replaceFirst("^//", "");
	}

	String describe() {
		return this.dialect.title() + " at " + address();
	}

	@Override
	public String toString() {
		return describe();
	}

}
