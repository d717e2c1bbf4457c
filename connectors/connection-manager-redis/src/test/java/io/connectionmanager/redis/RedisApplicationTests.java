package io.connectionmanager.redis;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

import io.connectionmanager.connector.test.ApplicationContract;
import io.connectionmanager.connector.test.TestServer;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class RedisApplicationTests extends ApplicationContract<StatefulRedisPubSubConnection<String, String>> {

	private static final String PASSWORD = "planted-Rq7-password";

	@Override
	protected TestServer startServer() {
		return RedisServers.start("--requirepass", PASSWORD);
	}

	@Override
	protected String scheme() {
		return "redis";
	}

	@Override
	protected Map<String, String> properties() {
		return Map.of("password", PASSWORD, "options.channels", "news");
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(NewsListener.class);
	}

	@Override
	protected List<String> oddUrls(String address) {
		return List.of("redis-sentinel://:" + SECRET + "@" + address + "/0#main",
				"redis-socket:///tmp/redis?password=" + SECRET);
	}

	@Override
	protected void exchange(StatefulRedisPubSubConnection<String, String> connection, ApplicationContext application) {
		Queue<String> messages = application.getBean(NewsListener.class).messages;
		messages.clear();
		connection.sync().publish("news", "headline");
		await().until(() -> messages.contains("headline"));
	}

	static class NewsListener extends RedisPubSubAdapter<String, String> {

		private final Queue<String> messages = new ConcurrentLinkedQueue<>();

		@Override
		public void message(String channel, String message) {
			this.messages.add(message);
		}

	}

}
