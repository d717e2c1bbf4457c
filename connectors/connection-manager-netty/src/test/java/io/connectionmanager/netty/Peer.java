package io.connectionmanager.netty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that accepts, and leaves the rest to the test.
 */
final class Peer implements AutoCloseable {

	private final ServerSocket server;

	private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

	private final BlockingQueue<Socket> all = new LinkedBlockingQueue<>();

	Peer() throws IOException {
		this(0);
	}

	Peer(int port) throws IOException {
		this.server = new ServerSocket();
		this.server.setReuseAddress(true);
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
		Thread acceptor = new Thread(this::accept, "peer");
		acceptor.setDaemon(true);
		acceptor.start();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.all.add(socket);
				this.accepted.add(socket);
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	URI url() {
		return URI.create("netty://127.0.0.1:" + port());
	}

	Socket accepted() throws InterruptedException {
		Socket socket = this.accepted.poll(10, TimeUnit.SECONDS);
		if (socket == null) {
			throw new AssertionError("Nobody connects");
		}
		return socket;
	}

	static void send(Socket socket, String text) {
		try {
			socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String receive(Socket socket, int length) throws IOException {
		socket.setSoTimeout(10_000);
		return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
	}

	static boolean isClosedByOther(Socket socket) throws IOException {
		socket.setSoTimeout(10_000);
		return socket.getInputStream().read() < 0;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.all) {
			socket.close();
		}
	}

}
