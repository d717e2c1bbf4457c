package io.connectionmanager.benchmarks.faults;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.jdbc.PgConnection;

import org.springframework.integration.jdbc.channel.PostgresChannelMessageTableSubscriber;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketConnectionManager;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * What people write, or use, if they do not know better.
 */
final class ByHand {

	private ByHand() {
	}

	/** Looks once a second whether Spring's manager is connected, and restarts it. */
	static AutoCloseable webSocketLoop(InetSocketAddress address, Runnable received) {
		WebSocketHandler handler = new TextWebSocketHandler() {

			@Override
			protected void handleTextMessage(WebSocketSession session, TextMessage message) {
				received.run();
			}

		};
		WebSocketConnectionManager manager = new WebSocketConnectionManager(new StandardWebSocketClient(), handler,
				"ws://%s:%d/prices".formatted(address.getHostString(), address.getPort()));
		manager.start();
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		timer.scheduleWithFixedDelay(() -> {
			if (!manager.isConnected()) {
				manager.stop();
				manager.start();
			}
		}, 1, 1, TimeUnit.SECONDS);
		return () -> {
			timer.shutdownNow();
			manager.stop();
		};
	}

	/** The loop of docs/migrating/listen-loop.md, on a connection of a pool. */
	static AutoCloseable listenLoop(InetSocketAddress address, Runnable received) {
		HikariConfig configuration = new HikariConfig();
		configuration.setJdbcUrl(PostgresService.url(address));
		configuration.setUsername(PostgresService.USER);
		HikariDataSource pool = new HikariDataSource(configuration);
		Thread thread = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
					statement.execute("LISTEN prices");
					PGConnection notifications = connection.unwrap(PGConnection.class);
					while (connection.isValid(5)) {
						for (PGNotification notification : notifications.getNotifications(10_000)) {
							received.run();
						}
					}
				}
				catch (SQLException ex) {
					// Try again.
				}
				try {
					Thread.sleep(1_000);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		});
		thread.setDaemon(true);
		thread.start();
		return () -> {
			thread.interrupt();
			pool.close();
		};
	}

	/** The subscriber of Spring Integration, with its defaults. */
	static Approach.Receiver tableSubscriber(String region, UUID group) {
		return (address, received) -> {
			PostgresChannelMessageTableSubscriber subscriber = new PostgresChannelMessageTableSubscriber(
					() -> DriverManager.getConnection(PostgresService.url(address), PostgresService.USER, "")
						.unwrap(PgConnection.class));
			subscriber.subscribe(new PostgresChannelMessageTableSubscriber.Subscription() {

				@Override
				public void notifyUpdate() {
					received.run();
				}

				@Override
				public String getRegion() {
					return region;
				}

				@Override
				public Object getGroupId() {
					return group;
				}

			});
			subscriber.start();
			return subscriber::stop;
		};
	}

	/** Lettuce, which reconnects by itself. */
	static AutoCloseable lettuce(InetSocketAddress address, Runnable received) {
		RedisClient client = RedisClient.create(RedisService.url(address));
		try {
			StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
			connection.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String channel, String message) {
					received.run();
				}

			});
			connection.sync().subscribe("prices");
		}
		catch (RuntimeException ex) {
			client.shutdown();
			throw ex;
		}
		return client::shutdown;
	}

}
