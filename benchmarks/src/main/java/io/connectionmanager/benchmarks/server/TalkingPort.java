package io.connectionmanager.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A listening port whose connections are never quiet for long, for protocols that have no
 * ping. Few connections only.
 */
final class TalkingPort implements Runnable {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private final ServerSocketChannel listening = ServerSocketChannel.open();

	private final List<SocketChannel> clients = new ArrayList<>();

	TalkingPort() throws IOException {
		this.listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.listening.configureBlocking(false);
	}

	int number() {
		return this.listening.socket().getLocalPort();
	}

	@Override
	public void run() {
		try {
			while (true) {
				SocketChannel client = this.listening.accept();
				if (client != null) {
					client.configureBlocking(false);
					this.clients.add(client);
				}
				this.clients.removeIf(TalkingPort::isGone);
				LockSupport.parkNanos(PAUSE);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isGone(SocketChannel client) {
		try {
			client.write(ByteBuffer.wrap(new byte[] { 0 }));
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
