package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.Map;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.Broker;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which manager beans there are, and how they are injected.
 */
class ConnectionManagerBeansTests {

	private final ApplicationContextRunner runner = TestContext.runner();

	@Test
	void a_connector_without_an_entry_gets_a_manager_named_after_it() {
		this.runner.withUserConfiguration(OneFeed.class).run((context) -> {
			assertThat(context).hasSingleBean(ConnectionManager.class).hasBean("orderEventsConnectionManager");
			assertThat(context.getBean(ConnectionManager.class).name()).isEqualTo("order-events");
			await().until(() -> context.getBean(ConnectionManager.class).isConnected());
		});
	}

	@Test
	void an_entry_finds_its_connector_by_name_with_or_without_suffix() {
		this.runner.withUserConfiguration(TwoFeeds.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=3s",
					"connection-manager.connections.quotes.timeout=4s")
			.run((context) -> {
				assertThat(context).hasBean("pricesConnectionManager").hasBean("quotesConnectionManager");
				assertThat(context.getBeansOfType(ConnectionManager.class)).hasSize(2);
				FakeConnector<?> prices = context.getBean("pricesConnector", FakeConnector.class);
				await().until(() -> !prices.attempts().isEmpty());
				assertThat(prices.lastAttempt().timeout()).hasSeconds(3);
			});
	}

	@Test
	void an_entry_names_a_connector_that_several_share_and_that_then_has_no_manager_of_its_own() {
		this.runner.withUserConfiguration(OneFeed.class)
			.withPropertyValues("connection-manager.connections.a.connector=orderEventsConnector",
					"connection-manager.connections.b.connector=orderEventsConnector")
			.run((context) -> assertThat(
					context.getBean(ConnectionManagers.class).stream().map(ConnectionManager::name))
				.containsExactlyInAnyOrder("a", "b"));
	}

	@Test
	void connections_with_equal_settings_share_them() {
		this.runner.withUserConfiguration(OneFeed.class)
			.withPropertyValues("connection-manager.connections.a.connector=orderEventsConnector",
					"connection-manager.connections.b.connector=orderEventsConnector",
					"connection-manager.connections.c.connector=orderEventsConnector",
					"connection-manager.connections.c.timeout=3s")
			.run((context) -> {
				ConnectionSettings a = settings(context, "a");
				assertThat(settings(context, "b")).isSameAs(a);
				assertThat(settings(context, "c")).isNotEqualTo(a);
			});
	}

	private static ConnectionSettings settings(ApplicationContext context, String name) {
		return context.getBean(ConnectionManagers.class).find(name).orElseThrow().settings();
	}

	@Test
	void the_url_of_an_entry_reaches_the_connector() {
		this.runner.withUserConfiguration(OneFeed.class)
			.withPropertyValues("connection-manager.connections.order-events.url=tcp://feed.example:7000")
			.run((context) -> {
				FakeConnector<?> connector = context.getBean(FakeConnector.class);
				await().until(() -> !connector.attempts().isEmpty());
				assertThat(connector.lastAttempt().endpoint()).get().hasToString("tcp://feed.example:7000");
			});
	}

	@Test
	void managers_are_injected_by_type_by_qualifier_by_parameter_name_and_as_a_map() {
		this.runner.withUserConfiguration(TwoFeeds.class, OneBroker.class, Consumer.class).run((context) -> {
			Consumer consumer = context.getBean(Consumer.class);
			assertThat(consumer.broker.name()).isEqualTo("broker");
			assertThat(consumer.qualified.name()).isEqualTo("prices");
			assertThat(consumer.named.name()).isEqualTo("quotes");
			assertThat(consumer.longNamed.name()).isEqualTo("prices");
			assertThat(consumer.feeds).containsOnlyKeys("pricesConnectionManager", "quotesConnectionManager");
			assertThat(consumer.all.stream()).hasSize(3);
		});
	}

	@Test
	void a_name_with_dashes_is_a_qualifier() {
		this.runner.withUserConfiguration(OneFeed.class, TwoFeeds.class, DashedConsumer.class)
			.run((context) -> assertThat(context.getBean(DashedConsumer.class).manager.name())
				.isEqualTo("order-events"));
	}

	@Test
	void a_raw_connector_makes_a_manager_that_is_injected_as_any_type() {
		this.runner.withUserConfiguration(RawFeed.class, FeedConsumer.class)
			.run((context) -> assertThat(context.getBean(FeedConsumer.class).feed.name()).isEqualTo("raw"));
	}

