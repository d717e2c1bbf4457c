package io.connectionmanager.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server that behaves as no real one does.
 */
final class FakeServer implements AutoCloseable {

	static final String INFO = "INFO {\"server_id\":\"fake\",\"version\":\"2.9.0\",\"proto\":1,\"max_payload\":1024}\r\n";

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

	FakeServer(Behaviour behaviour) throws IOException {
		Thread thread = new Thread(() -> {
			while (!this.server.isClosed()) {
				try {
					Socket socket = this.server.accept();
					this.accepted.add(socket);
					behaviour.serve(socket);
				}
				catch (IOException ex) {
					// The client, or the test, is gone.
				}
			}
		}, "fake-server");
		thread.setDaemon(true);
		thread.start();
	}

	static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		socket.getOutputStream().flush();
	}

	URI url() {
		return URI.create("nats://127.0.0.1:" + this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.accepted) {
			socket.close();
		}
	}

	interface Behaviour {

		void serve(Socket socket) throws IOException;

	}

}
