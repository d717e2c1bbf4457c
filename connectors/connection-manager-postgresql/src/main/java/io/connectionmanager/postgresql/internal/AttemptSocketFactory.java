package io.connectionmanager.postgresql.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import javax.net.SocketFactory;

/**
 * Creates the sockets of an attempt for the driver.
 */
public final class AttemptSocketFactory extends SocketFactory {

	private final AttemptSockets sockets;

	/**
	 * Creates the factory, by the driver.
	 * @param key the key of the attempt's sockets
	 */
	public AttemptSocketFactory(String key) {
		this.sockets = AttemptSockets.find(key);
	}

	@Override
	public Socket createSocket() throws IOException {
		return this.sockets.create();
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return connected(new InetSocketAddress(host, port));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return connected(new InetSocketAddress(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return connected(new InetSocketAddress(host, port));
	}

	@Override
	public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
		return connected(new InetSocketAddress(host, port));
	}

	private Socket connected(InetSocketAddress address) throws IOException {
		Socket socket = createSocket();
		socket.connect(address);
		return socket;
	}

}
