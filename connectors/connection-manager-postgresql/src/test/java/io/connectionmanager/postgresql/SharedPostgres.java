package io.connectionmanager.postgresql;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A database of its own in the server that is running already.
 */
final class SharedPostgres implements AutoCloseable {

	private static final String ADDRESS = System.getenv().getOrDefault("POSTGRESQL_ADDRESS", "127.0.0.1:5432");

	private static final String USER = System.getenv().getOrDefault("POSTGRESQL_USER", "postgres");

	private static final String PASSWORD = System.getenv().getOrDefault("POSTGRESQL_PASSWORD", "");

	private final String database = "cm_" + UUID.randomUUID().toString().replace("-", "");

	SharedPostgres() throws SQLException {
		int colon = ADDRESS.lastIndexOf(':');
		try (Socket socket = new Socket()) {
			socket.connect(
					new InetSocketAddress(ADDRESS.substring(0, colon), Integer.parseInt(ADDRESS.substring(colon + 1))),
					2000);
		}
		catch (IOException ex) {
			String message = "No PostgreSQL server at " + ADDRESS + " (POSTGRESQL_ADDRESS)";
			if ("true".equals(System.getenv("CI"))) {
				fail(message);
			}
			abort(message);
		}
		try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + this.database);
		}
	}

	String url() {
		return "postgresql://" + USER + (PASSWORD.isEmpty() ? "" : ":" + PASSWORD) + "@" + ADDRESS + "/"
				+ this.database;
	}

	/**
	 * Returns a connection of the test itself.
	 * @return the connection
	 * @throws SQLException if there is none
	 */
	Connection connect() throws SQLException {
		return connect(this.database);
	}

	private static Connection connect(String database) throws SQLException {
		return DriverManager.getConnection("jdbc:postgresql://" + ADDRESS + "/" + database, USER, PASSWORD);
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
