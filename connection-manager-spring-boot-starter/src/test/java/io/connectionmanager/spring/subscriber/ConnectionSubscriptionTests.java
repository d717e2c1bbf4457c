package io.connectionmanager.spring.subscriber;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.Broker;
import io.connectionmanager.spring.ConnectedTo;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.OnDisconnected;
import io.connectionmanager.spring.PricesAndQuotes;
import io.connectionmanager.spring.TestContext;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How beans are subscribed by annotation.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionSubscriptionTests {

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(Connections.class);

	@Test
	void a_subscriber_bean_is_told_of_its_connection() {
		this.runner.withUserConfiguration(NamedSubscriber.class).run((context) -> {
			NamedSubscriber subscriber = context.getBean(NamedSubscriber.class);
			await().until(() -> subscriber.calls.equals(List.of("connected")));
			prices(context).lose(new IOException("reset"));
			await().until(() -> subscriber.calls.equals(List.of("connected", "disconnected reset", "connected")));
			context.close();
			assertThat(subscriber.calls).last().isEqualTo("disconnected on purpose");
		});
	}

	@Test
	void a_subscriber_is_there_before_its_connection_is_started() {
		this.runner.withUserConfiguration(NamedSubscriber.class).run((context) -> {
			NamedSubscriber subscriber = context.getBean(NamedSubscriber.class);
			await().until(() -> !subscriber.calls.isEmpty());
			assertThat(subscriber.connections.get(0)).isSameAs(prices(context).opened().get(0));
		});
	}

	@Test
	void a_bean_method_of_a_lambda_is_subscribed_by_the_type_that_it_returns() {
		this.runner.withUserConfiguration(LambdaSubscriber.class)
			.run((context) -> await().until(() -> context.getBean(LambdaSubscriber.class).brokers.size() == 1));
	}

	@Test
	void methods_take_what_they_need() {
		this.runner.withUserConfiguration(Methods.class).run((context) -> {
			Methods methods = context.getBean(Methods.class);
			await().until(() -> methods.calls.size() == 2);
			assertThat(methods.calls).containsExactlyInAnyOrder("up", "up Feed");
			methods.calls.clear();
			prices(context).lose(new IOException("reset"));
			await().until(() -> methods.calls.size() >= 6);
			assertThat(methods.calls.subList(0, 4)).containsExactlyInAnyOrder("down", "down Feed", "down reset",
					"down Feed reset");
		});
	}

	@Test
	void the_type_decides_where_no_name_is_given() {
		TestContext.runner()
			.withUserConfiguration(Connections.class, ByType.class)
			.run((context) -> await().until(() -> context.getBean(ByType.class).broker != null));
	}

	@Test
	void a_placeholder_in_a_name_is_resolved() {
		this.runner.withUserConfiguration(Placeholder.class)
			.withPropertyValues("feed.name=prices")
			.run((context) -> await().until(() -> context.getBean(Placeholder.class).feed != null));
	}

	@Test
	void inherited_and_private_methods_are_called() {
		this.runner.withUserConfiguration(Child.class)
			.run((context) -> await().until(() -> context.getBean(Child.class).calls.size() == 2));
	}

	@Test
	void calls_go_through_a_proxy_made_of_the_class() {
		this.runner.withUserConfiguration(Proxied.class)
			.withBean(ProxyingPostProcessor.class, () -> new ProxyingPostProcessor(true))
			.run((context) -> await().until(() -> context.getBean(ProxyingPostProcessor.class).calls.size() == 1));
	}

	@Test
	void a_method_that_a_proxy_of_interfaces_lacks_is_reported() {
		this.runner.withUserConfiguration(Proxied.class)
			.withBean(ProxyingPostProcessor.class, () -> new ProxyingPostProcessor(false))
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalStateException.class)
				.rootCause()
				.hasMessageContaining("onConnected"));
	}

	@Test
	void a_method_that_throws_is_named_in_the_log_and_harms_no_other(CapturedOutput output) {
		this.runner.withUserConfiguration(ThrowingMethod.class, NamedSubscriber.class).run((context) -> {
			await().until(() -> context.getBean(ThrowingMethod.class).calls.size() == 1);
			await().until(() -> context.getBean(NamedSubscriber.class).calls.size() == 1);
			await().until(() -> output.getAll().contains("ThrowingMethod.onConnected"));
		});
	}

	@Test
	void a_lazy_bean_is_subscribed_when_it_is_created() {
		this.runner.withUserConfiguration(LazySubscriber.class).run((context) -> {
			await().until(() -> context.getBean("pricesConnectionManager", ConnectionManager.class).isConnected());
			assertThat(context.getBean(LazySubscriber.class).feed).isSameAs(prices(context).opened().get(0));
		});
	}

	@Test
	void a_subscribing_bean_is_created_although_all_beans_are_lazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(Counting.class, LambdaSubscriber.class)
			.run((context) -> {
				await().until(() -> prices(context).opened().size() == 1);
				await().until(() -> Counting.CONNECTED.size() == 1);
			});
	}

	@Test
	void a_destroyed_bean_is_no_longer_told() {
		this.runner.withUserConfiguration(NamedSubscriber.class).run((context) -> {
			NamedSubscriber subscriber = context.getBean(NamedSubscriber.class);
			await().until(() -> subscriber.calls.size() == 1);
			String beanName = context.getBeanNamesForType(NamedSubscriber.class)[0];
			((DefaultListableBeanFactory) context.getBeanFactory()).destroySingleton(beanName);
			prices(context).lose(new IOException("reset"));
			await().until(() -> prices(context).opened().size() == 2);
			context.close();
			assertThat(subscriber.calls).containsExactly("connected");
		});
	}

	@Test
	void an_unknown_name_is_reported_with_those_that_there_are() {
		assertFailure(UnknownName.class, "'unknown', which does not exist", "UnknownName.up");
	}

	@Test
	void a_connection_that_is_disabled_is_reported_as_such() {
		this.runner.withUserConfiguration(UnknownName.class)
			.withPropertyValues("connection-manager.connections.unknown.enabled=false")
			.run((context) -> assertThat(Failures.analysis(context).getDescription())
				.contains("'unknown', which is disabled"));
	}

	@Test
	void a_type_that_no_connection_has_is_reported() {
		assertFailure(UnknownType.class, "names no connection, and there is none of type java.lang.String");
	}

	@Test
	void a_type_that_several_connections_have_is_reported() {
		assertFailure(AmbiguousType.class, "names no connection, and there are several", "'prices', 'quotes'");
	}

	@Test
	void a_method_without_name_and_type_is_reported_where_there_are_several_connections() {
		assertFailure(NoType.class, "names no connection, and there are several");
	}

	@Test
	void a_name_and_a_type_that_do_not_match_are_reported() {
		assertFailure(WrongType.class, "takes a connection of type", "Broker", "'prices' is of type");
	}

	@Test
	void a_method_with_too_many_parameters_is_reported() {
		assertFailure(TooMany.class, "cannot be annotated with @OnConnected");
		assertFailure(TooManyDown.class, "cannot be annotated with @OnDisconnected");
	}

	@Test
	void a_bean_that_is_no_subscriber_is_reported() {
		assertFailure(NoSubscriber.class, "is not a ConnectionSubscriber");
	}

	@Test
	void a_bean_that_is_no_singleton_is_reported() {
		assertFailure(PrototypeSubscriber.class, "PrototypeSubscriber", "is not a singleton");
	}

	@Test
	void a_bean_behind_a_scoped_proxy_is_reported() {
		assertFailure(ScopedSubscriber.class, "'connectionSubscriptionTests.ScopedSubscriber'", "is not a singleton");
	}

	private void assertFailure(Class<?> bean, String... messages) {
		this.runner.withUserConfiguration(bean)
			.run((context) -> assertThat(Failures.analysis(context).getDescription()).contains(messages));
	}

	private static FakeConnector<?> prices(ApplicationContext context) {
		return context.getBean("pricesConnector", FakeConnector.class);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(PricesAndQuotes.class)
	static class Connections {

		@Bean
		Connector<Broker> brokerConnector() {
			return new FakeConnector<>(Broker::new);
		}

	}

	@ConnectedTo("prices")
	static class NamedSubscriber implements ConnectionSubscriber<Feed> {

		final List<String> calls = new CopyOnWriteArrayList<>();

		final List<Feed> connections = new CopyOnWriteArrayList<>();

		@Override
		public void connected(Feed connection) {
			this.connections.add(connection);
			this.calls.add("connected");
		}

		@Override
		public void disconnected(Feed connection, @Nullable Throwable cause) {
			this.calls.add("disconnected " + ((cause != null) ? cause.getMessage() : "on purpose"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaSubscriber {

		final List<Broker> brokers = new CopyOnWriteArrayList<>();

		@Bean
		@ConnectedTo
		ConnectionSubscriber<Broker> brokerSubscriber() {
			return this.brokers::add;
		}

	}

	static class Methods {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@OnConnected("prices")
		void up() {
			this.calls.add("up");
		}

		@OnConnected("prices")
		void up(Feed feed) {
			this.calls.add("up " + feed.getClass().getSimpleName());
		}

		@OnDisconnected("prices")
		void down() {
			this.calls.add("down");
		}

		@OnDisconnected("prices")
		void down(Feed feed) {
			this.calls.add("down " + feed.getClass().getSimpleName());
		}

		@OnDisconnected("prices")
		void down(@Nullable Throwable cause) {
			this.calls.add("down " + ((cause != null) ? cause.getMessage() : "on purpose"));
		}

		@OnDisconnected("prices")
		void down(Feed feed, @Nullable Throwable cause) {
			this.calls.add("down %s %s".formatted(feed.getClass().getSimpleName(),
					(cause != null) ? cause.getMessage() : "on purpose"));
		}

	}

	static class ByType {

		volatile @Nullable Broker broker;

		@OnConnected
		void up(Broker broker) {
			this.broker = broker;
		}

	}

	static class Placeholder {

		volatile @Nullable Feed feed;

		@OnConnected("${feed.name}")
		void up(Feed feed) {
			this.feed = feed;
		}

	}

	abstract static class Parent<C> {

		final List<Object> calls = new CopyOnWriteArrayList<>();

		@OnConnected
		private void parent(C connection) {
			this.calls.add(connection);
		}

	}

	static class Child extends Parent<Broker> {

		@OnConnected
		private void child(Broker broker) {
			this.calls.add(broker);
		}

	}

	interface Named {

	}

	static class Proxied implements Named {

		@OnConnected("prices")
		public void onConnected(Feed feed) {
		}

	}

	static class ProxyingPostProcessor implements BeanPostProcessor, PriorityOrdered {

		final List<String> calls = new CopyOnWriteArrayList<>();

		private final boolean proxyTargetClass;

		ProxyingPostProcessor(boolean proxyTargetClass) {
			this.proxyTargetClass = proxyTargetClass;
		}

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Proxied)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(this.proxyTargetClass);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				this.calls.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

	static class ThrowingMethod {

		final List<Feed> calls = new CopyOnWriteArrayList<>();

		@OnConnected("prices")
		void onConnected(Feed feed) {
			this.calls.add(feed);
			throw new IllegalStateException("subscriber");
		}

	}

	@Lazy
	static class LazySubscriber {

		volatile @Nullable Feed feed;

		@OnConnected("prices")
		void up(Feed feed) {
			this.feed = feed;
		}

	}

	static class Counting {

		static final List<Feed> CONNECTED = new CopyOnWriteArrayList<>();

		@OnConnected("prices")
		void up(Feed feed) {
			CONNECTED.add(feed);
		}

	}

	static class UnknownName {

		@OnConnected("unknown")
		void up() {
		}

	}

	static class UnknownType {

		@OnConnected
		void up(String connection) {
		}

	}

	static class AmbiguousType {

		@OnConnected
		void up(Feed connection) {
		}

	}

	static class NoType {

		@OnDisconnected
		void down() {
		}

	}

	static class WrongType {

		@OnConnected("prices")
		void up(Broker connection) {
		}

	}

	static class TooMany {

		@OnConnected("prices")
		void up(Feed connection, String more) {
		}

	}

	static class TooManyDown {

		@OnDisconnected("prices")
		void down(Feed connection, Throwable cause, Throwable another) {
		}

	}

	@ConnectedTo("prices")
	static class NoSubscriber {

	}

	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	static class PrototypeSubscriber {

		@OnConnected("prices")
		void up() {
		}

	}

	@Scope(scopeName = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedSubscriber {

		@OnConnected("prices")
		void up() {
		}

	}

}
