package io.connectionmanager.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.grpc.netty.NettyServerBuilder;

/**
 * A gRPC server without services: a channel only wants to be connected.
 */
final class GrpcServer {

	private GrpcServer() {
	}

	static InetSocketAddress start() throws IOException {
		InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		int port = NettyServerBuilder.forAddress(any).build().start().getPort();
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

}
