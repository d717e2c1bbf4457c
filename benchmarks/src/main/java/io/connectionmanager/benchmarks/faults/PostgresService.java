package io.connectionmanager.benchmarks.faults;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The PostgreSQL server that runs already, with a role that needs no password.
 */
final class PostgresService implements Approach.Service {

	static final String USER = "postgres";

	static final String DATABASE = System.getProperty("database", "test");

	private final Connection connection;

	private final PreparedStatement statement;

	PostgresService(String channel, String payload) throws SQLException {
		this.connection = DriverManager.getConnection(url(address()), USER, "");
		this.statement = this.connection.prepareStatement("SELECT pg_notify(?, ?)");
		this.statement.setString(1, channel);
		this.statement.setString(2, payload);
	}

	static String url(InetSocketAddress address) {
		return "jdbc:postgresql://%s:%d/%s".formatted(address.getHostString(), address.getPort(), DATABASE);
	}

	@Override
	public InetSocketAddress address() {
		return new InetSocketAddress("127.0.0.1", 5432);
	}

	@Override
	public void send() throws SQLException {
		this.statement.execute();
	}

}
