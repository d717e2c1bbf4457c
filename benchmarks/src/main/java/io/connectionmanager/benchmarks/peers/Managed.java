package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;

/**
 * Connections kept by this library, without jitter, so that excess over the delay can be
 * seen.
 *
 * @param <C> the type of the connection
 */
final class Managed<C> implements Peer {

	private final ConnectionRuntime runtime;

	private final Function<InetSocketAddress, Connector<C>> connectors;

	private final @Nullable Executor executor;

	private final Runnable closing;

	private final @Nullable String scheme;

	private final ConnectionSettings settings;

	private Managed(Duration delay, ConnectionRuntime runtime, Function<InetSocketAddress, Connector<C>> connectors,
			@Nullable Executor executor, Runnable closing) {
		this(delay, runtime, connectors, executor, closing, null);
	}

	/**
	 * Creates the peer.
	 * @param delay how long to wait
	 * @param runtime the runtime
	 * @param connectors makes the connector for a server
	 * @param executor where subscribers are called, or {@code null} for the workers
	 * @param closing what else to close
	 * @param scheme scheme of the endpoint, or {@code null} if the connector knows the
	 * server
	 */
	Managed(Duration delay, ConnectionRuntime runtime, Function<InetSocketAddress, Connector<C>> connectors,
			@Nullable Executor executor, Runnable closing, @Nullable String scheme) {
		this.scheme = scheme;
		this.runtime = runtime;
		this.connectors = connectors;
		this.executor = executor;
		this.closing = closing;
		this.settings = ConnectionSettings.builder()
			.reconnectAfter(delay)
			.backoff(1, Duration.ofSeconds(30), 0)
			.build();
	}

	/**
	 * Netty channels.
	 * @param delay how long to wait
	 * @param runtime the runtime
	 * @param executor where subscribers are called, or {@code null} for the workers
	 * @return the peer
	 */
	static Peer netty(Duration delay, ConnectionRuntime runtime, @Nullable Executor executor) {
		MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
		Bootstrap bootstrap = new Bootstrap().group(group).channel(NioSocketChannel.class);
		return new Managed<>(delay, runtime, (server) -> new NettyConnector(bootstrap.clone().remoteAddress(server)),
				executor, () -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
	}

	/**
	 * Blocking sockets.
	 * @param delay how long to wait
	 * @param runtime the runtime
	 * @param virtual whether the threads that read are virtual
	 * @return the peer
	 */
	static Peer blocking(Duration delay, ConnectionRuntime runtime, boolean virtual) {
		ExecutorService readers = Executors.newCachedThreadPool(virtual ? Threads.virtual() : Threads.platform());
		return new Managed<>(delay, runtime, (server) -> new SocketConnector(server, readers), null,
				readers::shutdownNow);
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		ConnectionManager.Builder<C> builder = ConnectionManager.builder("peer", this.connectors.apply(server))
			.settings(this.settings)
			.runtime(this.runtime);
		if (this.scheme != null) {
			builder.endpoint(URI.create(this.scheme + "://" + server.getHostString() + ":" + server.getPort()));
		}
		ConnectionManager<C> manager = builder.build();
		Told<C> subscriber = new Told<>(watch);
		if (this.executor != null) {
			manager.subscribe(subscriber, this.executor);
		}
		else {
			manager.subscribe(subscriber);
		}
		manager.start();
		return manager;
	}

	@Override
	public void close() {
		this.runtime.close();
		this.closing.run();
	}

	private record Told<C>(Watch watch) implements ConnectionSubscriber<C> {

		@Override
		public void connected(C connection) {
			this.watch.up();
		}

		@Override
		public void disconnected(C connection, @Nullable Throwable cause) {
			this.watch.down();
		}

	}

}
