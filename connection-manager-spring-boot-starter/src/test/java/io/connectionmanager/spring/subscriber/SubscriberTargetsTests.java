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
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
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

	static class ByProperty extends Recording {

		@OnConnected("${feed.name}")
		void up(Feed feed) {
			this.feeds.add(feed);
		}

	}

}
