package io.connectionmanager.netty;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;

/**
 * Handlers as an application writes them.
 */
final class Handlers {

	private Handlers() {
	}

	static ChannelInitializer<Channel> initializer(java.util.function.Consumer<Channel> action) {
		return new ChannelInitializer<>() {
			@Override
			protected void initChannel(Channel channel) {
				action.accept(channel);
			}
		};
	}

	/** Keeps what it receives. */
	@Sharable
	static final class Received extends SimpleChannelInboundHandler<ByteBuf> {

		final Queue<String> texts = new ConcurrentLinkedQueue<>();

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
			this.texts.add(message.toString(StandardCharsets.UTF_8));
		}

	}

	static final class NotSharable extends ChannelInboundHandlerAdapter {

	}

}
