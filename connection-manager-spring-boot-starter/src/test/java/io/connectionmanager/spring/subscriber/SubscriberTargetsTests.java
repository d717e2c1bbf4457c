package io.connectionmanager.spring.subscriber;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Failures;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.OnConnected;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Which connection a subscriber means, and which objects are subscribed.
 */
@Timeout(60)
class SubscriberTargetsTests {

	private final ApplicationContextRunner runner = TestContext.runner().withUserConfiguration(Connections.class);

	@ParameterizedTest
	@ValueSource(strings = { "order-events", "orderEvents", "ORDER_EVENTS", "orderevents" })
	void a_name_is_found_whatever_its_case_and_its_dashes(String name) {
		this.runner.withUserConfiguration(ByProperty.class)
			.withPropertyValues("feed.name=" + name)
			.run((context) -> await().until(() -> context.getBean(ByProperty.class).feeds.size() == 1));
	}

	@Test
	void the_exact_name_goes_before_a_similar_one_and_an_ambiguous_one_is_reported() {
		ApplicationContextRunner similar = TestContext.runner()
			.withUserConfiguration(ByProperty.class)
			.withBean("one", FakeConnector.class, () -> new FakeConnector<>(Feed::new))
			.withBean(ConnectionsAtRuntime.class);
		similar.withPropertyValues("feed.name=shard-1-1").run((context) -> assertThat(context).hasNotFailed());
		similar.withPropertyValues("feed.name=SHARD11")
			.run((context) -> assertThat(Failures.analysis(context).getDescription())
				.contains("which could be any of 'shard-1-1', 'shard-11'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "${no.such.property}", "${feed.name}-${no.such.property}" })
	void a_placeholder_that_cannot_be_resolved_is_reported_with_the_connections_that_exist(String name) {
		this.runner.withUserConfiguration(ByProperty.class).withPropertyValues("feed.name=" + name).run((context) -> {
			assertThat(Failures.analysis(context).getDescription()).contains("ByProperty.up", "'${feed.name}'",
					"placeholder cannot be resolved");
			assertThat(Failures.analysis(context).getAction()).contains("'order-events'");
		});
	}

	@Test
	void a_connection_of_a_parent_context_is_found_by_its_name_and_by_its_type() {
		this.runner.run((parent) -> {
			for (Class<?> subscriber : List.of(ByName.class, ByType.class)) {
				TestContext.runner().withParent(parent).withUserConfiguration(subscriber).run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(child.getBean(ConnectionManagers.class).stream()).isEmpty();
					await().until(() -> child.getBean(Recording.class).feeds.size() == 1);
				});
			}
		});
	}

	@Test
	void a_child_context_without_auto_configuration_is_subscribed_until_it_is_closed() {
		this.runner.run((parent) -> {
			ConnectionManager<?> manager = parent.getBean(ConnectionManagers.class).get("order-events");
			AnnotationConfigApplicationContext child = child(parent, ByName.class, ByType.class, Lazily.class);
			ByName subscriber = child.getBean(ByName.class);
			await().until(() -> subscriber.feeds.size() == 1);
			await().until(() -> child.getBean(ByType.class).feeds.size() == 1);
			assertThat(child.getBeanFactory().containsSingleton("lazily")).isFalse();
			Lazily lazily = (Lazily) child.getBean("lazily");
			await().until(() -> lazily.feeds.size() == 1);
			child.close();
			manager.reconnect();
			await().until(() -> manager.snapshot().generation() > 1 && manager.isConnected());
			assertThat(subscriber.feeds).hasSize(1);
			assertThat(lazily.feeds).hasSize(1);
		});
	}

	@Test
	void a_subscriber_of_a_child_context_without_auto_configuration_is_subscribed_once() {
		this.runner.run((grandparent) -> TestContext.runner().withParent(grandparent).run((parent) -> {
			try (AnnotationConfigApplicationContext child = child(parent, ByName.class);
					AnnotationConfigApplicationContext grandchild = child(child, ByType.class)) {
				await().until(() -> child.getBean(ByName.class).feeds.size() == 1);
				await().until(() -> grandchild.getBean(ByType.class).feeds.size() == 1);
				ConnectionManager<?> manager = grandparent.getBean(ConnectionManagers.class).get("order-events");
				manager.reconnect();
				await().until(() -> child.getBean(ByName.class).feeds.size() >= 2);
				await().until(() -> grandchild.getBean(ByType.class).feeds.size() >= 2);
				assertThat(child.getBean(ByName.class).feeds).doesNotHaveDuplicates();
				assertThat(grandchild.getBean(ByType.class).feeds).doesNotHaveDuplicates();
			}
		}));
	}

	@Test
	void a_mistake_in_a_child_context_without_auto_configuration_fails_its_start() {
		this.runner.withPropertyValues("feed.name=unknown").run((parent) -> {
			assertThatExceptionOfType(FailureAnalyzedException.class)
				.isThrownBy(() -> child(parent, ByType.class, ByProperty.class))
				.withMessageContaining("'unknown', which does not exist");
			assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(() -> child(parent, Prototype.class))
				.withMessageContaining("is not a singleton");
		});
	}

	private static AnnotationConfigApplicationContext child(ApplicationContext parent, Class<?>... beans) {
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
		child.setParent(parent);
		child.register(beans);
		child.refresh();
		return child;
	}

	@Test
	void a_connection_of_the_child_goes_before_one_of_the_parent() {
		ApplicationContextRunner children = TestContext.runner()
			.withUserConfiguration(ByName.class)
			.withBean(ConnectionManager.class,
					() -> ConnectionManager.builder("order-events", new FakeConnector<>(Feed::new)).build());
		this.runner.run((parent) -> children.withParent(parent).run((child) -> {
			ByName subscriber = child.getBean(ByName.class);
			await().until(() -> subscriber.feeds.size() == 1);
			assertThat(child.getBean(ConnectionManagers.class).get("order-events").connection().orElseThrow())
				.isSameAs(subscriber.feeds.get(0));
		}));
	}

	@Test
	void an_object_that_is_only_initialized_is_not_subscribed() {
		this.runner.withUserConfiguration(Imported.class).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			ByName bean = context.getBean(ByName.class);
			// Its bean name is that of the imported bean.
			ByName created = factory.createBean(ByName.class);
			ByName initialized = (ByName) factory.initializeBean(new ByName(), ByName.class.getName() + ".ORIGINAL");
			ByName namesake = (ByName) factory.initializeBean(new ByName(), ByName.class.getName());
			await().until(() -> bean.feeds.size() == 1);
			context.getBean(ConnectionManagers.class).get("order-events").reconnect();
			await().until(() -> bean.feeds.size() == 2);
			assertThat(List.of(created, initialized, namesake)).allMatch((each) -> each.feeds.isEmpty());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Connections {

		@Bean
		FakeConnector<Feed> orderEventsConnector() {
			return new FakeConnector<>(Feed::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ByName.class)
	static class Imported {

	}

	static class ConnectionsAtRuntime {

		ConnectionsAtRuntime(ConnectionManagers managers) {
			for (String name : List.of("shard-1-1", "shard-11")) {
				managers.add(ConnectionManager.builder(name, new FakeConnector<>(Feed::new)).build());
			}
		}

	}

	static class Recording {

		final List<Feed> feeds = new CopyOnWriteArrayList<>();

	}

	static class ByName extends Recording {

		@OnConnected("orderEvents")
		void up(Feed feed) {
			this.feeds.add(feed);
		}

	}

	static class ByType extends Recording {

		@OnConnected
		void up(Feed feed) {
			this.feeds.add(feed);
		}

	}

	@Lazy
	@Component("lazily")
	static class Lazily extends Recording {

		@OnConnected
		void up(Feed feed) {
			this.feeds.add(feed);
		}

	}

	@Scope("prototype")
	static class Prototype extends ByName {

	}

	static class ByProperty extends Recording {

		@OnConnected("${feed.name}")
		void up(Feed feed) {
			this.feeds.add(feed);
		}

	}

}
