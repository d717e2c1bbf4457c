package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorThreads;

/**
 * Opens connections to PostgreSQL that listen, each with a thread that waits for
 * notifications.
 */
final class ListenConnector implements Connector<Connection> {

	/** After this silence, the server is asked whether it is there. */
	private static final int WAIT_MILLIS = 10_000;

	private final Database database;

	private final Consumer<String> listener;

	ListenConnector(Database database, Consumer<String> listener) {
		this.database = database;
		this.listener = listener;
	}

	@Override
	public Connection open(ConnectionAttempt attempt) throws SQLException {
		Connection connection = this.database.open();
		try (Statement statement = connection.createStatement()) {
			statement.execute("LISTEN " + PostgresHints.CHANNEL);
		}
		catch (SQLException ex) {
			Database.closeQuietly(connection);
			throw ex;
		}
		ConnectorThreads.likeCurrent("connection-manager-" + attempt.name(), () -> listen(attempt, connection)).start();
		attempt.connected();
		return connection;
	}

	private void listen(ConnectionAttempt attempt, Connection connection) {
		try {
			PGConnection notifying = connection.unwrap(PGConnection.class);
			while (true) {
				PGNotification[] notifications = notifying.getNotifications(WAIT_MILLIS);
				for (PGNotification notification : notifications) {
					this.listener.accept(notification.getParameter());
				}
				if (notifications.length == 0 && !connection.isValid((int) this.database.timeout().toSeconds() + 1)) {
					throw new ConnectionLostException("The server does not answer", null);
				}
			}
		}
		catch (SQLException | RuntimeException ex) {
			attempt.disconnected(ex);
		}
	}

	/** At once: the connection may be waiting. */
	@Override
	public void close(Connection connection) throws SQLException {
		connection.abort(Runnable::run);
	}

}
