package io.connectionmanager.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * Answers whatever a client sends first with fixed packets, for what no broker at hand
 * would say.
 */
final class ScriptedBroker implements AutoCloseable {

	/** CONNACK, success. */
	static final byte[] ACCEPTED = { 0x20, 3, 0, 0, 0 };

	private final ServerSocket server;

	private final byte[][] packets;

	ScriptedBroker(byte[]... packets) throws IOException {
		this.packets = packets;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "scripted-broker");
		thread.setDaemon(true);
		thread.start();
	}

	private void serve() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				socket.getInputStream().read();
				for (byte[] packet : this.packets) {
					socket.getOutputStream().write(packet);
				}
				while (socket.getInputStream().read() >= 0) {
					// until the client closes the connection
				}
			}
			catch (IOException ex) {
				// the next client, please
			}
		}
	}

	URI uri() {
		return URI.create("mqtt://127.0.0.1:" + this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
