package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * A gRPC channel that is never allowed to be idle. After a loss it connects at once: its
 * delay (1 s, growing) cannot be set, and comes after failures only.
 */
final class GrpcChannel implements Peer {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		ManagedChannel channel = NettyChannelBuilder.forAddress(server)
			.eventLoopGroup(this.group)
			.channelType(NioSocketChannel.class)
			.usePlaintext()
			.build();
		new Observer(channel, watch).look();
		return channel::shutdownNow;
	}

	@Override
	public void close() {
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	private static final class Observer {

		private final ManagedChannel channel;

		private final Watch watch;

		private boolean up;

		Observer(ManagedChannel channel, Watch watch) {
			this.channel = channel;
			this.watch = watch;
		}

		private void look() {
			ConnectivityState state = this.channel.getState(true);
			if (this.up != (state == ConnectivityState.READY)) {
				this.up = !this.up;
				if (this.up) {
					this.watch.up();
				}
				else {
					this.watch.down();
				}
			}
			if (state != ConnectivityState.SHUTDOWN) {
				this.channel.notifyWhenStateChanged(state, this::look);
			}
		}

	}

}
