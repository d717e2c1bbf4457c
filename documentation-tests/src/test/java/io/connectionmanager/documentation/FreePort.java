package io.connectionmanager.documentation;

import org.springframework.test.util.TestSocketUtils;

/**
 * Finds a port for the price server.
 */
final class FreePort {

	/** Where Linux begins to take the ports of outgoing connections from. */
	private static final int FIRST_EPHEMERAL = 32768;

	private FreePort() {
	}

	/**
	 * Returns a port that is free, and stays free while nobody listens on it: not one
	 * that an outgoing connection may be given meanwhile, least of all one to this very
	 * port.
	 * @return the port
	 */
	static int find() {
		int port;
		do {
			port = TestSocketUtils.findAvailableTcpPort();
		}
		while (port >= FIRST_EPHEMERAL);
		return port;
	}

}
