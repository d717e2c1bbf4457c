package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;

import io.connectionmanager.ConnectionSettings.KeepAlive;

/**
 * The keep-alive of TCP, which notices a dead peer even if the handler does not read.
 */
final class TcpKeepAlive {

	private static final int PROBES = 3;

	private TcpKeepAlive() {
	}

	/**
	 * Enables it, with the times of a connection where the platform allows that.
	 * @param socket the socket
	 * @param keepAlive the settings of the connection
	 * @throws SocketException if the socket is closed
	 */
	static void enable(Socket socket, KeepAlive keepAlive) throws SocketException {
		socket.setKeepAlive(true);
		// Looked up by name: the module that declares them need not be present.
		for (SocketOption<?> option : socket.supportedOptions()) {
			switch (option.name()) {
				case "TCP_KEEPIDLE" -> set(socket, option, seconds(keepAlive.interval()));
				case "TCP_KEEPINTERVAL" -> set(socket, option, seconds(keepAlive.timeout().dividedBy(PROBES)));
				case "TCP_KEEPCOUNT" -> set(socket, option, PROBES);
				default -> {
				}
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void set(Socket socket, SocketOption<?> option, int value) {
		try {
			socket.setOption((SocketOption<Integer>) option, value);
		}
		catch (IOException | RuntimeException ex) {
			// The times of the platform apply.
		}
	}

	private static int seconds(Duration duration) {
		// What Linux allows.
		return (int) Math.max(1, Math.min(Short.MAX_VALUE, duration.toSeconds()));
	}

}
