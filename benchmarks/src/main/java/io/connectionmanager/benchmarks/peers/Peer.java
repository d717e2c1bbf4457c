package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;

/**
 * One way to keep connections. Everything that its clients may share (threads, timers,
 * factories) belongs to the peer and is there before the first client.
 */
public interface Peer extends AutoCloseable {

	/**
	 * Starts one client, which from now on connects, and connects again after the delay
	 * that the peer was made with.
	 * @param server the address to connect to
	 * @param watch what is told, on whichever thread the peer tells it
	 * @return closes the client for good
	 * @throws Exception if it cannot even be started
	 */
	AutoCloseable open(InetSocketAddress server, Watch watch) throws Exception;

	@Override
	void close();

	/**
	 * What the application that uses the connection hears.
	 */
	interface Watch {

		/** The connection is ready. */
		void up();

		/** The connection is gone. */
		void down();

	}

}
