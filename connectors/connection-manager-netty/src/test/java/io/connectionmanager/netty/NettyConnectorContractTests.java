package io.connectionmanager.netty;

import java.net.URI;
import java.util.Map;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * The contract of connectors, for a protocol of lines with a greeting that is answered.
 */
class NettyConnectorContractTests extends ConnectorContract<Channel> {

	private static final String GREETING = "HELLO";

	private static final String PROBE = "PING";

	@Override
	protected ConnectorFactory<Channel> factory() {
		return new NettyConnectorFactory();
	}

	@Override
	protected TestServer startServer() {
		return ServerProcess.java(EchoServer.class, "{port}").start();
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d".formatted(tls ? "nettys" : "netty", host, port));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.option("probe", PROBE + "\\n").collaborator(new Lines());
	}

	@Override
	protected void exchange(Channel channel) throws Exception {
		channel.writeAndFlush("message\n").sync();
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.CREDENTIALS, "logging in is up to the protocol of the application", Feature.RETRY_HINT,
				"a hint is up to the protocol of the application", Feature.INTERRUPTED_CONSUMER,
				"handlers run on event loops, which serve other connections as well");
	}

	private final class Lines extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			NettyConnector.handshake(channel);
			channel.pipeline()
				.addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new StringEncoder(), new Receiver());
		}

	}

	private final class Receiver extends SimpleChannelInboundHandler<String> {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.writeAndFlush(GREETING + "\n");
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, String line) {
			if (line.equals(GREETING)) {
				NettyConnector.handshake(context.channel()).trySuccess(null);
			}
			else if (!line.equals(PROBE)) {
				messageReceived();
			}
		}

	}

}
