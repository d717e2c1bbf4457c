package io.connectionmanager.coordination.jdbc;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.connectionmanager.connector.test.TestServer;

/**
 * A database for a test, in a server.
 */
interface TestDatabase extends TestServer {

	/** Returns the JDBC URL of the database at an address, which leads to the server. */
	String url(InetSocketAddress address);

	String username();

	String password();

	/** Returns a connection of the test itself. */
	default Connection connect() throws SQLException {
		return DriverManager.getConnection(url(address()), username(), password());
	}

	default void execute(String... statements) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Returns a builder of a store that connects to an address, and creates its table.
	 */
	default JdbcCoordinationStore.Builder store(InetSocketAddress address) {
		return JdbcCoordinationStore.builder(url(address)).credentials(username(), password()).initializeSchema(true);
	}

	static String authority(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

}
