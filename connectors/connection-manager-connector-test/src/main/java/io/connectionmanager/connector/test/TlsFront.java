package io.connectionmanager.connector.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TLS endpoint in front of a server without TLS. Two threads serve each connection.
 */
public final class TlsFront implements TestServer {

	private final TestServer server;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private TlsFront(TestServer server, TestIdentity identity) throws IOException {
		this.server = server;
		this.listener = identity.serverContext()
			.getServerSocketFactory()
			.createServerSocket(FreePort.find(), 50, InetAddress.getLoopbackAddress());
		run("tls-front", this::accept);
	}

	/**
	 * Starts a TLS endpoint.
	 * @param server the server to forward to
	 * @param identity the certificate that clients see
	 * @return the endpoint, which ends with {@link #close()}. The server does not
	 */
	public static TlsFront of(TestServer server, TestIdentity identity) {
		try {
			return new TlsFront(server, identity);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public InetSocketAddress address() {
		return (InetSocketAddress) this.listener.getLocalSocketAddress();
	}

	@Override
	public boolean isOwn() {
		return this.server.isOwn();
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public void kill() {
		this.server.kill();
	}

	@Override
	public void close() {
		close(this.listener);
		this.sockets.forEach(TlsFront::close);
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			this.sockets.add(client);
			run("tls-front-client", () -> serve(client));
		}
	}

	private void serve(Socket client) {
		try (client; Socket server = new Socket()) {
			this.sockets.add(server);
			try {
				server.connect(this.server.address());
				server.setTcpNoDelay(true);
				client.setTcpNoDelay(true);
				run("tls-front-server", () -> {
					try {
						copy(server.getInputStream(), client.getOutputStream());
					}
					finally {
						close(client);
					}
				});
				copy(client.getInputStream(), server.getOutputStream());
			}
			finally {
				this.sockets.remove(server);
			}
		}
		catch (IOException ex) {
			// Either side has ended the connection.
		}
		finally {
			this.sockets.remove(client);
		}
	}

	private static void copy(InputStream source, OutputStream sink) throws IOException {
		byte[] buffer = new byte[16 * 1024];
		for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
			sink.write(buffer, 0, n);
			sink.flush();
		}
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			// broken already
		}
	}

	private static void run(String name, Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// Either side has ended the connection, or the listener was closed.
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
