package io.connectionmanager.spring.declaration;

import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.jdk.SocketHandler;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.FeedConnectorFactory;
import io.connectionmanager.spring.FeedConnectorFactory.FeedListener;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which connector serves an entry, and what it knows about its connection.
 */
class ReadyMadeConnectorsTests {

	private static final String PRICES = "connection-manager.connections.prices.";

	private static final String QUOTES = "connection-manager.connections.quotes.";

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(Factory.class);

	@Test
	void the_scheme_of_the_url_selects_the_connector_and_the_type_of_the_connection() {
		this.runner.withUserConfiguration(FeedUser.class).withPropertyValues(PRICES + "url=feed://h").run((context) -> {
			FeedUser user = context.getBean(FeedUser.class);
			assertThat(user.manager.name()).isEqualTo("prices");
			await().until(() -> user.connected != null);
			assertThat(factory(context.getBean(FeedConnectorFactory.class)).connector().lastAttempt().endpoint()).get()
				.hasToString("feed://h");
		});
	}

	private static FeedConnectorFactory factory(FeedConnectorFactory factory) {
		return factory;
	}

	@Test
	void one_line_and_a_handler_connect_a_socket() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			TestContext.runner()
				.withUserConfiguration(SocketUser.class)
				.withPropertyValues(PRICES + "url=tcp://localhost:" + server.getLocalPort())
				.run((context) -> {
					SocketUser user = context.getBean(SocketUser.class);
					try (Socket peer = server.accept()) {
						assertThat(peer.isConnected()).isTrue();
						await().until(user.manager::isConnected);
						await().until(() -> user.handled.getCount() == 0);
					}
					await().until(() -> user.manager.snapshot().disconnects() == 1);
				});
		}
	}

	@Test
	void a_connector_bean_of_the_name_takes_precedence_over_the_scheme() {
		this.runner.withUserConfiguration(SocketConnector.class)
			.withPropertyValues(PRICES + "url=feed://h")
			.run((context) -> {
				assertThat(context.getBean(FeedConnectorFactory.class).contexts()).isEmpty();
				FakeConnector<?> connector = context.getBean("pricesConnector", FakeConnector.class);
				await().until(() -> !connector.attempts().isEmpty());
			});
	}

	@Test
	void the_connector_that_is_named_takes_precedence_over_the_scheme() {
		this.runner.withUserConfiguration(SocketConnector.class)
			.withPropertyValues(QUOTES + "url=feed://h", QUOTES + "connector=pricesConnector")
			.run((context) -> assertThat(context.getBean(FeedConnectorFactory.class).contexts()).isEmpty());
	}

	@Test
	void a_connector_that_a_later_auto_configuration_declares_takes_precedence_over_the_scheme() {
		this.runner.withConfiguration(AutoConfigurations.of(ZLaterAutoConfiguration.class))
			.withPropertyValues(PRICES + "url=tcp://h:1")
			.run((context) -> {
				FakeConnector<?> connector = context.getBean("pricesConnector", FakeConnector.class);
				await().until(() -> !connector.attempts().isEmpty());
				assertThat(context.getBeanNamesForType(ConnectionManager.class))
					.containsExactly("pricesConnectionManager");
			});
	}

	@Test
	void the_subprotocol_of_jdbc_selects_a_connector() {
		this.runner.withPropertyValues(PRICES + "url=jdbc:feed://h/db", QUOTES + "url=jdbc:feeds://h/db")
			.run((context) -> {
				FeedConnectorFactory factory = context.getBean(FeedConnectorFactory.class);
				assertThat(factory.context("prices").endpoints()).hasToString("[jdbc:feed://h/db]");
				assertThat(factory.context("quotes").endpoints()).hasToString("[jdbc:feeds://h/db]");
			});
	}

	@Test
	void a_factory_of_the_application_takes_precedence_over_that_of_a_module() {
		TestContext.runner()
			.withUserConfiguration(TcpFactory.class)
			.withPropertyValues(PRICES + "url=tcp://h")
			.run((context) -> assertThat(context.getBean(FeedConnectorFactory.class).context("prices")).isNotNull());
	}

	@Test
	void the_primary_one_of_two_factories_serves_the_scheme() {
		this.runner.withUserConfiguration(PrimaryFactory.class)
			.withPropertyValues(PRICES + "url=feed://h")
			.run((context) -> {
				assertThat(context.getBean("primary", FeedConnectorFactory.class).contexts()).hasSize(1);
				assertThat(context.getBean("feedConnectorFactory", FeedConnectorFactory.class).contexts()).isEmpty();
			});
	}

	@Test
	void factories_are_left_alone_unless_a_connection_needs_one() {
		this.runner.withUserConfiguration(DependentFactory.class, SocketConnector.class)
			.withPropertyValues(PRICES + "url=feed://h")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void a_connector_knows_its_connection() {
		this.runner
			.withPropertyValues(PRICES + "url=feed://h,feeds://i", PRICES + "username=joe", PRICES + "password=secret",
					PRICES + "options.clientId=a", PRICES + "options.channels[0]=x", PRICES + "options.channels[1]=y")
			.run((context) -> {
				ConnectorContext prices = context.getBean(FeedConnectorFactory.class).context("prices");
				assertThat(prices.name()).isEqualTo("prices");
				assertThat(prices.endpoints()).hasToString("[feed://h, feeds://i]");
				assertThat(prices.credentials()).contains(new Credentials("joe", "secret".toCharArray()));
				assertThat(prices.options()).isEqualTo(Map.of("client-id", "a", "channels", "x,y"));
				assertThat(prices.sslContext()).isEmpty();
				assertThat(context.getBean(ConnectionManagers.class).get("prices").endpoints()).hasSize(2);
			});
	}

	@Test
	void a_connection_has_no_credentials_unless_some_are_set() {
		this.runner.withPropertyValues(PRICES + "url=feed://h", QUOTES + "url=feed://h", QUOTES + "password=p")
			.run((context) -> {
				FeedConnectorFactory factory = context.getBean(FeedConnectorFactory.class);
				assertThat(factory.context("prices").credentials()).isEmpty();
				assertThat(factory.context("quotes").credentials()).contains(new Credentials("", "p".toCharArray()));
			});
	}

	@Test
	void several_urls_are_a_list_or_text() {
		for (String[] urls : new String[][] { { "url=feed://a,feed://b" }, { "urls=feed://a,feed://b" },
				{ "url[0]=feed://a", "url[1]=feed://b" }, { "urls[0]=feed://a", "urls[1]=feed://b" } }) {
			String[] properties = new String[urls.length];
			for (int i = 0; i < urls.length; i++) {
				properties[i] = PRICES + urls[i];
			}
			this.runner.withPropertyValues(properties)
				.run((context) -> assertThat(context.getBean(FeedConnectorFactory.class).context("prices").endpoints())
					.as("%s", List.of(urls))
					.hasToString("[feed://a, feed://b]"));
		}
	}

	@Test
	void a_collaborator_is_the_bean_that_belongs_to_the_connection() {
		FeedListener other = new FeedListener() {
		};
		for (String name : new String[] { "prices", "pricesFeedListener", "pricesListener",
				"pricesFeedConnectorFactoryFeedListener" }) {
			this.runner.withBean("other", FeedListener.class, () -> other)
				.withBean(name, FeedListener.class, () -> new FeedListener() {
				})
				.withPropertyValues(PRICES + "url=feed://h")
				.run((context) -> assertThat(listener(context.getBean(FeedConnectorFactory.class), "prices"))
					.containsSame(context.getBean(name, FeedListener.class)));
		}
	}

	@Test
	void a_qualifier_makes_a_bean_belong_to_a_connection() {
		this.runner.withUserConfiguration(QualifiedListener.class)
			.withBean("other", FeedListener.class, () -> new FeedListener() {
			})
			.withPropertyValues("connection-manager.connections.order-events.url=feed://h")
			.run((context) -> assertThat(listener(context.getBean(FeedConnectorFactory.class), "order-events"))
				.containsSame(context.getBean("mine", FeedListener.class)));
	}

	@Test
	void the_only_bean_serves_each_connection_unless_it_belongs_to_another_one() {
		this.runner.withBean("listener", FeedListener.class, () -> new FeedListener() {
		}).withPropertyValues(PRICES + "url=feed://h", QUOTES + "url=feed://h").run((context) -> {
			FeedConnectorFactory factory = context.getBean(FeedConnectorFactory.class);
			assertThat(listener(factory, "prices")).isPresent().isEqualTo(listener(factory, "quotes"));
		});
		this.runner.withBean("pricesListener", FeedListener.class, () -> new FeedListener() {
		}).withPropertyValues(PRICES + "url=feed://h", QUOTES + "url=feed://h").run((context) -> {
			FeedConnectorFactory factory = context.getBean(FeedConnectorFactory.class);
			assertThat(listener(factory, "prices")).isPresent();
			assertThat(listener(factory, "quotes")).isEmpty();
		});
	}

	private static Optional<FeedListener> listener(FeedConnectorFactory factory, String connection) {
		return factory.context(connection).collaborator(FeedListener.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class SocketUser {

		final CountDownLatch handled = new CountDownLatch(1);

		@Autowired
		@Lazy
		ConnectionManager<Socket> manager;

		@Bean
		SocketHandler pricesHandler() {
			return (socket) -> {
				this.handled.countDown();
				assertThat(socket.getInputStream().read()).isEqualTo(-1);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		static FeedConnectorFactory feedConnectorFactory() {
			return new FeedConnectorFactory();
		}

	}

	@Configuration
	static class TcpFactory {

		@Bean
		FeedConnectorFactory tcpFactory() {
			return new FeedConnectorFactory("tcp");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryFactory {

		@Bean
		@Primary
		static FeedConnectorFactory primary() {
			return new FeedConnectorFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DependentFactory {

		@Bean
		FeedConnectorFactory dependent(ConnectionManagers managers) {
			assertThat(managers).isNotNull();
			return new FeedConnectorFactory() {

				@Override
				public Type connectionType() {
					throw new IllegalStateException("must not be called");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SocketConnector {

		@Bean
		FakeConnector<Socket> pricesConnector() {
			return new FakeConnector<>(Socket::new);
		}

	}

	@org.springframework.boot.autoconfigure.AutoConfiguration
	static class ZLaterAutoConfiguration {

		@Bean
		Connector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedListener {

		@Bean
		@Qualifier("order-events")
		FeedListener mine() {
			return new FeedListener() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FeedUser {

		@Autowired
		ConnectionManager<Feed> manager;

		volatile Feed connected;

		@OnConnected("prices")
		void connected(Feed feed) {
			this.connected = feed;
		}

	}

}
