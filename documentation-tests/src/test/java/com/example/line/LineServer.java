package com.example.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.connector.test.TestServer;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A server inside the JVM that sends lines back. Killing it resets its connections.
 */
final class LineServer implements TestServer {

	private final String login;

	private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

	private int port;

	private @Nullable ServerSocket listener;

	private @Nullable Thread acceptor;

	private LineServer(String login) {
		this.login = login;
	}

	static LineServer start(String username, String password) {
		LineServer server = new LineServer("LOGIN %s %s".formatted(username, password));
		server.start();
		return server;
	}

	@Override
	public InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port);
	}

	@Override
	public boolean isOwn() {
		return true;
	}

	@Override
	public synchronized void start() {
		if (this.listener != null) {
			return;
		}
		try {
			ServerSocket listener = new ServerSocket(this.port, 50, InetAddress.getLoopbackAddress());
			this.port = listener.getLocalPort();
			this.listener = listener;
			this.acceptor = run(() -> {
				while (true) {
					Socket client = listener.accept();
					this.clients.add(client);
					run(() -> serve(client));
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void serve(Socket client) throws IOException {
		try (client) {
			BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				client.getOutputStream().write((answer(line) + "\n").getBytes(UTF_8));
			}
		}
		finally {
			this.clients.remove(client);
		}
	}

	private String answer(String line) {
		if (line.startsWith("LOGIN ")) {
			return line.equals(this.login) ? "OK" : "WRONG";
		}
		return line.equals("PING") ? "PONG" : line;
	}

	@Override
	public synchronized void kill() {
		if (this.listener == null || this.acceptor == null) {
			return;
		}
		try {
			this.listener.close();
			this.listener = null;
			// While it waits in accept, clients still get in.
			this.acceptor.join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.clients.forEach(LineServer::reset);
	}

	private static void reset(Socket client) {
		try {
			client.setSoLinger(true, 0);
			client.close();
		}
		catch (IOException ex) {
			// The client has just ended it.
		}
	}

	@Override
	public void close() {
		kill();
	}

	private static Thread run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// closed
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
