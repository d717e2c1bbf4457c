package io.connectionmanager.benchmarks.scale;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.benchmarks.server.ServerProcess.Orders;
import io.connectionmanager.jdk.WebSocketConnector;

/**
 * WebSockets on which nothing is said but what keeps them alive.
 */
public final class IdleWebSockets {

	private IdleWebSockets() {
	}

	/**
	 * Measures.
	 * @param arguments where the server takes orders, how many clients there are, the
	 * interval of the keep-alive in seconds or 0 for none, and for how many seconds
	 */
	public static void main(String... arguments) {
		ChildProcess.work(() -> {
			try (Orders orders = new Orders(Integer.parseInt(arguments[0]))) {
				return measure(orders, Integer.parseInt(arguments[1]),
						Duration.ofSeconds(Integer.parseInt(arguments[2])),
						Duration.ofSeconds(Integer.parseInt(arguments[3])));
			}
		});
	}

	/**
	 * Measures in this process.
	 * @param orders the server
	 * @param clients how many clients there are
	 * @param interval interval of the keep-alive, or zero for none
	 * @param window how long to measure
	 * @return separated by tabs: percents of one core, pings a second, threads, and how
	 * many connections were not up in the end
	 */
	static String measure(Orders orders, int clients, Duration interval, Duration window) {
		ConnectionSettings settings = settings(interval);
		InetSocketAddress address = orders.listen("websocket");
		URI endpoint = URI.create("ws://" + address.getHostString() + ":" + address.getPort());
		WebSocket.Listener listener = new WebSocket.Listener() {
		};
		List<ConnectionManager<WebSocket>> all = new ArrayList<>(clients);
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().connectRate(1_000).build()) {
			for (int i = 0; i < clients; i++) {
				ConnectionManager<WebSocket> manager = ConnectionManager
					.builder("ws" + i, WebSocketConnector.builder(listener).build())
					.settings(settings)
					.runtime(runtime)
					.endpoint(endpoint)
					.build();
				all.add(manager);
				manager.start();
			}
			awaitUp(all);
			// Connections become stable, and the first round of pings compiles the code.
			LockSupport.parkNanos(Duration.ofSeconds(10).plus(interval).toNanos());
			var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
			long pingsBefore = orders.pings(address);
			long cpuBefore = system.getProcessCpuTime();
			long begun = System.nanoTime();
			while (System.nanoTime() - begun < window.toNanos()) {
				LockSupport.parkNanos(window.toNanos() - (System.nanoTime() - begun));
			}
			double nanos = System.nanoTime() - begun;
			double share = 100 * (system.getProcessCpuTime() - cpuBefore) / nanos;
			double pings = (orders.pings(address) - pingsBefore) / (nanos / 1e9);
			long lost = all.stream()
				.filter((manager) -> !manager.isConnected() || manager.snapshot().disconnects() > 0)
				.count();
			return share + "\t" + pings + "\t" + ManagementFactory.getThreadMXBean().getThreadCount() + "\t" + lost;
		}
	}

	private static ConnectionSettings settings(Duration interval) {
		ConnectionSettings.Builder settings = ConnectionSettings.builder();
		KeepAlive usual = ConnectionSettings.defaults().keepAlive();
		return settings.keepAlive(interval.isZero() ? new KeepAlive(false, usual.interval(), usual.timeout())
				: new KeepAlive(true, interval, usual.timeout()))
			.build();
	}

	private static void awaitUp(List<ConnectionManager<WebSocket>> all) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!all.stream().allMatch(ConnectionManager::isConnected)) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Not all are up after 60 s");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

}
