package io.connectionmanager.coordination.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.coordination.Watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

class JdbcCoordinationStoreTests {

	private static final String IN_MEMORY = "jdbc:h2:mem:settings";

	@Test
	void description_has_neither_credentials_nor_parameters() {
		Map.of("jdbc:postgresql://db.example:5432/shop?user=app&password=s3cret", "PostgreSQL at db.example:5432/shop",
				"jdbc:postgresql://app:s3cret@a:5432,b:5432/shop", "PostgreSQL at a:5432,b:5432/shop",
				"jdbc:postgresql:shop", "PostgreSQL at shop", "jdbc:mariadb://db.example/shop?password=s3cret",
				"MariaDB at db.example/shop", "jdbc:mysql://app:s3cret@db.example/shop", "MySQL at db.example/shop",
				"jdbc:h2:mem:shop;PASSWORD=s3cret", "H2 at mem:shop", "jdbc:h2:tcp://localhost:9092/./shop",
				"H2 at tcp://localhost:9092/./shop")
			.forEach((url, description) -> {
				try (CoordinationStore store = JdbcCoordinationStore.builder(url).build()) {
					assertThat(store.describe()).isEqualTo(description);
					assertThat(store).hasToString(description);
				}
			});
	}

	@Test
	void other_databases_are_refused() {
		JdbcCoordinationStore.Builder builder = JdbcCoordinationStore.builder("jdbc:derby:shop;password=s3cret");
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessageContaining("jdbc:postgresql:, jdbc:mariadb:, jdbc:mysql:, jdbc:h2:")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void a_database_that_stays_away_is_asked_for_notifications_ever_more_rarely() {
		ConnectionSettings.Backoff backoff = PostgresHints.settings(Duration.ofSeconds(3)).backoff();
		assertThat(IntStream.rangeClosed(1, 7).mapToObj((number) -> backoff.delay(number, 0).toSeconds()))
			.containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
	}

	@Test
	void a_database_that_is_not_supported_is_refused_with_those_that_are() {
		for (String url : new String[] { "jdbc:oracle:thin:scott/hunter2@db:1521:shop",
				"jdbc:sqlserver://db;password=hunter2", "hunter2", "" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> JdbcCoordinationStore.builder(url).build())
				.withMessageContaining("PostgreSQL, MariaDB, MySQL, H2")
				.withMessageNotContaining("hunter2");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JdbcCoordinationStore.builder("jdbc:oracle:thin:scott/hunter2@db:1521:shop").build())
			.withMessageContaining("'jdbc:oracle:...'")
			.withMessageNotContaining("hunter2");
	}

	@Test
	void invalid_settings_are_refused() {
		JdbcCoordinationStore.Builder builder = JdbcCoordinationStore.builder(IN_MEMORY);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO))
			.withMessageContaining("timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.pollInterval(Duration.ofSeconds(-1)))
			.withMessage("pollInterval must be more than zero, but is -1s");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.table("A; DROP TABLE B"))
			.withMessageContaining("A; DROP TABLE B");
	}

	@Test
	void database_that_does_not_notify_is_polled() {
		try (CoordinationStore store = JdbcCoordinationStore.builder(IN_MEMORY).build()) {
			assertThat(store.watch("group/", (hint) -> {
			})).isSameAs(Watch.none());
			assertThat(store.pollInterval()).isEqualTo(Duration.ofSeconds(1));
		}
	}

	@Test
	void h2_is_durable_only_where_nothing_outlives_it() {
		assertThat(durability("jdbc:h2:mem:shop")).isEqualTo(Durability.STRONG);
		assertThat(durability("jdbc:h2:file:./shop")).isEqualTo(Durability.BEST_EFFORT);
		assertThat(durability("jdbc:h2:tcp://localhost/mem:shop")).isEqualTo(Durability.BEST_EFFORT);
		assertThat(durability("jdbc:postgresql:shop")).isEqualTo(Durability.STRONG);
		assertThat(durability("jdbc:mariadb://localhost/shop")).isEqualTo(Durability.STRONG);
		try (CoordinationStore store = JdbcCoordinationStore.builder("jdbc:postgresql:shop")
			.durability(Durability.BEST_EFFORT)
			.build()) {
			assertThat(store.durability()).isEqualTo(Durability.BEST_EFFORT);
		}
	}

	private static Durability durability(String url) {
		try (CoordinationStore store = JdbcCoordinationStore.builder(url).build()) {
			return store.durability();
		}
	}

	@Test
	void entry_that_does_not_fit_is_refused() {
		try (CoordinationStore store = JdbcCoordinationStore.builder(IN_MEMORY).initializeSchema(true).build()) {
			String longKey = "group/" + "k".repeat(507);
			String longValue = "v".repeat(1001);
			for (Change change : new Change[] { new Change.Create(longKey, ""), new Change.Create("group/a", longValue),
					new Change.Replace("group/a", 1, longValue) }) {
				assertThat(catchThrowable(() -> store.apply(List.of(change))))
					.isInstanceOf(StoreRejectedException.class)
					.hasMessageContaining("too long");
			}
		}
	}

	@Test
	void key_without_a_group_is_refused() {
		try (CoordinationStore store = JdbcCoordinationStore.builder(IN_MEMORY).initializeSchema(true).build()) {
			assertThatIllegalArgumentException().isThrownBy(() -> store.list("group"));
			assertThatIllegalArgumentException().isThrownBy(() -> store.list("/group"));
			assertThatIllegalArgumentException().isThrownBy(() -> store.apply(List.of(new Change.Create("group", ""))));
		}
	}

}
