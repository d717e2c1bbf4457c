package io.connectionmanager.coordination.zookeeper.autoconfigure;

import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * The store in ZooKeeper, as an application gets it.
 */
class ZooKeeperCoordinationStoreAutoConfigurationTests {

	private static final String PREFIX = "connection-manager.exclusive.zookeeper.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZooKeeperCoordinationStoreAutoConfiguration.class,
				ConnectionManagerAutoConfiguration.class))
		.withPropertyValues("spring.application.name=shop");

	private final ApplicationContextRunner exclusive = this.runner.withUserConfiguration(Feed.class)
		.withPropertyValues("connection-manager.connections.feed.exclusive=true");

	@Test
	void boot_finds_it() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(ZooKeeperCoordinationStoreAutoConfiguration.class.getName());
	}

	@Test
	void it_is_not_created_before_it_is_needed() {
		this.runner
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("zookeeperCoordinationStore"))
				.isFalse());
	}

	@Test
	void an_exclusive_connection_is_held_through_it() throws Exception {
		try (TestingServer server = new TestingServer()) {
			this.exclusive
				.withPropertyValues(PREFIX + "connect-string=" + server.getConnectString(), PREFIX + "timeout=20s",
						PREFIX + "root=/teams/shop", PREFIX + "username=app", PREFIX + "password=s3cret")
				.run((context) -> {
					ConnectionManager<?> feed = context.getBean(ConnectionManagers.class).get("feed");
					await().until(feed::isConnected);
					assertThat(context.getBean(ExclusiveGroup.class).snapshot().store()).startsWith("ZooKeeper at ")
						.endsWith("/teams/shop");
				});
		}
	}

	@Test
	void properties_set_the_store() {
		this.runner.withPropertyValues(PREFIX + "connect-string=zk1:2181,zk2:2181", PREFIX + "poll-interval=7s")
			.run((context) -> {
				CoordinationStore store = context.getBean(CoordinationStore.class);
				assertThat(store.pollInterval()).hasSeconds(7);
				assertThat(store.describe()).isEqualTo("ZooKeeper at zk1:2181,zk2:2181/connection-manager");
			});
	}

	@Test
	void a_store_of_the_application_takes_precedence() {
		this.exclusive.withBean("own", CoordinationStore.class, InMemoryCoordinationStore::new)
			.run((context) -> assertThat(context.getBean(ExclusiveGroup.class).snapshot().store()).isEqualTo("memory"));
	}

	@Test
	void servers_that_are_missing_are_reported() {
		FailureAnalysis[] report = new FailureAnalysis[1];
		this.exclusive.withPropertyValues("connection-manager.exclusive.store=zookeeper")
			.run((context) -> report[0] = failure(context));
		assertThat(report[0].getAction()).contains("'connection-manager.exclusive.zookeeper.connect-string'");
	}

	@Test
	void an_invalid_property_is_reported() {
		this.runner.withPropertyValues(PREFIX + "connect-string=zk1:2181", PREFIX + "root=shop")
			.run((context) -> assertThat(failure(context).getDescription()).contains("'shop' is not an absolute path"));
	}

	private static FailureAnalysis failure(AssertableApplicationContext context) {
		Throwable failure = (context.getStartupFailure() != null) ? context.getStartupFailure()
				: catchThrowable(() -> context.getBean(CoordinationStore.class));
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

}
