package io.connectionmanager.netty;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

import io.connectionmanager.connector.test.ApplicationContract;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class NettyApplicationTests extends ApplicationContract<Channel> {

	@Override
	protected TestServer startServer() {
		return ServerProcess.java(EchoServer.class, "{port}").start();
	}

	@Override
	protected String scheme() {
		return "netty";
	}

	@Override
	protected Map<String, String> properties() {
		return Map.of("options.probe", "PING\n");
	}

	// A peer may expect a password with what makes it answer.
	@Override
	protected Map<String, String> secretProperties() {
		return Map.of("options.probe", "PING \"" + SECRET + "\" <" + REST_OF_SECRET + ">\n");
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(LineChannels.class);
	}

	@Override
	protected void exchange(Channel channel, ApplicationContext application) {
		Queue<String> lines = application.getBean(LineChannels.class).lines;
		lines.clear();
		channel.writeAndFlush("line\n");
		await().until(() -> lines.contains("line"));
	}

	static class LineChannels extends ChannelInitializer<Channel> {

		private final Queue<String> lines = new ConcurrentLinkedQueue<>();

		@Override
		protected void initChannel(Channel channel) {
			channel.pipeline()
				.addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new StringEncoder())
				.addLast(new SimpleChannelInboundHandler<String>() {
					@Override
					protected void channelRead0(ChannelHandlerContext context, String line) {
						LineChannels.this.lines.add(line);
					}
				});
		}

	}

}