	@Test
	void a_package_private_connection_type_is_injected() {
		this.runner.withUserConfiguration(PackagePrivate.class, PackagePrivateConsumer.class)
			.run((context) -> assertThat(context.getBean(PackagePrivateConsumer.class).manager.name())
				.isEqualTo("hidden"));
	}

	@Test
	void a_connector_of_a_later_auto_configuration_is_found() {
		new ApplicationContextRunner().withConfiguration(TestContext.AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(LateConnector.class))
			.withPropertyValues("connection-manager.connections.late.timeout=3s")
			.run((context) -> assertThat(context).hasBean("lateConnectionManager"));
	}

	@Test
	void a_manager_is_declared_before_those_post_processors_that_replace_beans() {
		this.runner.withConfiguration(AutoConfigurations.of(LateConnector.class))
			.withUserConfiguration(ReplacingPostProcessor.class)
			.run((context) -> assertThat(context).getBean("lateConnectionManager")
				.isSameAs(ReplacingPostProcessor.REPLACEMENT));
	}

	@Test
	void a_later_auto_configuration_sees_the_managers_in_its_conditions() {
		this.runner.withUserConfiguration(OneFeed.class)
			.withConfiguration(AutoConfigurations.of(OnManager.class))
			.run((context) -> assertThat(context).hasBean("onManager"));
		this.runner.withConfiguration(AutoConfigurations.of(OnManager.class))
			.run((context) -> assertThat(context).doesNotHaveBean("onManager"));
	}

