package io.connectionmanager.benchmarks.faults;

import java.net.InetSocketAddress;

/**
 * A way to receive messages over a connection that is kept up.
 *
 * @param name what it is called
 * @param service the server
 * @param receiver starts to receive
 */
record Approach(String name, Service service, Receiver receiver) {

	/** A server, and a way to make it send a message that does not use the connection. */
	interface Service {

		InetSocketAddress address();

		void send() throws Exception;

	}

	/** Starts to receive messages. */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Starts as an application would when it starts itself.
		 * @param address where to connect to
		 * @param received to be called for each message
		 * @return stops
		 * @throws Exception if it does not start
		 */
		AutoCloseable start(InetSocketAddress address, Runnable received) throws Exception;

	}

}
