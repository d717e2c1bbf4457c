package io.connectionmanager.benchmarks.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;

/**
 * All that it takes to keep a Netty channel.
 */
final class NettyConnector implements Connector<Channel> {

	private final Bootstrap bootstrap;

	NettyConnector(Bootstrap bootstrap) {
		this.bootstrap = bootstrap;
	}

	@Override
	public Channel open(ConnectionAttempt attempt) {
		ChannelFuture connecting = this.bootstrap.clone().handler(new Reporter(attempt)).connect();
		connecting.addListener((done) -> {
			if (!done.isSuccess()) {
				attempt.disconnected(done.cause());
			}
		});
		return connecting.channel();
	}

	@Override
	public void close(Channel channel) {
		channel.close();
	}

	private static final class Reporter extends ChannelInboundHandlerAdapter {

		private final ConnectionAttempt attempt;

		Reporter(ConnectionAttempt attempt) {
			this.attempt = attempt;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.attempt.connected();
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.attempt.disconnected();
		}

	}

}
