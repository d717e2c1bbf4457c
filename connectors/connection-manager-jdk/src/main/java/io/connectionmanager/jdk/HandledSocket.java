package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ConnectorThreads;
import io.connectionmanager.connector.TcpKeepAlive;

/**
 * A connection with its handler. Thread-safe.
 */
final class HandledSocket {

	private static final int LINGER_SECONDS = 1;

	private final Socket socket;

	/** The socket under TLS, or the socket itself. */
	private final Socket tcp;

	private final SocketHandler handler;

	private final ConnectionAttempt attempt;

	private final Thread thread;

	private volatile boolean ended;

	HandledSocket(Socket socket, Socket tcp, SocketHandler handler, ConnectionAttempt attempt) {
		this.socket = socket;
		this.tcp = tcp;
		this.handler = handler;
		this.attempt = attempt;
		this.thread = ConnectorThreads.likeCurrent("connection-" + attempt.name(), this::run);
		this.thread.setContextClassLoader(handler.getClass().getClassLoader());
	}

	void start() {
		this.thread.start();
	}

	private void run() {
		Throwable cause;
		try {
			// Here, where nobody waits for it: looking the options up takes a while.
			keepAlive(this.attempt.settings().keepAlive());
			this.handler.handle(this.socket);
			cause = new ConnectionFailedException(FailureKind.CLOSED_BY_PEER,
					"The handler of connection '%s' has returned".formatted(this.attempt.name()), null);
		}
		catch (Throwable ex) {
			cause = ex;
		}
		this.ended = true;
		this.attempt.disconnected(cause);
	}

	private void keepAlive(KeepAlive settings) throws SocketException {
		if (settings.enabled()) {
			this.tcp.setKeepAlive(true);
			TcpKeepAlive.options(settings).forEach(this::setIfSupported);
		}
	}

	private void setIfSupported(SocketOption<Integer> option, int value) {
		try {
			this.tcp.setOption(option, value);
		}
		catch (IOException | UnsupportedOperationException ex) {
			// The times of the platform apply.
		}
	}

	/**
	 * Closes the connection and interrupts its handler. A connection that has been given
	 * up in good order ends with the closing message of TLS; one that is broken does not
	 * wait to send it.
	 */
	void close() throws IOException {
		try {
			if (this.tcp != this.socket && !this.ended) {
				// Bounds the wait for a handler that hangs in a write.
				this.socket.setSoLinger(true, LINGER_SECONDS);
				this.socket.close();
			}
		}
		finally {
			this.tcp.close();
			this.thread.interrupt();
		}
	}

}
