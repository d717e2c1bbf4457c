package io.connectionmanager.coordination.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.Watch;

/**
 * Notifications of PostgreSQL: the names of groups in which a claim has changed. They are
 * sent after the change has been committed, by a statement of their own, because a
 * transaction that notifies waits for all others that do. One that is lost costs a poll
 * interval.
 */
final class PostgresHints implements AutoCloseable {

	static final String CHANNEL = "connection_manager_claim";

	private static final String NOTIFY = "SELECT pg_catalog.pg_notify('" + CHANNEL + "', name)"
			+ " FROM unnest(?::text[]) AS name";

	/** Members renew their entries all the time, which nobody waits for. */
	private static final String CLAIMS = "claim/";

	private final List<Hint> watches = new CopyOnWriteArrayList<>();

	private final ConnectionManager<Connection> listening;

	PostgresHints(Database database, ConnectionRuntime runtime) {
		this.listening = ConnectionManager.builder("store-notifications", new ListenConnector(database, this::received))
			.settings(settings(database.timeout()))
			.runtime(runtime)
			// Something may have changed while nobody listened.
			.subscriber((connection) -> this.watches.forEach(Hint::unknown))
			.build();
	}

	/**
	 * Polling goes on meanwhile: a database that stays away is not asked every second.
	 */
	static ConnectionSettings settings(Duration timeout) {
		return ConnectionSettings.builder()
			.timeout(timeout.multipliedBy(2))
			.reconnectAfter(Duration.ofSeconds(1))
			.backoff(2, Duration.ofSeconds(30), 0.2)
			.build();
	}

	Watch watch(String prefix, Consumer<String> hint) {
		Hint watch = new Hint(prefix, hint);
		this.watches.add(watch);
		this.listening.start();
		return () -> this.watches.remove(watch);
	}

	private void received(String group) {
		for (Hint watch : this.watches) {
			if (watch.prefix().startsWith(group + "/")) {
				watch.unknown();
			}
		}
	}

	/** Never fails: the changes have been made. */
	void send(Connection connection, List<Change> changes, List<Result> results) {
		Set<String> groups = new TreeSet<>();
		for (int i = 0; i < results.size(); i++) {
			EntryName name = EntryName.of(changes.get(i).key());
			if (results.get(i) instanceof Result.Done && name.rest().startsWith(CLAIMS)) {
				groups.add(name.group());
			}
		}
		if (!groups.isEmpty()) {
			notify(connection, groups);
		}
	}

	private static void notify(Connection connection, Set<String> groups) {
		try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
			Array names = connection.createArrayOf("text", groups.toArray());
			statement.setArray(1, names);
			statement.execute();
		}
		catch (SQLException ex) {
			// A connection that is broken fails again when it is used next.
		}
	}

	@Override
	public void close() {
		this.watches.clear();
		this.listening.close();
	}

	private record Hint(String prefix, Consumer<String> consumer) {

		void unknown() {
			this.consumer.accept(this.prefix);
		}

	}

}
