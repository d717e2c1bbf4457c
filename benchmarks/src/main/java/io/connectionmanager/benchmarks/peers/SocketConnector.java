package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executor;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;

/**
 * A blocking connector: a socket, and a thread that reads from it until it fails.
 */
final class SocketConnector implements Connector<Socket> {

	private final InetSocketAddress server;

	private final Executor readers;

	SocketConnector(InetSocketAddress server, Executor readers) {
		this.server = server;
		this.readers = readers;
	}

	@Override
	public Socket open(ConnectionAttempt attempt) throws IOException {
		Socket socket = new Socket();
		try {
			socket.connect(this.server);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
		this.readers.execute(() -> read(socket, attempt));
		attempt.connected();
		return socket;
	}

	private static void read(Socket socket, ConnectionAttempt attempt) {
		try {
			InputStream in = socket.getInputStream();
			while (in.read() >= 0) {
				// Nothing is said.
			}
			attempt.disconnected();
		}
		catch (IOException ex) {
			attempt.disconnected(ex);
		}
	}

	@Override
	public void close(Socket socket) throws IOException {
		socket.close();
	}

}
