package com.example.prices;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.netty.NettyConnector;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

class LoginChannels extends ChannelInitializer<Channel> {

	@Override
	protected void initChannel(Channel channel) {
		NettyConnector.handshake(channel);
		channel.pipeline()
			.addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new StringEncoder())
			.addLast(new Login());
	}

	static class Login extends SimpleChannelInboundHandler<String> {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.writeAndFlush("LOGIN reader\n");
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, String line) {
			if (line.startsWith("WELCOME")) {
				NettyConnector.handshake(context.channel()).setSuccess(null);
				context.pipeline().remove(this);
			}
			else {
				NettyConnector.handshake(context.channel())
					.setFailure(
							new ConnectionFailedException(FailureKind.AUTHENTICATION, "The login was refused", null));
			}
		}

	}

}
