package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What an administrator and other users of a database may do to a store.
 */
abstract class DatabaseSituations {

	static final String KEY = "orders/claim/a";

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private final List<CoordinationStore> stores = new ArrayList<>();

	private SharedDatabase database;

	abstract SharedDatabase startDatabase() throws Exception;

	/** Returns the SQL that locks the table for others, in a transaction. */
	abstract String lockTable();

	SharedDatabase database() {
		return this.database;
	}

	@BeforeEach
	void start() throws Exception {
		this.database = startDatabase();
	}

	@AfterEach
	void close() {
		this.stores.forEach(CoordinationStore::close);
		this.database.close();
	}

	JdbcCoordinationStore.Builder builder() {
		return this.database.store(this.database.address()).timeout(TIMEOUT);
	}

	CoordinationStore store(JdbcCoordinationStore.Builder builder) {
		CoordinationStore store = builder.build();
		this.stores.add(store);
		return store;
	}

	static Result create(CoordinationStore store) {
		return store.apply(List.of(new Change.Create(KEY, "first"))).get(0);
	}

	@Test
	void missing_table_is_reported_with_the_script_and_found_when_it_is_there() {
		CoordinationStore store = store(builder().initializeSchema(false));
		for (Throwable thrown : List.of(catchThrowable(() -> store.list("orders/")),
				catchThrowable(() -> create(store)))) {
			assertThat(thrown).isInstanceOf(StoreRejectedException.class)
				.hasMessageMatching("There is no table CONNECTION_MANAGER_CLAIM in .*: execute"
						+ " io/connectionmanager/coordination/jdbc/schema-[a-z0-9]+\\.sql, which is in the jar.*");
		}
		store(builder()).list("orders/");
		assertThat(store.list("orders/")).isEmpty();
	}

	@Test
	void many_stores_may_create_the_table_at_the_same_time() {
		List<CompletableFuture<Result>> creating = IntStream.range(0, 6)
			.mapToObj((i) -> store(builder().timeout(Duration.ofSeconds(20))))
			.map((store) -> CompletableFuture.supplyAsync(() -> create(store), (task) -> new Thread(task).start()))
			.toList();
		assertThat(creating.stream().map(CompletableFuture::join).filter(Result.Done.class::isInstance)).hasSize(1);
	}

	@Test
	void table_may_have_another_name() throws Exception {
		CoordinationStore store = store(builder().table("EXCLUSIVE_CLAIM"));
		create(store);
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			assertThat(statement.executeQuery("SELECT * FROM EXCLUSIVE_CLAIM").next()).isTrue();
		}
	}

	@Test
	void missing_rights_are_reported() throws Exception {
		store(builder()).list("orders/");
		String user = this.database.createUser("s3cret");
		CoordinationStore store = store(builder().initializeSchema(false).credentials(user, "s3cret"));
		assertThat(catchThrowable(() -> store.list("orders/"))).isInstanceOf(StoreRejectedException.class)
			.hasMessageContaining("grant SELECT, INSERT, UPDATE and DELETE on the table CONNECTION_MANAGER_CLAIM");
	}

	@Test
	void call_that_waits_for_a_lock_of_the_table_ends_in_time() throws Exception {
		CoordinationStore store = store(builder());
		Result.Done created = (Result.Done) create(store);
		Change replace = new Change.Replace(KEY, created.version(), "second");
		Throwable thrown;
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute(lockTable());
			thrown = catchThrowable(() -> store.apply(List.of(replace)));
			assertThat(thrown).isInstanceOf(StoreException.class).isNotInstanceOf(StoreRejectedException.class);
			connection.rollback();
		}
		requireWorking(store, thrown);
	}

	@Test
	void call_that_waits_for_a_lock_of_a_row_ends_in_time() throws Exception {
		CoordinationStore store = store(builder());
		Result.Done created = (Result.Done) create(store);
		Change replace = new Change.Replace(KEY, created.version(), "second");
		Throwable thrown;
		try (Connection connection = this.database.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("UPDATE CONNECTION_MANAGER_CLAIM SET ENTRY_VALUE = 'theirs'");
			thrown = catchThrowable(() -> store.apply(List.of(replace)));
			assertThat(thrown).isInstanceOf(StoreException.class).isNotInstanceOf(StoreRejectedException.class);
			assertThat(store.list(KEY).get(KEY).value()).as("what is read meanwhile").isEqualTo("first");
			connection.rollback();
		}
		requireWorking(store, thrown);
	}

	/** What the server gave up is not made later. */
	private static void requireWorking(CoordinationStore store, Throwable thrown) {
		Awaitility.await().ignoreExceptionsInstanceOf(StoreException.class).until(() -> {
			Entry entry = store.list(KEY).get(KEY);
			assertThat(entry.value()).matches((value) -> thrown.getCause() == null || value.equals("first"));
			return store.apply(List.of(new Change.Replace(KEY, entry.version(), "third")))
				.get(0) instanceof Result.Done;
		});
		assertThat(store.list(KEY).get(KEY).value()).isEqualTo("third");
	}

	@Test
	void threads_of_a_closed_store_end() {
		CoordinationStore store = store(builder());
		create(store);
		store.close();
		Awaitility.await()
			.atMost(20, TimeUnit.SECONDS)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("connection-manager-store")));
	}

}
