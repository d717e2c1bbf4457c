package io.connectionmanager.benchmarks.faults;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.jdk.WebSocketConnector;
import io.connectionmanager.postgresql.PostgresConnector;
import io.connectionmanager.redis.RedisPubSubConnector;

/**
 * What faults make of the usual ways to keep a connection, and of the ready-made
 * connectors. All are measured at once, because they do nothing but wait.
 */
public final class FaultsTable {

	/** The channel that Spring Integration listens on by default. */
	private static final String TABLE_CHANNEL = "int_channel_message_notify";

	private static final ConnectionSettings SETTINGS = ConnectionSettings.builder()
		.keepAlive(Duration.ofSeconds(5), Duration.ofSeconds(5))
		.build();

	private FaultsTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws Exception if something went wrong
	 */
	public static Table measure() throws Exception {
		UUID group = UUID.randomUUID();
		ExecutorService threads = Executors.newCachedThreadPool();
		Approach.Service web = new WebSocketService();
		Approach.Service listen = new PostgresService("prices", "price");
		Approach.Service table = new PostgresService(TABLE_CHANNEL, "DEFAULT " + group);
		Approach.Service redis = new RedisService("prices");
		try {
			List<Approach> approaches = List.of(
					new Approach("a loop around `WebSocketConnectionManager`", web, ByHand::webSocketLoop),
					new Approach("**`ws`**", web, FaultsTable::webSocket),
					new Approach("a `LISTEN` loop on a connection of a pool", listen, ByHand::listenLoop),
					new Approach("`PostgresChannelMessageTableSubscriber`", table,
							ByHand.tableSubscriber("DEFAULT", group)),
					new Approach("**`postgresql`**", listen, FaultsTable::postgres),
					new Approach("Lettuce pub/sub, which reconnects by itself", redis, ByHand::lettuce),
					new Approach("**`redis`**", redis, FaultsTable::redis));
			Map<Approach, Future<Object[]>> measuring = new LinkedHashMap<>();
			for (Approach approach : approaches) {
				measuring.put(approach, threads.submit(() -> new Faults(approach).measure()));
			}
			Table result = new Table("faults", Faults.COLUMNS);
			for (Future<Object[]> row : measuring.values()) {
				result.row(row.get());
			}
			return result;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static AutoCloseable webSocket(InetSocketAddress address, Runnable received) {
		WebSocket.Listener listener = new WebSocket.Listener() {

			@Override
			public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
				received.run();
				socket.request(1);
				return null;
			}

		};
		return manager(WebSocketConnector.builder(listener).build(), "ws", address, "/prices");
	}

	private static AutoCloseable postgres(InetSocketAddress address, Runnable received) {
		return manager(
				PostgresConnector.builder().channels("prices").listener((notification) -> received.run()).build(),
				"postgresql", address, "/%s?user=%s".formatted(PostgresService.DATABASE, PostgresService.USER));
	}

	private static AutoCloseable redis(InetSocketAddress address, Runnable received) {
		return manager(RedisPubSubConnector.builder().channels("prices").listener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String channel, String message) {
				received.run();
			}

		}).build(), "redis", address, "");
	}

	private static AutoCloseable manager(Connector<?> connector, String scheme, InetSocketAddress address,
			String path) {
		return ConnectionManager.builder("prices", connector)
			.settings(SETTINGS)
			.endpoint(URI.create("%s://%s:%d%s".formatted(scheme, address.getHostString(), address.getPort(), path)))
			.start();
	}

}
