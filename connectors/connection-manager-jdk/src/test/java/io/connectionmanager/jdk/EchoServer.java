package io.connectionmanager.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A server that sends back what it receives, and a line feed every 100 ms, so that its
 * clients can tell an idle server from a dead one. A program of its own, because a test
 * kills it.
 */
final class EchoServer {

	private static final int HEARTBEAT_MILLIS = 100;

	private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

	private EchoServer() {
	}

	/**
	 * Runs the server.
	 * @param arguments the port
	 * @throws IOException if it cannot listen
	 */
	public static void main(String[] arguments) throws IOException {
		new EchoServer().listen(Integer.parseInt(arguments[0]));
	}

	private void listen(int port) throws IOException {
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		timer.scheduleAtFixedRate(this::heartbeat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
		try (ServerSocket listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
			while (true) {
				Socket client = listener.accept();
				client.setTcpNoDelay(true);
				this.clients.add(client);
				Thread thread = new Thread(() -> echo(client));
				thread.setDaemon(true);
				thread.start();
			}
		}
	}

	private void heartbeat() {
		for (Socket client : this.clients) {
			try {
				client.getOutputStream().write('\n');
			}
			catch (IOException ex) {
				this.clients.remove(client);
			}
		}
	}

	private void echo(Socket client) {
		try (client) {
			InputStream in = client.getInputStream();
			OutputStream out = client.getOutputStream();
			byte[] buffer = new byte[4096];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				out.write(buffer, 0, n);
			}
		}
		catch (IOException ex) {
			// The client has gone.
		}
		finally {
			this.clients.remove(client);
		}
	}

}
