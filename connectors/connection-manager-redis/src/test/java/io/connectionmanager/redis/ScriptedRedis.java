package io.connectionmanager.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers commands by their name, for states that are hard to bring a real server into,
 * and for versions that are not at hand. A command without an answer is not answered.
 */
final class ScriptedRedis implements AutoCloseable {

	/** The answer to HELLO of a server that speaks RESP3. */
	static final String HELLO = "%1\r\n$5\r\nproto\r\n:3\r\n";

	private final ServerSocket server;

	private final Map<String, String> answers;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	ScriptedRedis(Map<String, String> answers) throws IOException {
		this.answers = answers;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		thread(this::accept);
	}

	private static void thread(Runnable task) {
		Thread thread = new Thread(task, "scripted-redis");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				thread(() -> serve(socket));
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			while (true) {
				int count = Integer.parseInt(line(socket).substring(1));
				String name = "";
				for (int i = 0; i < count; i++) {
					line(socket);
					String argument = line(socket);
					name = (i == 0) ? argument : name;
				}
				String answer = this.answers.get(name);
				if (answer != null) {
					socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// the client closed the connection
		}
	}

	private static String line(Socket socket) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
			if (c < 0) {
				throw new IOException("closed");
			}
			line.append((char) c);
		}
		return line.toString().trim();
	}

	URI uri() {
		return URI.create("redis://127.0.0.1:" + this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
