package io.connectionmanager.spring.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectedTo;
import io.connectionmanager.spring.DisconnectedEvent;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import io.connectionmanager.spring.TestContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image has to know of connections, apart from the endpoint.
 */
class RuntimeHintsTests {

	private static RuntimeHints hints = new RuntimeHints();

	@BeforeAll
	static void processAheadOfTime() {
		TestGenerationContext generationContext = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class, User.class, WholeBean.class);
			context.register(Configurations.getClasses(TestContext.AUTO_CONFIGURATIONS));
			new ApplicationContextAotGenerator().processAheadOfTime(context, generationContext);
		}
		hints = generationContext.getRuntimeHints();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onConnected", "onDisconnected", "composed", "hidden", "onEvent", "onAnotherEvent" })
	void an_annotated_method_can_be_invoked(String name) {
		assertThatCanBeInvoked(method(User.class, name));
	}

	@Test
	void an_annotated_method_that_is_inherited_can_be_invoked() {
		assertThatCanBeInvoked(method(Base.class, "inherited"));
		assertThatCanBeInvoked(method(Told.class, "byDefault"));
	}

	@Test
	void the_type_arguments_of_a_subscriber_and_a_connector_can_be_found() {
		assertThat(RuntimeHintsPredicates.reflection().onType(WholeBean.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(FakeConnector.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Connector.class)).accepts(hints);
	}

	@Test
	void each_property_can_be_bound() {
		Stream
			.of(ConnectionManagerProperties.class, ConnectionManagerProperties.ConnectLimit.class,
					ConnectionManagerProperties.Connection.class, ConnectionManagerProperties.Connection.Ssl.class,
					ConnectionProperties.class, ConnectionProperties.Backoff.class, ConnectionProperties.Health.class,
					ExclusiveProperties.class, ExclusiveProperties.Spread.class)
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> method.getName().matches("(get|set)[A-Z].*"))
			.forEach(RuntimeHintsTests::assertThatCanBeInvoked);
	}

	@Test
	void the_details_of_health_can_be_written_as_json() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(ConnectionState.class, "valueOf")))
			.accepts(hints);
	}

	private static void assertThatCanBeInvoked(Method method) {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).as(method.toString()).accepts(hints);
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		FakeConnector<Feed> pricesConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	interface Told {

		@OnConnected("prices")
		default void byDefault() {
		}

	}

	static class Base {

		@OnConnected("prices")
		void inherited(Feed feed) {
		}

	}

	static class User extends Base implements Told {

		@OnConnected("prices")
		void onConnected(Feed feed) {
		}

		@OnDisconnected("prices")
		void onDisconnected(Feed feed, @Nullable Throwable cause) {
		}

		@WhenPricesCome
		void composed() {
		}

		@SuppressWarnings("unused")
		@OnConnected("prices")
		private void hidden() {
		}

		@EventListener
		void onEvent(ConnectedEvent<Feed> event) {
		}

		@EventListener
		void onAnotherEvent(DisconnectedEvent<Feed> event) {
		}

	}

	@ConnectedTo("prices")
	static class WholeBean implements ConnectionSubscriber<Feed> {

		@Override
		public void connected(Feed connection) {
		}

	}

	@OnConnected("prices")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface WhenPricesCome {

	}

}
