package io.connectionmanager.spring.service;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.zaxxer.hikari.HikariDataSource;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.FeedConnectorFactory;
import io.connectionmanager.spring.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections whose address, credentials and TLS come from connection details.
 */
class ServicesTests {

	private static final String ORDERS = "connection-manager.connections.orders.";

	private final ApplicationContextRunner runner = TestContext.runner()
		.withUserConfiguration(Factory.class)
		.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class, DataRedisAutoConfiguration.class));

	private final ApplicationContextRunner withPool = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

	@Test
	void rabbitmq_has_the_addresses_and_the_login_of_its_properties() {
		this.runner
			.withPropertyValues(ORDERS + "service=rabbitmq", "spring.rabbitmq.addresses=a:1,[::1]:2",
					"spring.rabbitmq.username=joe", "spring.rabbitmq.password=secret",
					"spring.rabbitmq.virtual-host=my orders")
			.run((context) -> {
				ConnectorContext orders = orders(context);
				assertThat(orders.endpoints()).hasToString("[amqp://a:1/my%20orders, amqp://[::1]:2/my%20orders]");
				assertThat(orders.credentials()).contains(new Credentials("joe", "secret".toCharArray()));
				assertThat(orders.sslContext()).isEmpty();
			});
	}

	@Test
	void rabbitmq_with_tls_is_never_connected_without() {
		this.runner.withPropertyValues(ORDERS + "service=rabbitmq", "spring.rabbitmq.ssl.enabled=true")
			.run((context) -> assertThat(orders(context).endpoints()).singleElement()
				.asString()
				.startsWith("amqps://localhost:"));
		this.runner
			.withPropertyValues(ORDERS + "service=rabbitmq", "spring.rabbitmq.ssl.bundle=broker",
					"spring.ssl.bundle.pem.broker.truststore.certificate=")
			.run((context) -> {
				assertThat(orders(context).endpoints()).singleElement().asString().startsWith("amqps://localhost:");
				assertThat(orders(context).sslContext()).isPresent();
			});
	}

	@Test
	void redis_has_the_address_and_the_login_of_its_properties() {
		this.runner
			.withPropertyValues(ORDERS + "service=redis", "spring.data.redis.host=h", "spring.data.redis.database=3",
					"spring.data.redis.password=secret", "spring.data.redis.ssl.enabled=true")
			.run((context) -> {
				assertThat(orders(context).endpoints()).hasToString("[rediss://h:6379/3]");
				assertThat(orders(context).credentials()).contains(new Credentials("", "secret".toCharArray()));
			});
	}

	@Test
	void redis_with_sentinel_is_refused() {
		FailureAnalysis report = report(ORDERS + "service=redis", "spring.data.redis.sentinel.master=m",
				"spring.data.redis.sentinel.nodes=h:1");
		assertThat(report.getDescription()).contains("Property: " + ORDERS + "service", "Value: \"redis\"", "Sentinel");
	}

	@Test
	void postgresql_has_the_url_and_the_login_of_the_data_source() {
		this.withPool
			.withPropertyValues(ORDERS + "service=postgresql", "spring.datasource.url=jdbc:postgresql://h/db",
					"spring.datasource.username=joe", "spring.datasource.password=secret",
					"spring.datasource.driver-class-name=" + Driver.class.getName())
			.run((context) -> {
				assertThat(orders(context).endpoints()).hasToString("[jdbc:postgresql://h/db]");
				assertThat(orders(context).credentials()).contains(new Credentials("joe", "secret".toCharArray()));
			});
	}

	@Test
	void postgresql_has_the_url_and_the_login_of_a_pool_of_the_application() {
		this.withPool.withBean(HikariDataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:postgresql://h/db");
			pool.setUsername("joe");
			return pool;
		}).withPropertyValues(ORDERS + "service=postgresql").run((context) -> {
			assertThat(orders(context).endpoints()).hasToString("[jdbc:postgresql://h/db]");
			assertThat(orders(context).credentials()).contains(new Credentials("joe", new char[0]));
		});
	}

	@Test
	void a_database_that_is_not_postgresql_is_refused() {
		FailureAnalysis report = Failures.analysis(this.withPool.withPropertyValues(ORDERS + "service=postgresql",
				"spring.datasource.url=jdbc:mariadb://h/db",
				"spring.datasource.driver-class-name=" + Driver.class.getName()));
		assertThat(report.getDescription()).contains("the data source is not a PostgreSQL database");
	}

	@Test
	void credentials_are_asked_for_at_each_attempt() {
		AtomicReference<String> password = new AtomicReference<>("old");
		this.runner.withBean(DataRedisConnectionDetails.class, () -> new DataRedisConnectionDetails() {

			@Override
			public @Nullable String getPassword() {
				return password.get();
			}

			@Override
			public Standalone getStandalone() {
				return Standalone.of("h", 1);
			}

		}).withPropertyValues(ORDERS + "service=redis").run((context) -> {
			assertThat(orders(context).endpoints()).hasToString("[redis://h:1]");
			assertThat(orders(context).credentials()).contains(new Credentials("", "old".toCharArray()));
			password.set("new");
			assertThat(orders(context).credentials()).contains(new Credentials("", "new".toCharArray()));
		});
	}

	@Test
	void the_credentials_of_the_connection_take_precedence_over_those_of_the_service() {
		this.runner
			.withPropertyValues(ORDERS + "service=rabbitmq", ORDERS + "username=own", ORDERS + "password=p",
					"spring.rabbitmq.username=joe")
			.run((context) -> assertThat(orders(context).credentials())
				.contains(new Credentials("own", "p".toCharArray())));
	}

	@Test
	void an_empty_url_beside_a_service_is_not_set_and_unsets_one_of_a_lower_source() {
		for (String url : List.of("url", "urls")) {
			this.runner
				.withPropertyValues(ORDERS + "service=rabbitmq", ORDERS + url + "=", "spring.rabbitmq.addresses=a:1")
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addLast(new MapPropertySource("lower", Map.of(ORDERS + url, "amqp://lower.example"))))
				.run((context) -> assertThat(context.getBean(ConnectionManagers.class).get("orders").endpoints())
					.asString()
					.contains("//a:1")
					.doesNotContain("lower"));
		}
	}

	@Test
	void a_service_without_its_classes_is_reported_with_the_dependency() {
		Object[][] absent = { { "rabbitmq", RabbitConnectionDetails.class, "spring-boot-starter-amqp" },
				{ "redis", DataRedisConnectionDetails.class, "spring-boot-starter-data-redis" } };
		for (Object[] each : absent) {
			FailureAnalysis report = Failures.analysis(TestContext.runner()
				.withUserConfiguration(Factory.class)
				.withClassLoader(new FilteredClassLoader((Class<?>) each[1]))
				.withPropertyValues(ORDERS + "service=" + each[0]));
			assertThat(report.getDescription()).contains("Property: " + ORDERS + "service", "Origin: ",
					"is not on the class path");
			assertThat(report.getAction()).contains("'org.springframework.boot:" + each[2] + "'");
		}
	}

	@Test
	void a_service_without_its_bean_is_reported_with_the_reasons() {
		for (String service : Service.names()) {
			FailureAnalysis report = Failures.analysis(TestContext.runner()
				.withUserConfiguration(Factory.class)
				.withPropertyValues(ORDERS + "service=" + service));
			assertThat(report.getDescription()).contains("the service '" + service + "' cannot be used",
					"there is no bean of type");
			assertThat(report.getAction()).contains("auto-configuration is excluded", "set 'url'");
		}
	}

	@Test
	void a_service_and_a_url_are_reported_both() {
		for (String url : new String[] { "url", "urls[0]" }) {
			FailureAnalysis report = report(ORDERS + "service=redis", ORDERS + url + "=redis://joe:hunter2@h");
			assertThat(report.getDescription())
				.contains("Property: " + ORDERS + "service", "Property: " + ORDERS + url,
						"are both set for the connection 'orders'")
				.doesNotContain("hunter2");
		}
	}

	@Test
	void an_unknown_service_is_reported_with_those_there_are() {
		FailureAnalysis report = report(ORDERS + "service=kafka");
		assertThat(report.getDescription()).contains("there is no service 'kafka'");
		assertThat(report.getAction()).contains("rabbitmq, redis, postgresql");
	}

	@Test
	void an_empty_url_beside_a_service_counts_as_not_set() {
		this.runner.withPropertyValues(ORDERS + "service=redis", ORDERS + "url=")
			.run((context) -> assertThat(orders(context).endpoints()).hasToString("[redis://localhost:6379]"));
	}

	@Test
	void a_service_without_a_ready_made_connector_is_reported_with_the_dependency() {
		FailureAnalysis report = Failures
			.analysis(TestContext.runner().withPropertyValues(ORDERS + "service=rabbitmq"));
		assertThat(report.getAction()).contains("'io.connectionmanager:connection-manager-rabbitmq'");
	}

	@Test
	void a_service_for_a_connector_of_the_application_is_reported() {
		FailureAnalysis report = Failures
			.analysis(this.runner.withBean("ordersConnector", FakeConnector.class, () -> new FakeConnector<>(Feed::new))
				.withPropertyValues(ORDERS + "service=redis"));
		assertThat(report.getDescription()).contains("uses the Connector bean 'ordersConnector'");
	}

	@Test
	void details_for_one_connection_take_precedence_over_its_properties() {
		this.runner.withBean(ConnectionManagerConnectionDetails.class, ContainerDetails::new)
			.withPropertyValues("connection-manager.connections.order-events.url=redis://production",
					"connection-manager.connections.order-events.username=joe", ORDERS + "url=redis://production")
			.run((context) -> {
				FeedConnectorFactory factory = context.getBean(FeedConnectorFactory.class);
				assertThat(factory.context("order-events").endpoints()).hasToString("[redis://localhost:12345]");
				assertThat(factory.context("order-events").credentials())
					.contains(new Credentials("test", "test".toCharArray()));
				assertThat(orders(context).endpoints()).hasToString("[redis://production]");
				FakeConnector<?> connector = factory.connector();
				await().until(() -> !connector.attempts().isEmpty());
			});
	}

	@Test
	void the_connector_of_the_application_finds_the_url_of_the_details() {
		this.runner.withBean(ConnectionManagerConnectionDetails.class, ContainerDetails::new)
			.withBean("orderEventsConnector", FakeConnector.class, () -> new FakeConnector<>(Feed::new))
			.withPropertyValues("connection-manager.connections.order-events.url=tcp://production:1")
			.run((context) -> {
				FakeConnector<?> connector = context.getBean(FakeConnector.class);
				await().until(() -> !connector.attempts().isEmpty());
				assertThat(connector.lastAttempt().endpoint()).get().hasToString("redis://localhost:12345");
			});
	}

	@Test
	void the_scheme_of_the_details_selects_the_connector_of_an_entry_without_a_url() {
		this.runner.withBean(ConnectionManagerConnectionDetails.class, ContainerDetails::new)
			.withPropertyValues("connection-manager.connections.order-events=", ORDERS + "url=redis://production")
			.run((context) -> {
				FeedConnectorFactory factory = context.getBean(FeedConnectorFactory.class);
				assertThat(factory.context("order-events").endpoints()).hasToString("[redis://localhost:12345]");
				assertThat(orders(context).endpoints()).hasToString("[redis://production]");
				assertThat(context.getBean("orderEventsConnectionManager")).isInstanceOf(ConnectionManager.class);
			});
	}

	@Test
	void a_connection_is_injected_by_its_type_although_its_details_are_not_known_yet() {
		this.runner.withBean(ConnectionManagerConnectionDetails.class, ContainerDetails::new)
			.withUserConfiguration(UserOfFeed.class)
			.withPropertyValues("connection-manager.connections.order-events.options.size=2")
			.run((context) -> assertThat(context.getBean(UserOfFeed.class).feed.name()).isEqualTo("order-events"));
	}

	@Test
	void an_entry_without_a_url_whose_details_have_another_name_is_reported() {
		FailureAnalysis report = Failures
			.analysis(this.runner.withBean(ConnectionManagerConnectionDetails.class, ContainerDetails::new)
				.withPropertyValues(ORDERS + "options.size=2"));
		assertThat(report.getDescription()).isEqualTo(
				"The connection 'orders' has no URL, and no ConnectionManagerConnectionDetails bean has its name.");
	}

	@Test
	void details_with_a_scheme_that_no_connector_serves_are_reported() {
		FailureAnalysis report = Failures.analysis(TestContext.runner()
			.withBean(ConnectionManagerConnectionDetails.class, ContainerDetails::new)
			.withPropertyValues("connection-manager.connections.order-events="));
		assertThat(report.getDescription()).isEqualTo("The connection details of the connection 'order-events' have a "
				+ "URL with the scheme 'redis', which no connector serves.");
		assertThat(report.getAction()).isEqualTo("Add the dependency 'io.connectionmanager:connection-manager-redis'.");
	}

	@Test
	void two_details_for_one_connection_are_reported() {
		FailureAnalysis report = Failures
			.analysis(this.runner.withBean("a", ConnectionManagerConnectionDetails.class, ContainerDetails::new)
				.withBean("b", ConnectionManagerConnectionDetails.class, ContainerDetails::new)
				.withPropertyValues("connection-manager.connections.order-events.url=redis://production"));
		assertThat(report.getDescription()).contains("several ConnectionManagerConnectionDetails beans");
	}

	@Test
	void the_details_of_two_data_sources_are_told_apart_by_the_name_of_the_connection() {
		this.runner.withBean("orders", JdbcConnectionDetails.class, () -> new Database("orders"))
			.withBean("other", JdbcConnectionDetails.class, () -> new Database("other"))
			.withPropertyValues(ORDERS + "service=postgresql")
			.run((context) -> assertThat(orders(context).endpoints()).hasToString("[jdbc:postgresql://orders/db]"));
		FailureAnalysis report = Failures
			.analysis(this.runner.withBean("one", JdbcConnectionDetails.class, () -> new Database("one"))
				.withBean("other", JdbcConnectionDetails.class, () -> new Database("other"))
				.withPropertyValues(ORDERS + "service=postgresql"));
		assertThat(report.getDescription()).contains("there are several beans of type", "one", "other");
	}

	private FailureAnalysis report(String... properties) {
		return Failures.analysis(this.runner.withPropertyValues(properties));
	}

	private static ConnectorContext orders(org.springframework.context.ApplicationContext context) {
		return context.getBean(FeedConnectorFactory.class).context("orders");
	}

	/** A driver that is never used. */
	public static class Driver implements java.sql.Driver {

		@Override
		public java.sql.@Nullable Connection connect(String url, java.util.Properties info) {
			return null;
		}

		@Override
		public boolean acceptsURL(String url) {
			return true;
		}

		@Override
		public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
			return new java.sql.DriverPropertyInfo[0];
		}

		@Override
		public int getMajorVersion() {
			return 1;
		}

		@Override
		public int getMinorVersion() {
			return 0;
		}

		@Override
		public boolean jdbcCompliant() {
			return false;
		}

		@Override
		public java.util.logging.Logger getParentLogger() {
			return java.util.logging.Logger.getGlobal();
		}

	}

	record Database(String name) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "joe";
		}

		@Override
		public String getPassword() {
			return "secret";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:postgresql://" + this.name + "/db";
		}

		@Override
		public String getDriverClassName() {
			return Driver.class.getName();
		}

	}

	static class ContainerDetails implements ConnectionManagerConnectionDetails {

		@Override
		public String getName() {
			return "orderEvents";
		}

		@Override
		public String getUrl() {
			return "redis://localhost:12345";
		}

		@Override
		public String getUsername() {
			return "test";
		}

		@Override
		public String getPassword() {
			return "test";
		}

	}

	static class UserOfFeed {

		private final ConnectionManager<Feed> feed;

		UserOfFeed(ConnectionManager<Feed> feed) {
			this.feed = feed;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		static FeedConnectorFactory feedConnectorFactory() {
			return new FeedConnectorFactory("amqp", "redis", "rediss", "postgresql");
		}

	}

}
