package io.connectionmanager.redis;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SharedResourcesTests {

	@Test
	void threads_are_kept_across_reconnects_and_end_some_time_after_the_last_connection() throws Exception {
		Set<Thread> before = threads();
		var connector = RedisPubSubConnector.builder().sharedResources(new SharedResources(Duration.ofMillis(300)));
		try (var manager = manager(connector)) {
			manager.start();
			manager.awaitConnection(Duration.ofSeconds(30));
			Set<Thread> first = threads();
			first.removeAll(before);
			assertThat(first).isNotEmpty();
			for (int i = 2; i <= 20; i++) {
				long connects = i;
				manager.reconnect();
				await().until(() -> manager.snapshot().connects() == connects);
			}
			assertThat(threads()).containsAll(first);
		}
		await().until(() -> before.containsAll(threads()));
	}

	@Test
	void the_resources_of_the_application_are_used_and_not_shut_down() throws Exception {
		Set<Thread> before = threads();
		ClientResources resources = DefaultClientResources.builder().ioThreadPoolSize(2).build();
		try {
			try (var manager = manager(RedisPubSubConnector.builder().clientResources(resources))) {
				manager.start();
				manager.awaitConnection(Duration.ofSeconds(30));
			}
			assertThat(before).containsAll(threads());
			assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
		}
		finally {
			resources.shutdown();
		}
	}

	private static ConnectionManager<StatefulRedisPubSubConnection<String, String>> manager(
			RedisPubSubConnector.Builder connector) {
		return ConnectionManager.builder("news", connector.build())
			.endpoint(RedisServers.uri(RedisServers.shared()))
			.reconnectAfter(Duration.ofMillis(10))
			.build();
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((it) -> it.getName().startsWith("connection-manager-redis"))
			.collect(Collectors.toSet());
	}

}
