package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.connectionmanager.connector.Credentials;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresSituationsTests extends DatabaseSituations {

	@Override
	SharedDatabase startDatabase() throws Exception {
		return SharedDatabase.postgres();
	}

	@Override
	String lockTable() {
		return "LOCK TABLE CONNECTION_MANAGER_CLAIM IN ACCESS EXCLUSIVE MODE";
	}

	@Test
	void isolation_does_not_depend_on_the_default_of_the_server() throws Exception {
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			statement.execute("ALTER DATABASE " + connection.getCatalog()
					+ " SET default_transaction_isolation = 'serializable'");
		}
		CoordinationStore first = store(builder());
		CoordinationStore second = store(builder());
		create(first);
		for (int round = 0; round < 20; round++) {
			Entry entry = first.list(KEY).get(KEY);
			List<Change> changes = List.of(new Change.Replace(KEY, entry.version(), "next"));
			List<CompletableFuture<List<Result>>> racing = Stream.of(first, second)
				.map((store) -> CompletableFuture.supplyAsync(() -> store.apply(changes),
						(task) -> new Thread(task).start()))
				.toList();
			assertThat(racing.stream().map((it) -> it.join().get(0)).filter(Result.Done.class::isInstance)).hasSize(1);
		}
	}

	@Test
	void change_is_acknowledged_when_it_is_on_disk_whatever_the_default_of_the_server() throws Exception {
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			String alter = "ALTER DATABASE " + connection.getCatalog() + " SET synchronous_commit = ";
			Map<String, String> expected = Map.of("off", "on", "local", "on", "remote_write", "on", "on", "on",
					"remote_apply", "remote_apply");
			for (String setting : expected.keySet()) {
				statement.execute(alter + setting);
				assertThat(setting("synchronous_commit")).isEqualTo(expected.get(setting));
			}
		}
	}

	private String setting(String name) throws SQLException {
		Credentials credentials = new Credentials(database().username(), database().password().toCharArray());
		Database prepared = new Database(database().url(database().address()), Dialect.POSTGRESQL, () -> credentials,
				Map.of(), Duration.ofSeconds(20));
		try (Connection connection = prepared.open();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SHOW " + name)) {
			assertThat(rows.next()).isTrue();
			return rows.getString(1);
		}
	}

	@Test
	void only_claims_are_notified_and_a_batch_once() throws Exception {
		CoordinationStore store = store(builder());
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			statement.execute("LISTEN connection_manager_claim");
			Result.Done member = (Result.Done) store.apply(List.of(new Change.Create("orders/member/a/1", ""))).get(0);
			store.apply(List.of(new Change.Replace("orders/member/a/1", member.version(), "renewals=1")));
			create(store);
			create(store);
			store.apply(List.of(new Change.Create("orders/claim/b", ""), new Change.Create("orders/claim/c", ""),
					new Change.Create("payments/claim/a", "")));
			List<String> received = new ArrayList<>();
			PGConnection notifying = connection.unwrap(PGConnection.class);
			while (received.size() < 3) {
				for (PGNotification each : Optional.ofNullable(notifying.getNotifications(20_000))
					.orElseGet(() -> new PGNotification[0])) {
					received.add(each.getParameter());
				}
			}
			assertThat(received).containsExactly("orders", "orders", "payments");
		}
	}

}
