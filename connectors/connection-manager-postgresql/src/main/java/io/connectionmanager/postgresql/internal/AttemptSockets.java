package io.connectionmanager.postgresql.internal;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * The sockets of one attempt, which can be closed while the driver is still connecting:
 * the driver hands out no connection before it has logged in, and does not heed
 * interrupts. The driver creates its socket factories by name and passes them a text, so
 * the text is the key of this object. Thread-safe.
 */
public final class AttemptSockets {

	private static final Map<String, AttemptSockets> BY_KEY = new ConcurrentHashMap<>();

	private final String key = UUID.randomUUID().toString();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final SocketFactory socketFactory;

	private final Optional<SSLContext> sslContext;

	private final boolean verifyHostName;

	private volatile boolean closed;

	private AttemptSockets(SocketFactory socketFactory, Optional<SSLContext> sslContext, boolean verifyHostName) {
		this.socketFactory = socketFactory;
		this.sslContext = sslContext;
		this.verifyHostName = verifyHostName;
	}

	/**
	 * Prepares the sockets of an attempt. They must be {@link #close() closed} in the
	 * end.
	 * @param socketFactory creates the sockets
	 * @param sslContext secures them, if present
	 * @param verifyHostName whether the certificate of the server must name the host
	 * @return the sockets
	 */
	public static AttemptSockets register(SocketFactory socketFactory, Optional<SSLContext> sslContext,
			boolean verifyHostName) {
		AttemptSockets sockets = new AttemptSockets(socketFactory, sslContext, verifyHostName);
		BY_KEY.put(sockets.key, sockets);
		return sockets;
	}

	static AttemptSockets find(String key) {
		AttemptSockets sockets = BY_KEY.get(key);
		if (sockets == null) {
			throw new IllegalStateException("The attempt to connect is over");
		}
		return sockets;
	}

	/**
	 * Returns the key to pass to the driver.
	 * @return the key
	 */
	public String key() {
		return this.key;
	}

	SSLContext sslContext() {
		return this.sslContext.orElseThrow();
	}

	boolean verifyHostName() {
		return this.verifyHostName;
	}

	Socket create() throws IOException {
		this.sockets.removeIf(Socket::isClosed);
		Socket socket = this.socketFactory.createSocket();
		this.sockets.add(socket);
		if (this.closed) {
			closeQuietly(socket);
			throw new SocketException("Socket closed");
		}
		return socket;
	}

	/**
	 * Closes the sockets, without any farewell to the server. Whoever reads from them or
	 * connects them fails.
	 */
	public void close() {
		this.closed = true;
		BY_KEY.remove(this.key);
		this.sockets.forEach(AttemptSockets::closeQuietly);
		this.sockets.clear();
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// There is nothing more to release.
		}
	}

}
