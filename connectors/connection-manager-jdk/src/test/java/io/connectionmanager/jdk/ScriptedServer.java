package io.connectionmanager.jdk;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;

/**
 * A server whose answers are written by hand, byte by byte, so that it can break every
 * rule. The n-th connection follows the n-th script, and further ones the last.
 */
final class ScriptedServer implements Closeable {

	private final ServerSocket socket;

	private final List<Script> scripts;

	private final AtomicInteger accepted = new AtomicInteger();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

	ScriptedServer(Script... scripts) {
		this(0, ServerSocketFactory.getDefault(), scripts);
	}

	ScriptedServer(int port, ServerSocketFactory sockets, Script... scripts) {
		this.scripts = List.of(scripts);
		try {
			this.socket = sockets.createServerSocket(port, 1_024, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		daemon(this::accept);
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				Script script = this.scripts.get(Math.min(this.accepted.getAndIncrement(), this.scripts.size() - 1));
				this.open.add(connection);
				daemon(() -> serve(connection, script));
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private void serve(Socket connection, Script script) {
		try (connection) {
			Exchange exchange = new Exchange(connection);
			exchange.readRequest();
			this.exchanges.add(exchange);
			script.run(exchange);
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			// The connection ends.
		}
		finally {
			this.open.remove(connection);
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	URI url(String scheme, String path) {
		return URI.create("%s://localhost:%d%s".formatted(scheme, port(), path));
	}

	int accepted() {
		return this.accepted.get();
	}

	/** Connections that have not been closed, by either side. */
	int openConnections() {
		return this.open.size();
	}

	List<Exchange> exchanges() {
		return this.exchanges;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (Socket connection : this.open) {
			connection.close();
		}
	}

	interface Script {

		void run(Exchange exchange) throws IOException, InterruptedException;

	}

}
