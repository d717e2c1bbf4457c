package io.connectionmanager.netty;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The last handler: a failure that no handler of the application has dealt with ends the
 * connection, and is the cause of its loss. Without it, Netty would log the failure and
 * leave the connection in an unknown state.
 */
@Sharable
final class UncaughtFailureHandler extends ChannelInboundHandlerAdapter {

	static final UncaughtFailureHandler INSTANCE = new UncaughtFailureHandler();

	private UncaughtFailureHandler() {
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		ChannelWatch watch = context.pipeline().get(ChannelWatch.class);
		if (watch != null) {
			watch.failed(cause);
		}
		context.close();
	}

}
