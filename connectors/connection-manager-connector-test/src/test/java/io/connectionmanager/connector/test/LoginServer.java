package io.connectionmanager.connector.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A server inside the JVM that sends back what it receives, and answers a login with
 * {@code +} or {@code -}. Killing it resets its connections.
 */
final class LoginServer implements TestServer {

	static final String PASSWORD = "Xk3password9ofServer";

	private final int port = FreePort.find();

	private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Duration retryAfter;

	private @Nullable ServerSocket listener;

	private @Nullable Thread acceptor;

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
			this.listener = listener;
			this.acceptor = run(() -> accept(listener));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket listener) throws IOException {
		while (true) {
			Socket client = listener.accept();
			this.clients.add(client);
			run(() -> echo(client));
		}
	}

	private void echo(Socket client) throws IOException {
		try (client) {
			InputStream in = client.getInputStream();
			byte[] buffer = new byte[4096];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				answer(client, buffer, n);
			}
		}
		finally {
			this.clients.remove(client);
		}
	}

	private void answer(Socket client, byte[] buffer, int length) throws IOException {
		String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
		if (text.startsWith("LOGIN ")) {
			answerLogin(client, text.contains(PASSWORD));
		}
		else {
			client.getOutputStream().write(buffer, 0, length);
		}
	}

	private void answerLogin(Socket client, boolean right) throws IOException {
		Duration retryAfter = this.retryAfter;
		if (retryAfter != null) {
			client.getOutputStream().write(("?" + retryAfter.toSeconds()).getBytes(StandardCharsets.ISO_8859_1));
		}
		else {
			client.getOutputStream().write(right ? '+' : '-');
		}
	}

	/** Answers logins with a hint when to come back, or no longer does. */
	void retryAfter(@Nullable Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	void writeToAll(char value) throws IOException {
		for (Socket client : this.clients) {
			client.getOutputStream().write(value);
		}
	}

	@Override
	public synchronized void kill() {
		try {
			if (this.listener != null) {
				this.listener.close();
				this.listener = null;
				// While it waits in accept, clients still get in.
				join(this.acceptor);
			}
			this.clients.forEach(LoginServer::reset);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	private static void reset(Socket client) {
		try {
			client.setSoLinger(true, 0);
			client.close();
		}
		catch (IOException ex) {
			// The other side has just ended it.
		}
	}

	private static void join(@Nullable Thread thread) {
		try {
			if (thread != null) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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
