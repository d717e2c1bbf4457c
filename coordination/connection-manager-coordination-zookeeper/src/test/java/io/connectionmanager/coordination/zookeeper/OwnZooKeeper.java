package io.connectionmanager.coordination.zookeeper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.apache.curator.test.TestingServer;

import io.connectionmanager.connector.test.TestServer;

/**
 * A server inside the JVM of the test.
 */
final class OwnZooKeeper implements TestServer {

	private final TestingServer server;

	OwnZooKeeper() throws Exception {
		this.server = new TestingServer();
	}

	static String connectString(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	@Override
	public InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.getPort());
	}

	@Override
	public boolean isOwn() {
		return true;
	}

	@Override
	public void start() {
		try {
			this.server.restart();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void kill() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
