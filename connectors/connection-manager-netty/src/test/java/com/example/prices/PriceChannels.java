package com.example.prices;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

import org.springframework.stereotype.Component;

@Component
class PriceChannels extends ChannelInitializer<Channel> {

	final Queue<String> prices = new ConcurrentLinkedQueue<>();

	@Override
	protected void initChannel(Channel channel) {
		channel.pipeline()
			.addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new StringEncoder())
			.addLast(new SimpleChannelInboundHandler<String>() {
				@Override
				protected void channelRead0(ChannelHandlerContext context, String line) {
					PriceChannels.this.prices.add(line);
				}
			});
	}

}
