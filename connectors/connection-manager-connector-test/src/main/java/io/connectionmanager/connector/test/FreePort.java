package io.connectionmanager.connector.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports of the loopback interface that stay free while nothing listens on them.
 */
final class FreePort {

	// Below what operating systems choose for outgoing connections: one of those could
	// take the port of a server that is down, or even connect to itself.
	private static final int LOWEST = 12_000;

	private static final int HIGHEST = 32_000;

	private static final int TRIES = 200;

	private FreePort() {
	}

	/**
	 * Returns a port that nothing listens on.
	 * @return the port
	 */
	static int find() {
		for (int i = 0; i < TRIES; i++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
			try (ServerSocket socket = new ServerSocket()) {
				socket.setReuseAddress(false);
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return port;
			}
			catch (IOException ex) {
				// taken: try another
			}
		}
		throw new IllegalStateException("No free port from %d to %d".formatted(LOWEST, HIGHEST));
	}

}
