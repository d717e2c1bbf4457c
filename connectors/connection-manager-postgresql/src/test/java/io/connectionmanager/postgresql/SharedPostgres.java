package io.connectionmanager.postgresql;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import io.connectionmanager.connector.test.TestServer;

/**
 * A database of its own in the server that is running already.
 */
final class SharedPostgres implements AutoCloseable {

	private static final String USER = System.getenv().getOrDefault("POSTGRESQL_USER", "postgres");

	private static final String PASSWORD = System.getenv().getOrDefault("POSTGRESQL_PASSWORD", "");

	private final InetSocketAddress address;

	private final String database = "cm_" + UUID.randomUUID().toString().replace("-", "");

	SharedPostgres() throws SQLException {
		this.address = TestServer.externalAddress("POSTGRESQL_ADDRESS", 5432);
		try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + this.database);
		}
	}

	InetSocketAddress address() {
		return this.address;
	}

	String url() {
		return urlAt(authority());
	}

	/**
	 * Returns the URL of the database at another address, which leads there.
	 * @param authority the address
	 * @return the URL
	 */
	String urlAt(String authority) {
		return "postgresql://" + USER + (PASSWORD.isEmpty() ? "" : ":" + PASSWORD) + "@" + authority + "/"
				+ this.database;
	}

	private String authority() {
		return this.address.getAddress().getHostAddress() + ":" + this.address.getPort();
	}

	/**
	 * Returns a connection of the test itself.
	 * @return the connection
	 * @throws SQLException if there is none
	 */
	Connection connect() throws SQLException {
		return connect(this.database);
	}

	private Connection connect(String database) throws SQLException {
		return DriverManager.getConnection("jdbc:postgresql://" + authority() + "/" + database, USER, PASSWORD);
	}

	void execute(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public void close() throws SQLException {
		try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
			statement.execute("DROP DATABASE " + this.database + " WITH (FORCE)");
		}
	}

}
