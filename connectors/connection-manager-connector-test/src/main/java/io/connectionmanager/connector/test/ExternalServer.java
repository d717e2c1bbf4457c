package io.connectionmanager.connector.test;

import java.net.InetSocketAddress;

/**
 * A server that runs already and that others may use.
 *
 * @param address its address
 */
record ExternalServer(InetSocketAddress address) implements TestServer {

	@Override
	public boolean isOwn() {
		return false;
	}

	@Override
	public void start() {
		// It runs.
	}

	@Override
	public void kill() {
		throw new UnsupportedOperationException("The server at %s is not the test's own".formatted(this.address));
	}

	@Override
	public void close() {
		// Others use it.
	}

}
