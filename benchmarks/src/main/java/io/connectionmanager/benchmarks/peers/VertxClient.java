package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x, whose client reconnects only until it is connected: the rest is a timer.
 */
final class VertxClient implements Peer {

	private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));

	private final NetClient netClient = this.vertx.createNetClient();

	private final Duration delay;

	VertxClient(Duration delay) {
		this.delay = delay;
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		Client client = new Client(server, watch);
		client.connect();
		return client;
	}

	@Override
	public void close() {
		this.vertx.close();
	}

	private final class Client implements AutoCloseable {

		private final InetSocketAddress server;

		private final Watch watch;

		private volatile @Nullable NetSocket socket;

		private volatile boolean closed;

		Client(InetSocketAddress server, Watch watch) {
			this.server = server;
			this.watch = watch;
		}

		private void connect() {
			if (this.closed) {
				return;
			}
			VertxClient.this.netClient.connect(this.server.getPort(), this.server.getAddress().getHostAddress())
				.onSuccess(this::connected)
				.onFailure((cause) -> later());
		}

		private void connected(NetSocket socket) {
			this.socket = socket;
			socket.closeHandler((nothing) -> {
				this.watch.down();
				later();
			});
			this.watch.up();
		}

		private void later() {
			VertxClient.this.vertx.setTimer(VertxClient.this.delay.toMillis(), (id) -> connect());
		}

		@Override
		public void close() {
			this.closed = true;
			NetSocket socket = this.socket;
			if (socket != null) {
				socket.close();
			}
		}

	}

}
