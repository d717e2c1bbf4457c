package io.connectionmanager.spring.declaration;

import java.net.Socket;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of several connector beans a connection uses, and what its manager takes over
 * from it.
 */
class ConnectorBeansTests {

	private final ApplicationContextRunner runner = TestContext.runner();

	@Test
	void a_scoped_proxy_is_one_connector_with_an_entry_and_without() {
		ApplicationContextRunner scoped = this.runner.withUserConfiguration(ScopedProxy.class, FeedUser.class);
		scoped.run((context) -> assertThat(names(context)).containsExactly("prices"));
		scoped.withPropertyValues("connection-manager.connections.prices.timeout=3s")
			.run((context) -> assertThat(names(context)).containsExactly("prices"));
		scoped.withPropertyValues("connection-manager.connections.a.connector=pricesConnector")
			.run((context) -> assertThat(names(context)).containsExactly("a"));
	}

	@Test
	void the_primary_one_of_two_has_the_name() {
		this.runner.withUserConfiguration(PrimaryOfTwo.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=3s")
			.run((context) -> {
				assertThat(names(context)).containsExactly("prices");
				assertThat(connectorOf(context, "pricesConnectionManager")).contains("'prices'");
			});
		this.runner.withUserConfiguration(PrimaryOfTwo.class)
			.run((context) -> assertThat(names(context)).containsExactly("prices"));
	}

	@Test
	void a_fallback_one_gives_way() {
		this.runner.withUserConfiguration(FallbackOfTwo.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=3s")
			.run((context) -> assertThat(connectorOf(context, "pricesConnectionManager"))
				.contains("'pricesConnector'"));
	}

	@Test
	void one_that_is_no_candidate_gives_way_and_is_used_where_it_is_named() {
		this.runner.withUserConfiguration(NoCandidate.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=3s",
					"connection-manager.connections.other.connector=prices")
			.run((context) -> {
				assertThat(names(context)).containsExactlyInAnyOrder("prices", "other");
				assertThat(connectorOf(context, "pricesConnectionManager")).contains("'pricesConnector'");
				assertThat(connectorOf(context, "otherConnectionManager")).contains("'prices'");
			});
	}

	@Test
	void the_manager_of_a_primary_connector_is_primary() {
		this.runner.withUserConfiguration(PrimaryOfAll.class, FeedUser.class)
			.run((context) -> assertThat(context.getBean(FeedUser.class).manager.name()).isEqualTo("prices"));
		this.runner.withUserConfiguration(FallbackOfAll.class, FeedUser.class)
			.run((context) -> assertThat(context.getBean(FeedUser.class).manager.name()).isEqualTo("prices"));
	}

	@Test
	void the_managers_that_share_a_primary_connector_are_not() {
		this.runner.withUserConfiguration(PrimaryOfAll.class, NamedUser.class)
			.withPropertyValues("connection-manager.connections.a.connector=pricesConnector",
					"connection-manager.connections.b.connector=pricesConnector")
			.run((context) -> assertThat(context.getBean(NamedUser.class).manager.name()).isEqualTo("b"));
	}

	@Test
	void a_connector_of_a_wildcard_makes_a_manager_of_its_bound() {
		this.runner.withUserConfiguration(Bounded.class, FeedUser.class)
			.run((context) -> assertThat(context.getBean(FeedUser.class).manager.name()).isEqualTo("bounded"));
	}

	@Test
	void a_qualifier_or_an_alias_is_a_name_of_a_connector() {
		this.runner.withUserConfiguration(QualifiedAndAliased.class)
			.withPropertyValues("connection-manager.connections.prices.timeout=3s",
					"connection-manager.connections.quotes.timeout=3s",
					"connection-manager.connections.trades.connector=quotesConnector")
			.run((context) -> {
				assertThat(names(context)).containsExactlyInAnyOrder("prices", "quotes", "trades");
				assertThat(connectorOf(context, "pricesConnectionManager")).contains("'qualified'");
				assertThat(connectorOf(context, "quotesConnectionManager")).contains("'aliased'");
				assertThat(connectorOf(context, "tradesConnectionManager")).contains("'aliased'");
			});
	}

	@Test
	void a_connector_of_the_parent_has_its_type_in_the_child() {
		new ApplicationContextRunner().withUserConfiguration(InParent.class)
			.run((parent) -> this.runner.withParent(parent)
				.withUserConfiguration(FeedUser.class)
				.withBean("otherConnector", Connector.class, () -> new FakeConnector<>(Socket::new))
				.withPropertyValues("connection-manager.connections.prices.connector=parentConnector",
						"connection-manager.connections.other.connector=otherConnector")
				.run((child) -> {
					assertThat(names(child)).containsExactlyInAnyOrder("prices", "other");
					assertThat(child.getBeanFactory()
						.getMergedBeanDefinition("pricesConnectionManager")
						.getResolvableType()
						.getGeneric()
						.resolve()).isEqualTo(Feed.class);
				}));
	}

	@Test
	void a_disabled_entry_leaves_its_connection_out() {
		this.runner.withUserConfiguration(PrimaryOfAll.class)
			.withPropertyValues("connection-manager.connections.prices.enabled=${FEED:off}",
					"connection-manager.connections.prices.url=${UNKNOWN}",
					"connection-manager.connections.other.enabled=",
					"connection-manager.connections.nothing.enabled=false",
					"connection-manager.connections.nothing.timeout=-1s")
			.run((context) -> {
				assertThat(names(context)).containsExactly("other");
				assertThat(context).doesNotHaveBean("pricesConnectionManager");
			});
	}

	@Test
	void an_own_name_that_http_cannot_address_is_reported() {
		this.runner.withBean("feed/two", FakeConnector.class, () -> new FakeConnector<>(Feed::new))
			.run((context) -> assertThat(Failures.analysis(context).getDescription()).contains("'feed/two'",
					"it contains '/'"));
	}

	private static Iterable<String> names(ApplicationContext context) {
		return context.getBean(ConnectionManagers.class).stream().map(ConnectionManager::name).toList();
	}

	private static String connectorOf(ApplicationContext context, String manager) {
		return String.valueOf(((ConfigurableApplicationContext) context).getBeanFactory()
			.getBeanDefinition(manager)
			.getResourceDescription());
	}

	private static FakeConnector<Feed> connector() {
		return new FakeConnector<>(Feed::new);
	}

	static class FeedUser {

		final ConnectionManager<Feed> manager;

		FeedUser(ConnectionManager<Feed> manager) {
			this.manager = manager;
		}

	}

	static class NamedUser {

		final ConnectionManager<Feed> manager;

		NamedUser(ConnectionManager<Feed> b) {
			this.manager = b;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedProxy {

		@Bean
		@Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		Connector<Feed> pricesConnector() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOfTwo {

		@Bean
		Connector<Feed> pricesConnector() {
			return connector();
		}

		@Bean
		@Primary
		Connector<Feed> prices() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FallbackOfTwo {

		@Bean
		Connector<Feed> pricesConnector() {
			return connector();
		}

		@Bean
		@Fallback
		Connector<Feed> prices() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoCandidate {

		@Bean
		Connector<Feed> pricesConnector() {
			return connector();
		}

		@Bean(autowireCandidate = false)
		Connector<Feed> prices() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOfAll {

		@Bean
		@Primary
		Connector<Feed> pricesConnector() {
			return connector();
		}

		@Bean
		Connector<Feed> otherConnector() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FallbackOfAll {

		@Bean
		Connector<Feed> pricesConnector() {
			return connector();
		}

		@Bean
		@Fallback
		Connector<Feed> otherConnector() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Bounded {

		@Bean
		Connector<? extends Feed> boundedConnector() {
			return connector();
		}

		@Bean
		Connector<Socket> socketConnector() {
			return new FakeConnector<>(Socket::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedAndAliased {

		@Bean
		@Qualifier("prices")
		Connector<Feed> qualified() {
			return connector();
		}

		@Bean(name = { "aliased", "quotesConnector" })
		Connector<Feed> aliased() {
			return connector();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InParent {

		@Bean
		Connector<Feed> parentConnector() {
			return Connector.blocking((attempt) -> new Feed());
		}

	}

}