	@Test
	void a_manager_of_the_application_with_the_qualifier_replaces_the_entry_and_needs_no_connector() {
		this.runner.withUserConfiguration(OwnManager.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=7s")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(ConnectionManager.class);
				ConnectionManager<Feed> own = context.getBean(ConnectionManagers.class).get("prices");
				assertThat(own).isSameAs(context.getBean("mine"));
				await().until(own::isConnected);
				assertThat(context.getBean(OwnManager.class).connector.lastAttempt().timeout()).hasSeconds(7);
			});
	}

	@Test
	void a_connector_that_is_no_default_candidate_gets_no_manager() {
		this.runner.withUserConfiguration(NotDefault.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionManager.class));
	}

	@Test
	void customizers_are_applied_after_the_properties() {
		this.runner.withUserConfiguration(OneFeed.class, Customized.class)
			.withPropertyValues("connection-manager.timeout=7s")
			.run((context) -> {
				FakeConnector<?> connector = context.getBean(FakeConnector.class);
				await().until(() -> !connector.attempts().isEmpty());
				assertThat(connector.lastAttempt().timeout()).hasSeconds(8);
			});
	}

	@Test
	void a_connector_that_another_post_processor_declares_is_found() {
		this.runner.withUserConfiguration(LatePostProcessor.class)
			.withPropertyValues("connection-manager.connections.later.timeout=3s")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("laterConnectionManager"));
	}

	@Test
	void a_child_context_leaves_the_connections_of_its_parent_alone() {
		this.runner.withUserConfiguration(OneFeed.class)
			.withPropertyValues("connection-manager.connections.order-events.timeout=3s")
			.run((parent) -> {
				ConnectionManager<?> manager = parent.getBean(ConnectionManager.class);
				await().until(manager::isConnected);
				this.runner.withParent(parent)
					.withPropertyValues("connection-manager.connections.order-events.timeout=3s")
					.run((child) -> {
						assertThat(child).hasNotFailed();
						assertThat(child.getBeanFactory().getBeanNamesForType(ConnectionManager.class)).isEmpty();
					});
				assertThat(manager.isConnected()).isTrue();
			});
	}

	@Test
	void nothing_configured_makes_no_manager() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionManager.class));
	}

	@Test
	void disabled_registers_nothing() {
		this.runner.withUserConfiguration(OneFeed.class)
			.withPropertyValues("connection-manager.enabled=false", "connection-manager.connections.x.timeout=-1s")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConnectionManager.class)
				.doesNotHaveBean(ConnectionManagers.class)
				.doesNotHaveBean(ConnectionRuntime.class)
				.doesNotHaveBean(ConnectionManagerProperties.class)
				.doesNotHaveBean("connectionManagerHealthContributor"));
	}

	@Test
	void managers_are_closed_before_the_runtime() {
		this.runner.withUserConfiguration(OneFeed.class).run((context) -> {
			ConnectionManager<?> manager = context.getBean(ConnectionManager.class);
			await().until(manager::isConnected);
			FakeConnector<?> connector = context.getBean(FakeConnector.class);
			context.close();
			assertThat(manager.snapshot().state()).hasToString("CLOSED");
			assertThat(connector.closed()).isEqualTo(connector.opened());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OneFeed {

		@Bean
		FakeConnector<Feed> orderEventsConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFeeds {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		FakeConnector<Feed> quotes() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BrokerConnector.class)
	static class OneBroker {

	}

	static class BrokerConnector extends FakeConnector<Broker> {

		BrokerConnector() {
			super(Broker::new);
		}

	}

	static class Consumer {

		final ConnectionManager<Broker> broker;

		final ConnectionManager<Feed> qualified;

		final ConnectionManager<Feed> named;

		final ConnectionManager<Feed> longNamed;

		final Map<String, ConnectionManager<Feed>> feeds;

		final ConnectionManagers all;

		@Autowired
		Consumer(ConnectionManager<Broker> any, @Qualifier("prices") ConnectionManager<Feed> qualified,
				ConnectionManager<Feed> quotesConnectionManager, ConnectionManager<Feed> prices,
				Map<String, ConnectionManager<Feed>> feeds, ConnectionManagers all) {
			this.broker = any;
			this.qualified = qualified;
			this.named = quotesConnectionManager;
			this.longNamed = prices;
			this.feeds = feeds;
			this.all = all;
		}

	}

	static class DashedConsumer {

		final ConnectionManager<Feed> manager;

		DashedConsumer(@Qualifier("order-events") ConnectionManager<Feed> manager) {
			this.manager = manager;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RawFeed {

		@Bean
		Connector<?> rawConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	static class FeedConsumer {

		final ConnectionManager<Feed> feed;

		FeedConsumer(ConnectionManager<Feed> feed) {
			this.feed = feed;
		}

	}

	static class Hidden {

	}

	@Configuration(proxyBeanMethods = false)
	static class PackagePrivate {

		@Bean
		Connector<Hidden> hiddenConnector() {
			return new FakeConnector<>(Hidden::new);
		}

	}

	static class PackagePrivateConsumer {

		final ConnectionManager<Hidden> manager;

		PackagePrivateConsumer(ConnectionManager<Hidden> manager) {
			this.manager = manager;
		}

	}

	@AutoConfiguration(after = ConnectionManagerAutoConfiguration.class)
	static class LateConnector {

		@Bean
		Connector<Feed> lateConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	/** Does what {@code @MockitoBean} does. */
	@Configuration(proxyBeanMethods = false)
	static class ReplacingPostProcessor {

		static final ConnectionManager<Feed> REPLACEMENT = ConnectionManager
			.builder("late", new FakeConnector<>(Feed::new))
			.build();

		@Bean
		static BeanFactoryPostProcessor replacesTheManager() {
			return new Replacing();
		}

		private static final class Replacing implements BeanFactoryPostProcessor, Ordered {

			@Override
			public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
				BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
				registry.removeBeanDefinition("lateConnectionManager");
				beanFactory.registerSingleton("lateConnectionManager", REPLACEMENT);
			}

			@Override
			public int getOrder() {
				return HIGHEST_PRECEDENCE;
			}

		}

	}

	@AutoConfiguration(after = ConnectionManagerAutoConfiguration.class)
	static class OnManager {

		@Bean
		@ConditionalOnBean(ConnectionManager.class)
		String onManager() {
			return "seen";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		final FakeConnector<Feed> connector = new FakeConnector<>(Feed::new);

		@Bean
		@Qualifier("prices")
		ConnectionManager<Feed> mine(ConnectionManagerBuilderConfigurer configurer) {
			return configurer.configure("prices", ConnectionManager.builder("prices", this.connector)).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LatePostProcessor {

		@Bean
		static BeanDefinitionRegistryPostProcessor declaresLaterConnector() {
			return (registry) -> {
				RootBeanDefinition connector = new RootBeanDefinition(FakeConnector.class);
				connector.setInstanceSupplier(() -> new FakeConnector<>(Feed::new));
				registry.registerBeanDefinition("laterConnector", connector);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NotDefault {

		@Bean(defaultCandidate = false)
		Connector<Feed> spare() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		ConnectionManagerBuilderCustomizer longer() {
			return (name, builder) -> builder.timeout(Duration.ofSeconds(8));
		}

	}

}
