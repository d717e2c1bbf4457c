package io.connectionmanager.coordination.jdbc;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.connectionmanager.connector.test.TestServer;

/**
 * A database of its own in a server that is running already, and that others use.
 */
final class SharedDatabase implements TestDatabase {

	private final String scheme;

	private final String initial;

	private final String drop;

	private final InetSocketAddress address;

	private final String username;

	private final String password;

	private final String name = "cm_" + UUID.randomUUID().toString().replace("-", "");

	private final List<String> users = new ArrayList<>();

	private SharedDatabase(String scheme, String variables, int port, String user, String initial, String drop) {
		this.scheme = scheme;
		this.initial = initial;
		this.drop = drop;
		this.address = TestServer.externalAddress(variables + "_ADDRESS", port);
		this.username = System.getenv().getOrDefault(variables + "_USER", user);
		this.password = System.getenv().getOrDefault(variables + "_PASSWORD", "");
	}

	static SharedDatabase postgres() throws SQLException {
		return new SharedDatabase("jdbc:postgresql://", "POSTGRESQL", 5432, "postgres", "postgres", " WITH (FORCE)")
			.create();
	}

	static SharedDatabase mariaDb() throws SQLException {
		return mariaDb("jdbc:mariadb://");
	}

	static SharedDatabase mariaDb(String scheme) throws SQLException {
		return new SharedDatabase(scheme, "MARIADB", 3306, "root", "", "").create();
	}

	private SharedDatabase create() throws SQLException {
		initially("CREATE DATABASE " + this.name);
		return this;
	}

	/** Creates a user that may connect to the database, and use none of its tables. */
	String createUser(String password) throws SQLException {
		boolean postgres = !this.initial.isEmpty();
		String user = "cm_" + UUID.randomUUID().toString().substring(0, 8);
		initially(postgres ? "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user, password)
				: "CREATE USER %s@'%%' IDENTIFIED BY '%s'".formatted(user, password));
		this.users.add(postgres ? "DROP ROLE " + user : "DROP USER " + user + "@'%'");
		if (!postgres) {
			initially("GRANT CREATE TEMPORARY TABLES ON %s.* TO %s@'%%'".formatted(this.name, user));
		}
		return user;
	}

	private void initially(String sql) throws SQLException {
		String url = this.scheme + TestDatabase.authority(this.address) + "/" + this.initial;
		try (Connection connection = DriverManager.getConnection(url, this.username, this.password);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public String url(InetSocketAddress address) {
		return this.scheme + TestDatabase.authority(address) + "/" + this.name;
	}

	@Override
	public String username() {
		return this.username;
	}

	@Override
	public String password() {
		return this.password;
	}

	@Override
	public InetSocketAddress address() {
		return this.address;
	}

	@Override
	public boolean isOwn() {
		return false;
	}

	@Override
	public void start() {
		// It runs.
	}

	@Override
	public void kill() {
		throw new UnsupportedOperationException("The server is not the test's own");
	}

	@Override
	public void close() {
		try {
			initially("DROP DATABASE " + this.name + this.drop);
			for (String drop : this.users) {
				initially(drop);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
