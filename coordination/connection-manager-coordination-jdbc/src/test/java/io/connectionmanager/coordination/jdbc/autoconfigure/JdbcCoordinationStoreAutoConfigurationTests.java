package io.connectionmanager.coordination.jdbc.autoconfigure;

import java.sql.Connection;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The store in the database of an application.
 */
class JdbcCoordinationStoreAutoConfigurationTests {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				JdbcCoordinationStoreAutoConfiguration.class, ConnectionManagerAutoConfiguration.class))
		.withPropertyValues("connection-manager.exclusive.jdbc.timeout=20s");

	private final ApplicationContextRunner withoutDataSource = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdbcCoordinationStoreAutoConfiguration.class));

	private final ApplicationContextRunner withDatabase = this.runner
		.withPropertyValues("spring.datasource.url=" + this.url, "spring.datasource.username=sa");

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(JdbcCoordinationStoreAutoConfiguration.class.getName());
	}

	@Test
	void it_is_not_created_before_it_is_needed() {
		this.withDatabase.run(
				(context) -> assertThat(context.getBeanFactory().containsSingleton("jdbcCoordinationStore")).isFalse());
	}

	@Test
	void replicas_with_one_database_agree() {
		ApplicationContextRunner replica = this.withDatabase.withUserConfiguration(Feed.class)
			.withPropertyValues("spring.application.name=shop", "connection-manager.exclusive.store=jdbc",
					"connection-manager.connections.feed.exclusive=true");
		replica.withPropertyValues("connection-manager.exclusive.member-id=pod-1").run((first) -> {
			ConnectionManager<?> held = first.getBean(ConnectionManagers.class).get("feed");
			await().until(held::isConnected);
			replica.withPropertyValues("connection-manager.exclusive.member-id=pod-2").run((second) -> {
				ConnectionManager<?> standby = second.getBean(ConnectionManagers.class).get("feed");
				await().until(() -> standby.holder().filter((it) -> it.memberId().equals("pod-1")).isPresent());
				assertThat(second.getBean(ExclusiveGroup.class).snapshot().store()).startsWith("H2");
				first.close();
				await().until(standby::isConnected);
			});
		});
	}

	@Test
	void no_connection_of_the_pool_is_used() {
		this.withDatabase.run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			pool.setMaximumPoolSize(1);
			try (Connection taken = pool.getConnection()) {
				assertThat(taken.isValid(1)).isTrue();
				assertThat(context.getBean(CoordinationStore.class).list("shop/")).isEmpty();
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "embedded, true", "always, true", "never, false" })
	void an_embedded_database_gets_its_table_unless_that_is_switched_off(String mode, boolean created) {
		this.withDatabase.withPropertyValues("connection-manager.exclusive.jdbc.initialize-schema=" + mode)
			.run((context) -> assertThatTableExists(context, created));
	}

	@ParameterizedTest
	@CsvSource({ "embedded, false", "always, true", "never, false" })
	void another_database_gets_its_table_on_request_only(String mode, boolean created) {
		this.runner.withBean(JdbcConnectionDetails.class, () -> new Details(this.url, "org.postgresql.Driver"))
			.withPropertyValues("connection-manager.exclusive.jdbc.initialize-schema=" + mode)
			.run((context) -> assertThatTableExists(context, created));
	}

	private static void assertThatTableExists(AssertableApplicationContext context, boolean exists) {
		CoordinationStore store = context.getBean(CoordinationStore.class);
		if (exists) {
			assertThat(store.list("shop/")).isEmpty();
		}
		else {
			assertThatExceptionOfType(StoreRejectedException.class).isThrownBy(() -> store.list("shop/"));
		}
	}

	@Test
	void connection_details_take_the_place_of_properties() {
		this.runner.withBean(JdbcConnectionDetails.class, () -> new Details(this.url, "org.h2.Driver"))
			.withPropertyValues("spring.datasource.url=jdbc:h2:tcp://nowhere.example/x")
			.run((context) -> assertThat(context.getBean(CoordinationStore.class).list("shop/")).isEmpty());
	}

	@Test
	void a_pool_of_the_application_is_read() {
		this.runner.withBean(DataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(this.url);
			pool.setUsername("sa");
			return pool;
		}).run((context) -> assertThat(context.getBean(CoordinationStore.class).list("shop/")).isEmpty());
	}

	@Test
	void properties_set_the_store() {
		this.withDatabase
			.withPropertyValues("connection-manager.exclusive.jdbc.poll-interval=7s",
					"connection-manager.exclusive.jdbc.durability=best-effort",
					"connection-manager.exclusive.jdbc.timeout=2s", "connection-manager.exclusive.jdbc.table=OTHER")
			.run((context) -> {
				CoordinationStore store = context.getBean(CoordinationStore.class);
				assertThat(store.pollInterval()).hasSeconds(7);
				assertThat(store.durability()).isEqualTo(Durability.BEST_EFFORT);
				assertThat(store.list("shop/")).isEmpty();
			});
	}

	@Test
	void a_store_of_the_application_takes_precedence_unless_this_one_is_selected() {
		ApplicationContextRunner exclusive = this.withDatabase.withUserConfiguration(Feed.class)
			.withBean("own", CoordinationStore.class, InMemoryCoordinationStore::new)
			.withPropertyValues("spring.application.name=shop", "connection-manager.connections.feed.exclusive=true");
		exclusive
			.run((context) -> assertThat(context.getBean(ExclusiveGroup.class).snapshot().store()).isEqualTo("memory"));
		exclusive.withPropertyValues("connection-manager.exclusive.store=jdbc")
			.run((context) -> assertThat(context.getBean(ExclusiveGroup.class).snapshot().store()).startsWith("H2"));
	}

	@Test
	void a_store_of_that_name_replaces_it() {
		this.withDatabase.withBean("jdbcCoordinationStore", CoordinationStore.class, InMemoryCoordinationStore::new)
			.run((context) -> assertThat(context.getBean(CoordinationStore.class))
				.isInstanceOf(InMemoryCoordinationStore.class));
	}

	@Test
	void without_a_data_source_it_says_what_is_missing() {
		for (ApplicationContextRunner none : new ApplicationContextRunner[] {
				this.runner.withClassLoader(new FilteredClassLoader(JdbcConnectionDetails.class)),
				this.withoutDataSource }) {
			none.run((context) -> assertThat(failure(context).getAction()).contains("spring-boot-starter-jdbc",
					"spring.datasource", "CoordinationStore"));
		}
	}

	@Test
	void several_data_sources_are_reported() {
		this.withoutDataSource
			.withBean("one", JdbcConnectionDetails.class, () -> new Details(this.url, "org.h2.Driver"))
			.withBean("other", JdbcConnectionDetails.class, () -> new Details(this.url, "org.h2.Driver"))
			.run((context) -> assertThat(failure(context).getDescription()).contains("one, other"));
	}

	@Test
	void a_database_that_is_not_supported_is_reported_without_its_password() {
		this.withoutDataSource
			.withBean(JdbcConnectionDetails.class,
					() -> new Details("jdbc:oracle:thin:scott/hunter2@db:1521:shop", "oracle.jdbc.OracleDriver"))
			.run((context) -> {
				FailureAnalysis report = failure(context);
				assertThat(report.getDescription()).contains("The store 'jdbc'", "jdbc:oracle:")
					.doesNotContain("hunter2");
				assertThat(report.getAction()).contains("PostgreSQL, MariaDB, MySQL, H2", "CoordinationStore");
			});
	}

	@ParameterizedTest
	@CsvSource({ "timeout, -1s", "poll-interval, 0s", "table, A; DROP TABLE B" })
	void an_invalid_property_is_reported_with_its_value_and_what_is_valid(String property, String value) {
		this.withDatabase.withPropertyValues("connection-manager.exclusive.jdbc." + property + "=" + value)
			.run((context) -> {
				assertThat(failure(context).getDescription()).contains(value);
				assertThat(failure(context).getAction())
					.contains("Set 'connection-manager.exclusive.jdbc." + property + "' to ");
			});
	}

	private static FailureAnalysis failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		if (failure == null) {
			try {
				context.getBean(CoordinationStore.class);
			}
			catch (Exception ex) {
				failure = ex;
			}
		}
		while (failure != null && !(failure instanceof FailureAnalyzedException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isNotNull();
		return ((FailureAnalyzedException) failure).analysis();
	}

	@Configuration(proxyBeanMethods = false)
	static class Feed {

		@Bean
		Connector<Map<String, String>> feedConnector() {
			return Connector.blocking((attempt) -> Map.of());
		}

	}

	/** Details as those of a container. */
	private record Details(String getJdbcUrl, String getDriverClassName) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

	}

}
