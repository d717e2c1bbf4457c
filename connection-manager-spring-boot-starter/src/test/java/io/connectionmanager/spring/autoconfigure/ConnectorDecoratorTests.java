package io.connectionmanager.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.ConnectionManagerBuilderConfigurer;
import io.connectionmanager.spring.ConnectorDecorator;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application puts around its connectors.
 */
class ConnectorDecoratorTests {

	@Test
	void decorators_are_called_the_last_one_first_and_hear_of_their_manager() {
		TestContext.runner().withUserConfiguration(Decorated.class).run((context) -> {
			Decorated decorated = context.getBean(Decorated.class);
			await().until(() -> context.getBean(ConnectionManagers.class).get("prices").isConnected());
			assertThat(decorated.opened).containsExactly("outer prices", "inner prices");
			await()
				.untilAsserted(() -> assertThat(decorated.heard).containsExactlyInAnyOrder(ConnectionState.CONNECTING,
						ConnectionState.CONNECTED, ConnectionState.CONNECTING, ConnectionState.CONNECTED));
		});
	}

	@Test
	void a_builder_that_the_application_brings_keeps_its_connector() {
		TestContext.runner().withUserConfiguration(Decorated.class).run((context) -> {
			Decorated decorated = context.getBean(Decorated.class);
			await().untilAsserted(() -> assertThat(decorated.heard).hasSize(4));
			ConnectionManagerBuilderConfigurer configurer = context.getBean(ConnectionManagerBuilderConfigurer.class);
			try (ConnectionManager<Feed> manager = configurer
				.configure("own", ConnectionManager.builder("own", new FakeConnector<>(Feed::new)))
				.start()) {
				await().until(manager::isConnected);
			}
			assertThat(decorated.opened).containsExactly("outer prices", "inner prices");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Decorated {

		final List<String> opened = new CopyOnWriteArrayList<>();

		final List<ConnectionState> heard = new CopyOnWriteArrayList<>();

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		@Order(2)
		ConnectorDecorator outer() {
			return decorator("outer ");
		}

		@Bean
		@Order(1)
		ConnectorDecorator inner() {
			return decorator("inner ");
		}

		private ConnectorDecorator decorator(String prefix) {
			return new ConnectorDecorator() {

				@Override
				public <C> Connector<C> decorate(String name, Connector<C> connector) {
					return new Noting<>(connector, () -> Decorated.this.opened.add(prefix + name),
							Decorated.this.heard::add);
				}

			};
		}

	}

	record Noting<C>(Connector<C> delegate, Runnable opening,
			Consumer<ConnectionState> states) implements Connector<C>, ConnectionListener {

		@Override
		public C open(ConnectionAttempt attempt) throws Exception {
			this.opening.run();
			return this.delegate.open(attempt);
		}

		@Override
		public void close(C connection) throws Exception {
			this.delegate.close(connection);
		}

		@Override
		public void onTransition(ConnectionTransition transition) {
			this.states.accept(transition.to());
		}

	}

}
