package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.DurationText;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.coordination.Watch;

/**
 * A {@link CoordinationStore} in a table of PostgreSQL, MariaDB, MySQL or H2.
 * <pre class="code">
 * CoordinationStore store = JdbcCoordinationStore.builder("jdbc:postgresql://db.example/shop")
 *     .credentials("app", password)
 *     .build();
 * </pre>
 * <ul>
 * <li><b>Table.</b> It is created with the script for the database, such as
 * {@code io/connectionmanager/coordination/jdbc/schema-postgresql.sql} in the jar, or by
 * {@link Builder#initializeSchema(boolean) initializeSchema}. The user needs the rights
 * to SELECT, INSERT, UPDATE and DELETE.</li>
 * <li><b>Connections.</b> The store opens connections of its own when they are needed: at
 * most three, usually one, and one more to listen for notifications. They commit
 * automatically, and belong to no pool and no transaction of the application.</li>
 * <li><b>Time.</b> A call ends within the {@link Builder#timeout(Duration) timeout}, or
 * when the calling thread is interrupted.</li>
 * <li><b>Hints.</b> PostgreSQL notifies of changed claims. Changes in other databases are
 * found when replicas look for them.</li>
 * <li><b>Durability.</b> An acknowledged change is as safe as a committed transaction. A
 * failover keeps it only if the database replicates synchronously.</li>
 * </ul>
 * Thread-safe.
 */
public final class JdbcCoordinationStore implements CoordinationStore {

	static final String DEFAULT_TABLE = "CONNECTION_MANAGER_CLAIM";

	private static final int LONGEST_KEY = 512;

	private static final int LONGEST_VALUE = 1_000;

	private final Database database;

	private final ClaimTable table;

	private final Sessions sessions;

	private final Optional<PostgresHints> hints;

	private final Durability durability;

	private final Duration pollInterval;

	private JdbcCoordinationStore(Builder builder) {
		Dialect dialect = Dialect.of(builder.url);
		this.database = new Database(builder.url, dialect, builder.credentials, Map.copyOf(builder.properties),
				builder.timeout);
		this.table = new ClaimTable(dialect, builder.table);
		Sessions.Preparation preparation = builder.initializeSchema ? new Schema(dialect, builder.table)
				: (connection) -> {
				};
		this.sessions = new Sessions(this.database, new Failures(this.database, builder.table), preparation);
		this.hints = (dialect == Dialect.POSTGRESQL) ? Optional.of(new PostgresHints(this.database, builder.runtime))
				: Optional.empty();
		this.durability = (builder.durability != null) ? builder.durability : dialect.durability(builder.url);
		this.pollInterval = builder.pollInterval;
	}

	/**
	 * Returns a builder of a store.
	 * @param url the JDBC URL of the database, whose driver is present
	 * @return the builder
	 */
	public static Builder builder(String url) {
		return new Builder(url);
	}

	@Override
	public String describe() {
		return this.database.describe();
	}

	@Override
	public Durability durability() {
		return this.durability;
	}

	@Override
	public Map<String, Entry> list(String prefix) {
		EntryName name = EntryName.of(prefix);
		return this.sessions.call((connection) -> this.table.list(connection, name));
	}

	@Override
	public List<Result> apply(List<Change> changes) {
		changes.forEach(JdbcCoordinationStore::check);
		return changes.isEmpty() ? List.of() : this.sessions.call((connection) -> apply(connection, changes));
	}

	private List<Result> apply(Connection connection, List<Change> changes) throws SQLException {
		List<Result> results = this.table.apply(connection, changes);
		this.hints.ifPresent((it) -> it.send(connection, changes, results));
		return results;
	}

	private static void check(Change change) {
		EntryName.of(change.key());
		String value = (change instanceof Change.Create create) ? create.value()
				: (change instanceof Change.Replace replace) ? replace.value() : "";
		if (change.key().length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
			throw new StoreRejectedException(
					"An entry is too long: '%s' has %d characters, at most %d; its value has %d, at most %d".formatted(
							change.key(), change.key().length(), LONGEST_KEY, value.length(), LONGEST_VALUE),
					null);
		}
	}

	@Override
	public Watch watch(String prefix, Consumer<String> hint) {
		return this.hints.map((it) -> it.watch(prefix, hint)).orElseGet(Watch::none);
	}

