package io.connectionmanager.benchmarks.scale;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.FaultProxy;

/**
 * One ready-made connector whose peer falls silent: nothing more arrives, and the
 * connection stays open.
 */
final class Silence {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String scheme;

	private final InetSocketAddress server;

	private final String path;

	private final UnaryOperator<ConnectorContext.Builder> surroundings;

	/**
	 * Creates it.
	 * @param scheme the scheme of the URL
	 * @param server the server
	 * @param path the rest of the URL
	 * @param surroundings adds what else the connector needs
	 */
	Silence(String scheme, InetSocketAddress server, String path,
			UnaryOperator<ConnectorContext.Builder> surroundings) {
		this.scheme = scheme;
		this.server = server;
		this.path = path;
		this.surroundings = surroundings;
	}

	static Credentials credentials(String username, String password) {
		return new Credentials(username, password.toCharArray());
	}

	/**
	 * Measures.
	 * @param samples how often
	 * @param interval the interval of the keep-alive
	 * @param timeout its timeout
	 * @return how many milliseconds after the last byte plus interval plus timeout the
	 * subscriber was notified; empty if there is no such server
	 * @throws InterruptedException if interrupted
	 */
	List<Double> measure(int samples, Duration interval, Duration timeout) throws InterruptedException {
		try (FaultProxy proxy = FaultProxy.to(this.server)) {
			URI url = URI.create(this.scheme + "://" + proxy.address().getHostString() + ":" + proxy.address().getPort()
					+ this.path);
			Moments moments = new Moments();
			List<Double> late = new ArrayList<>();
			try (ConnectionManager<?> manager = manager(factory(), url, interval, timeout, moments)) {
				manager.start();
				if (!moments.ups.tryAcquire(5, TimeUnit.SECONDS)) {
					System.err.println(this.scheme + " is left out: " + manager.snapshot());
					return List.of();
				}
				// The first ones load classes.
				for (int i = -2; i < samples; i++) {
					awaitSignOfLife(proxy, interval.multipliedBy(3));
					proxy.silence();
					long silentAt = System.nanoTime();
					take(moments.downs);
					double millis = (moments.downAt - silentAt - interval.toNanos() - timeout.toNanos()) / 1e6;
					if (i >= 0) {
						late.add(millis);
					}
					proxy.pass();
					take(moments.ups);
				}
			}
			return late;
		}
	}

	private ConnectorFactory<?> factory() {
		for (ConnectorFactory<?> factory : ServiceLoader.load(ConnectorFactory.class)) {
			if (factory.schemes().contains(this.scheme)) {
				return factory;
			}
		}
		throw new IllegalStateException("No connector for " + this.scheme);
	}

	private <C> ConnectionManager<C> manager(ConnectorFactory<C> factory, URI url, Duration interval, Duration timeout,
			Moments moments) {
		ConnectorContext context = this.surroundings.apply(ConnectorContext.builder(this.scheme, url)).build();
		ConnectionManager<C> manager = ConnectionManager.builder(this.scheme, factory.create(context))
			.settings(ConnectionSettings.builder()
				.keepAlive(interval, timeout)
				.reconnectAfter(Duration.ofMillis(50))
				.backoff(1, Duration.ofSeconds(30), 0)
				.build())
			.endpoint(url)
			.build();
		manager.subscribe(new ConnectionSubscriber<C>() {

			@Override
			public void connected(C connection) {
				moments.ups.release();
			}

			@Override
			public void disconnected(C connection, @Nullable Throwable cause) {
				moments.downAt = System.nanoTime();
				moments.downs.release();
			}

		});
		return manager;
	}

	/** So that silence begins at the worst moment: right after a sign of life. */
	private static void awaitSignOfLife(FaultProxy proxy, Duration patience) {
		long before = proxy.bytesToClient();
		long deadline = System.nanoTime() + patience.toNanos();
		while (proxy.bytesToClient() == before && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(200_000);
		}
	}

	private static void take(Semaphore semaphore) throws InterruptedException {
		if (!semaphore.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("Nothing has happened for " + PATIENCE);
		}
	}

	private static final class Moments {

		private final Semaphore ups = new Semaphore(0);

		private final Semaphore downs = new Semaphore(0);

		private volatile long downAt;

	}

}
