package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.Watch;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When there is a group, and with which store and settings.
 */
class ExclusiveGroupBeanTests {

	private static final String EXCLUSIVE = "connection-manager.connections.prices.exclusive=true";

	private final ApplicationContextRunner runner = TestContext.runner()
		.withUserConfiguration(PricesAndQuotes.class)
		.withBean("memory", CoordinationStore.class, InMemoryCoordinationStore::new)
		.withPropertyValues("spring.application.name=shop");

	@Test
	void without_an_exclusive_connection_there_is_no_group() {
		this.runner
			.withPropertyValues("connection-manager.connections.prices.exclusive=false",
					"connection-manager.connections.quotes.exclusive=true",
					"connection-manager.connections.quotes.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ExclusiveGroup.class);
				assertThat(context.getBean(ConnectionManagers.class).stream())
					.allMatch((manager) -> manager.exclusiveGroup().isEmpty());
			});
	}

	@Test
	void a_store_alone_makes_no_group_and_is_not_called() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(ExclusiveGroup.class);
			assertThat(context.getBean(InMemoryCoordinationStore.class).lists()).isZero();
		});
	}

	@Test
	void exclusive_connections_share_a_group_and_others_have_none() {
		this.runner.withPropertyValues(EXCLUSIVE).run((context) -> {
			ExclusiveGroup group = context.getBean(ExclusiveGroup.class);
			assertThat(group.name()).isEqualTo("shop");
			assertThat(group.memberId()).isNotBlank();
			assertThat(group.settings()).isEqualTo(ExclusiveSettings.defaults());
			assertThat(manager(context.getBean(ConnectionManagers.class), "prices").exclusiveGroup()).contains(group);
			assertThat(manager(context.getBean(ConnectionManagers.class), "quotes").exclusiveGroup()).isEmpty();
			await().until(
					() -> context.getBean(ConnectionManagers.class).stream().allMatch(ConnectionManager::isConnected));
			assertThat(group.snapshot().store()).isEqualTo("memory");
		});
	}

	@Test
	void properties_set_the_group() {
		this.runner.withPropertyValues(EXCLUSIVE, "connection-manager.exclusive.group=stocks",
				"connection-manager.exclusive.member-id=pod-7", "connection-manager.exclusive.lease-duration=30s",
				"connection-manager.exclusive.safety-margin=8s", "connection-manager.exclusive.renew-interval=4s",
				"connection-manager.exclusive.takeover-delay=2s", "connection-manager.exclusive.spread.settle-time=3m",
				"connection-manager.exclusive.spread.max-moves=7", "connection-manager.exclusive.spread.weight=3")
			.run((context) -> {
				ExclusiveGroup group = context.getBean(ExclusiveGroup.class);
				assertThat(group.name()).isEqualTo("stocks");
				assertThat(group.memberId()).isEqualTo("pod-7");
				ExclusiveSettings settings = group.settings();
				assertThat(settings.leaseDuration()).hasSeconds(30);
				assertThat(settings.safetyMargin()).hasSeconds(8);
				assertThat(settings.renewInterval()).hasSeconds(4);
				assertThat(settings.takeoverDelay()).hasSeconds(2);
				assertThat(settings.spread().settleTime()).hasMinutes(3);
				assertThat(settings.spread().maxMoves()).isEqualTo(7);
				assertThat(settings.spread().weight()).isEqualTo(3);
			});
	}

	@Test
	void margin_and_interval_follow_the_lease() {
		this.runner.withPropertyValues(EXCLUSIVE, "connection-manager.exclusive.lease-duration=30s").run((context) -> {
			ExclusiveSettings settings = context.getBean(ExclusiveGroup.class).settings();
			assertThat(settings.safetyMargin()).hasSeconds(10);
			assertThat(settings.renewInterval()).hasSeconds(6);
		});
	}

	@Test
	void the_member_is_named_after_the_host() {
		this.runner.withPropertyValues(EXCLUSIVE, "HOSTNAME=shop-5f7d9")
			.run((context) -> assertThat(context.getBean(ExclusiveGroup.class).memberId()).isEqualTo("shop-5f7d9"));
	}

	@ParameterizedTest
	@CsvSource({ "CONNECTION_MANAGER_CONNECTIONS_PRICES_EXCLUSIVE, CONNECTION_MANAGER_EXCLUSIVE_MEMBER_ID",
			"CONNECTIONMANAGER_CONNECTIONS_PRICES_EXCLUSIVE, CONNECTIONMANAGER_EXCLUSIVE_MEMBERID" })
	void environment_variables_set_it_all(String exclusive, String memberId) {
		this.runner.withPropertyValues("connection-manager.connections.prices.timeout=3s")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of(exclusive, "true", memberId, "pod-7"))))
			.run((context) -> {
				assertThat(context.getBean(ExclusiveGroup.class).memberId()).isEqualTo("pod-7");
				assertThat(context.getBean(ConnectionManagers.class).stream().map(ConnectionManager::name))
					.containsExactlyInAnyOrder("prices", "quotes");
			});
	}

	@ParameterizedTest
	@CsvSource({ "memory, memory", "jdbc, jdbc", "jdbcCoordinationStore, jdbc" })
	void a_store_is_selected_by_the_name_of_its_bean_with_or_without_a_suffix(String store, String selected) {
		this.runner.withBean("jdbcCoordinationStore", CoordinationStore.class, () -> new NamedStore("jdbc"))
			.withPropertyValues(EXCLUSIVE, "connection-manager.exclusive.store=" + store)
			.run((context) -> assertThat(context.getBean(ExclusiveGroup.class).snapshot().store()).isEqualTo(selected));
	}

	@Test
	void a_primary_store_is_preferred() {
		this.runner.withUserConfiguration(PrimaryStore.class)
			.withPropertyValues(EXCLUSIVE)
			.run((context) -> assertThat(context.getBean(ExclusiveGroup.class).snapshot().store())
				.isEqualTo("primary"));
	}

	@Test
	void a_group_of_the_application_takes_the_place_of_the_one_that_would_be_made() {
		this.runner.withUserConfiguration(OwnGroup.class).withPropertyValues(EXCLUSIVE).run((context) -> {
			ExclusiveGroup group = context.getBean(ExclusiveGroup.class);
			assertThat(group.name()).isEqualTo("own");
			assertThat(context.getBeanNamesForType(ExclusiveGroup.class)).containsExactly("ownGroup");
			assertThat(manager(context.getBean(ConnectionManagers.class), "prices").exclusiveGroup()).contains(group);
		});
	}

	@Test
	void a_manager_of_the_application_is_exclusive_if_it_is_built_with_the_configurer() {
		this.runner.withUserConfiguration(OwnManager.class).withPropertyValues(EXCLUSIVE).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(manager(context.getBean(ConnectionManagers.class), "prices").exclusiveGroup()).isPresent();
		});
	}

	@Test
	void with_a_selected_store_there_is_a_group_for_managers_that_are_built_later() {
		this.runner.withPropertyValues("connection-manager.exclusive.store=memory").run((context) -> {
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			ConnectionManager<Feed> device = managers.add(context.getBean(ConnectionManagerBuilderConfigurer.class)
				.builder("device-7", new FakeConnector<>(Feed::new))
				.exclusive(context.getBean(ExclusiveGroup.class))
				.start());
			await().until(device::isConnected);
			assertThat(device.holder()).isPresent();
		});
	}

	@Test
	void a_connection_yields_after_what_it_or_all_say() {
		this.runner
			.withPropertyValues(EXCLUSIVE, "connection-manager.connections.quotes.exclusive=true",
					"connection-manager.yield-after=1m", "connection-manager.connections.quotes.yield-after=2m")
			.run((context) -> {
				ResolvedConnections connections = context.getBean(ResolvedConnections.class);
				assertThat(connections.get("prices").exclusivity().yieldAfter()).hasMinutes(1);
				assertThat(connections.get("quotes").exclusivity().yieldAfter()).hasMinutes(2);
			});
	}

	@Test
	void a_connection_that_is_not_started_does_not_make_the_replica_join() {
		this.runner.withPropertyValues(EXCLUSIVE, "connection-manager.connections.prices.auto-start=false")
			.run((context) -> {
				ConnectionManager<Feed> prices = context.getBean(ConnectionManagers.class).get("prices");
				assertThat(context.getBean(ExclusiveGroup.class).snapshot().joined()).isFalse();
				prices.start();
				assertThat(prices.snapshot().state()).isNotEqualTo(ConnectionState.STOPPED);
				await().until(prices::isConnected);
				prices.stop();
				await().until(() -> prices.holder().isEmpty());
			});
	}

	@Test
	void switched_off_there_is_nothing() {
		this.runner.withPropertyValues(EXCLUSIVE, "connection-manager.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExclusiveGroup.class)
				.doesNotHaveBean(ExclusiveGroupFactory.class));
	}

	private static ConnectionManager<Feed> manager(ConnectionManagers managers, String name) {
		return managers.get(name);
	}

	/** A store that is named. */
	static final class NamedStore implements CoordinationStore {

		private final String name;

		private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

		NamedStore(String name) {
			this.name = name;
		}

		@Override
		public String describe() {
			return this.name;
		}

		@Override
		public Durability durability() {
			return Durability.STRONG;
		}

		@Override
		public Map<String, Entry> list(String prefix) {
			return this.store.list(prefix);
		}

		@Override
		public List<Result> apply(List<Change> changes) {
			return this.store.apply(changes);
		}

		@Override
		public Watch watch(String prefix, Consumer<String> hint) {
			return this.store.watch(prefix, hint);
		}

		@Override
		public Duration pollInterval() {
			return this.store.pollInterval();
		}

		@Override
		public void close() {
			this.store.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryStore {

		@Bean
		@Primary
		CoordinationStore primaryStore() {
			return new NamedStore("primary");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnGroup {

		@Bean
		ExclusiveGroup ownGroup(CoordinationStore store, ConnectionRuntime runtime) {
			return ExclusiveGroup.builder("own", store).runtime(runtime).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		@Qualifier("prices")
		ConnectionManager<Feed> ownPrices(ConnectionManagerBuilderConfigurer configurer,
				@Qualifier("pricesConnector") Connector<Feed> connector) {
			return configurer.builder("prices", connector).build();
		}

	}

}