	@Override
	public Duration pollInterval() {
		return this.pollInterval;
	}

	@Override
	public void close() {
		this.hints.ifPresent(PostgresHints::close);
		this.sessions.close();
	}

	@Override
	public String toString() {
		return describe();
	}

	/**
	 * A builder of {@link JdbcCoordinationStore}. Not thread-safe.
	 */
	public static final class Builder {

		private static final Pattern TABLE = Pattern.compile("(?:\\w+\\.)*\\w+");

		private final String url;

		private final Map<String, String> properties = new LinkedHashMap<>();

		private Supplier<Credentials> credentials = () -> new Credentials("", new char[0]);

		private String table = DEFAULT_TABLE;

		private Duration timeout = Duration.ofSeconds(3);

		private Duration pollInterval = Duration.ofSeconds(1);

		private boolean initializeSchema;

		private @Nullable Durability durability;

		private ConnectionRuntime runtime = ConnectionRuntime.shared();

		private Builder(String url) {
			this.url = Objects.requireNonNull(url, "url");
		}

		/**
		 * Sets the credentials.
		 * @param username the user name
		 * @param password the password
		 * @return this builder
		 */
		public Builder credentials(String username, String password) {
			Credentials fixed = new Credentials(username, password.toCharArray());
			return credentials(() -> fixed);
		}

		/**
		 * Sets where the credentials of each connection come from.
		 * @param credentials is asked whenever a connection is opened
		 * @return this builder
		 */
		public Builder credentials(Supplier<Credentials> credentials) {
			this.credentials = Objects.requireNonNull(credentials, "credentials");
			return this;
		}

		/**
		 * Sets a property of the connections, such as those for TLS.
		 * @param name the name that the driver knows
		 * @param value the value
		 * @return this builder
		 */
		public Builder property(String name, String value) {
			this.properties.put(name, value);
			return this;
		}

		/**
		 * Sets the table; {@code CONNECTION_MANAGER_CLAIM} by default.
		 * @param table the name, with or without that of the schema
		 * @return this builder
		 * @throws IllegalArgumentException if it is no name
		 */
		public Builder table(String table) {
			if (!TABLE.matcher(table).matches()) {
				throw new IllegalArgumentException("'%s' is not the name of a table".formatted(table));
			}
			this.table = table;
			return this;
		}

		/**
		 * Sets the time within which a call ends, connecting included; 3 s by default. It
		 * must be clearly shorter than the lease.
		 * @param timeout the timeout
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = requirePositive("timeout", timeout);
			return this;
		}

		/**
		 * Sets how often replicas look for changes; 1 s by default.
		 * @param pollInterval the interval
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder pollInterval(Duration pollInterval) {
			this.pollInterval = requirePositive("pollInterval", pollInterval);
			return this;
		}

		/**
		 * Sets whether the store creates its table; not by default. Meant for embedded
		 * databases.
		 * @param initializeSchema whether to create the table
		 * @return this builder
		 */
		public Builder initializeSchema(boolean initializeSchema) {
			this.initializeSchema = initializeSchema;
			return this;
		}

		/**
		 * Sets what is said about the durability. By default it is
		 * {@link Durability#STRONG}, which assumes that a failover, if there can be one,
		 * loses no committed transaction; for H2 it is {@link Durability#BEST_EFFORT},
		 * unless it is in memory.
		 * @param durability the durability
		 * @return this builder
		 */
		public Builder durability(Durability durability) {
			this.durability = Objects.requireNonNull(durability, "durability");
			return this;
		}

		/**
		 * Sets the runtime of the connection that listens for notifications;
		 * {@link ConnectionRuntime#shared()} by default.
		 * @param runtime the runtime
		 * @return this builder
		 */
		public Builder runtime(ConnectionRuntime runtime) {
			this.runtime = Objects.requireNonNull(runtime, "runtime");
			return this;
		}

		/**
		 * Builds the store, which connects when it is used.
		 * @return the store
		 * @throws IllegalArgumentException if the URL is of another database
		 */
		public JdbcCoordinationStore build() {
			return new JdbcCoordinationStore(this);
		}

		private static Duration requirePositive(String name, Duration duration) {
			if (duration.isZero() || duration.isNegative()) {
				throw new IllegalArgumentException(
						"%s must be more than zero, but is %s".formatted(name, DurationText.setting(duration)));
			}
			return duration;
		}

	}

}
