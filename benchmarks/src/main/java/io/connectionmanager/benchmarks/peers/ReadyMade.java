package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.Executor;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.jdk.SocketConnector;
import io.connectionmanager.jdk.WebSocketConnector;
import io.connectionmanager.netty.NettyConnector;

/**
 * Connections kept by this library with its ready-made connectors.
 */
final class ReadyMade {

	private ReadyMade() {
	}

	/**
	 * Netty channels, on the event loops that all such connections share.
	 * @param delay how long to wait
	 * @param runtime the runtime
	 * @param executor where subscribers are called, or {@code null} for the workers
	 * @return the peer
	 */
	static Peer netty(Duration delay, ConnectionRuntime runtime, @Nullable Executor executor) {
		return new Managed<>(delay, runtime, (server) -> NettyConnector.builder(new Ignoring()).build(), executor,
				() -> {
				}, "netty");
	}

	/**
	 * Blocking sockets.
	 * @param delay how long to wait
	 * @param runtime the runtime
	 * @return the peer
	 */
	static Peer tcp(Duration delay, ConnectionRuntime runtime) {
		return new Managed<Socket>(delay, runtime, (server) -> SocketConnector.builder(ReadyMade::read).build(), null,
				() -> {
				}, "tcp");
	}

	/**
	 * WebSockets.
	 * @param delay how long to wait
	 * @param runtime the runtime
	 * @return the peer
	 */
	static Peer webSocket(Duration delay, ConnectionRuntime runtime) {
		WebSocket.Listener listener = new WebSocket.Listener() {
		};
		return new Managed<WebSocket>(delay, runtime, (server) -> WebSocketConnector.builder(listener).build(), null,
				() -> {
				}, "ws");
	}

	private static void read(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		while (in.read() >= 0) {
			// Nothing is said.
		}
	}

	@io.netty.channel.ChannelHandler.Sharable
	private static final class Ignoring extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			// Nothing is said.
		}

	}

}
