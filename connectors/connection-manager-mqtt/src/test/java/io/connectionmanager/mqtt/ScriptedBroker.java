package io.connectionmanager.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * Answers the first packet of a client with fixed packets, for what no broker at hand
 * would say.
 */
final class ScriptedBroker implements AutoCloseable {

	/** CONNACK, success. */
	static final byte[] ACCEPTED = { 0x20, 3, 0, 0, 0 };

	/** Waits for the next packet of the client. */
	static final byte[] NEXT = {};

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
				readPacket(socket.getInputStream());
				for (byte[] packet : this.packets) {
					if (packet == NEXT) {
						readPacket(socket.getInputStream());
					}
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

	private static void readPacket(InputStream in) throws IOException {
		in.read();
		// Longer packets would have a longer length.
		in.skipNBytes(in.read());
	}

	URI uri() {
		return URI.create("mqtt://127.0.0.1:" + this.server.getLocalPort());
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
