package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
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
 */
final class NettyByHand implements Peer {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

	private final Duration delay;

	NettyByHand(Duration delay) {
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
			loop.schedule(this::connect, NettyByHand.this.delay.toNanos(), TimeUnit.NANOSECONDS);
		}

		@Override
		public boolean isSharable() {
			return true;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.channel = context.channel();
			this.watch.up();
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.watch.down();
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
