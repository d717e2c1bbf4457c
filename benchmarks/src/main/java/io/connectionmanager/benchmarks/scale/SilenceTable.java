package io.connectionmanager.benchmarks.scale;

import java.net.InetSocketAddress;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;

import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.server.ServerProcess;
import io.connectionmanager.benchmarks.server.ServerProcess.Orders;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.jdk.SocketHandler;
import io.connectionmanager.postgresql.PostgresNotificationListener;

/**
 * How long it takes each ready-made connector to notice that its peer has fallen silent.
 * All are measured at once, because they do nothing but wait.
 */
public final class SilenceTable {

	private static final int SAMPLES = Integer.getInteger("samples", 10);

	private static final Duration INTERVAL = Duration.ofMillis(Integer.getInteger("interval", 1_000));

	private static final Duration TIMEOUT = Duration.ofMillis(Integer.getInteger("timeout", 1_000));

	private SilenceTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws Exception if something went wrong
	 */
	public static Table measure() throws Exception {
		Map<String, Future<List<Double>>> measuring = new LinkedHashMap<>();
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ServerProcess server = new ServerProcess(); Orders orders = new Orders(server.orders())) {
			for (Map.Entry<String, Silence> one : contestants(orders).entrySet()) {
				measuring.put(one.getKey(), threads.submit(() -> one.getValue().measure(SAMPLES, INTERVAL, TIMEOUT)));
			}
			Table table = new Table("silence", "connector", "samples", "after interval + timeout, ms: median", "least",
					"most");
			for (Map.Entry<String, Future<List<Double>>> one : measuring.entrySet()) {
				List<Double> sorted = new ArrayList<>(one.getValue().get());
				if (sorted.isEmpty()) {
					continue;
				}
				Collections.sort(sorted);
				table.row(one.getKey(), sorted.size(), sorted.get(sorted.size() / 2), sorted.get(0),
						sorted.get(sorted.size() - 1));
			}
			return table;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Map<String, Silence> contestants(Orders orders) {
		Map<String, Silence> all = new LinkedHashMap<>();
		SocketHandler reading = (socket) -> {
			while (socket.getInputStream().read() >= 0) {
				// Nothing is said.
			}
		};
		all.put("tcp", new Silence("tcp", orders.listen("talk"), "", (context) -> context.collaborator(reading)));
		all.put("netty",
				new Silence("netty", orders.listen("talk"), "", (context) -> context.collaborator(new Ignoring())));
		all.put("ws", new Silence("ws", orders.listen("websocket"), "",
				(context) -> context.collaborator(new WebSocket.Listener() {
				})));
		all.put("nats", new Silence("nats", local(4222), "", (context) -> context));
		all.put("redis", new Silence("redis", local(6379), "", (context) -> context));
		all.put("mqtt", new Silence("mqtt", local(1883), "", (context) -> context));
		all.put("amqp", new Silence("amqp", local(5672), "", (context) -> context));
		PostgresNotificationListener ignoring = (notification) -> {
		};
		all.put("postgresql",
				new Silence("postgresql", local(5432), "/" + System.getProperty("database", "test"),
						(context) -> context.option("channels", "silence")
							.collaborator(ignoring)
							.credentials(() -> Silence.credentials("postgres", ""))));
		return all;
	}

	private static InetSocketAddress local(int port) {
		return new InetSocketAddress("127.0.0.1", port);
	}

	/** Reads all, and does nothing. */
	@Sharable
	private static final class Ignoring extends ChannelInboundHandlerAdapter {

	}

}
