package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Netty as one writes it by hand: a handler that connects again, on its own event loop.
 * With workers, it connects and calls back on those, as one must where a caller must not
 * be held up by connecting, nor the event loop by who is called.
 */
final class NettyByHand implements Peer {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

	private final Duration delay;

	private final Executor caller;

	private NettyByHand(Duration delay, Executor caller) {
		this.delay = delay;
		this.caller = caller;
	}

	static Peer onEventLoops(Duration delay) {
		return new NettyByHand(delay, Runnable::run);
	}

	static Peer onWorkers(Duration delay) {
		return new NettyByHand(delay, Executors.newCachedThreadPool());
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		Client client = new Client(server, watch);
		this.caller.execute(client::connect);
		return client;
	}

	@Override
	public void close() {
		if (this.caller instanceof ExecutorService workers) {
			workers.shutdown();
		}
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	private final class Client extends ChannelInboundHandlerAdapter implements AutoCloseable {

		private final Bootstrap bootstrap;

		private final Watch watch;

		private volatile @Nullable Channel channel;

		private volatile boolean closed;

		Client(InetSocketAddress server, Watch watch) {
			this.watch = watch;
			this.bootstrap = new Bootstrap().group(NettyByHand.this.group)
				.channel(NioSocketChannel.class)
				.remoteAddress(server)
				.handler(this);
		}

		private void connect() {
			if (this.closed) {
				return;
			}
			ChannelFuture connecting = this.bootstrap.connect();
			this.channel = connecting.channel();
			connecting.addListener((done) -> {
				if (!done.isSuccess()) {
					connectLater(NettyByHand.this.group.next());
				}
			});
		}

		private void connectLater(EventExecutor loop) {
			loop.schedule(() -> NettyByHand.this.caller.execute(this::connect), NettyByHand.this.delay.toNanos(),
					TimeUnit.NANOSECONDS);
		}

		@Override
		public boolean isSharable() {
			return true;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.channel = context.channel();
			NettyByHand.this.caller.execute(this.watch::up);
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			NettyByHand.this.caller.execute(this.watch::down);
			connectLater(context.executor());
		}

		@Override
		public void close() {
			this.closed = true;
			Channel channel = this.channel;
			if (channel != null) {
				channel.close();
			}
		}

	}

}
