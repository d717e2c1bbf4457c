package io.connectionmanager.coordination.test;

import java.net.InetSocketAddress;

import io.connectionmanager.connector.test.TestServer;

/**
 * Stands in for the server of a store that has none.
 *
 * @param address an address that nothing connects to
 */
record NoServer(InetSocketAddress address) implements TestServer {

	@Override
	public boolean isOwn() {
		return false;
	}

	@Override
	public void start() {
		// There is nothing to start.
	}

	@Override
	public void kill() {
		throw new UnsupportedOperationException("There is no server");
	}

	@Override
	public void close() {
		// There is nothing to end.
	}

}
