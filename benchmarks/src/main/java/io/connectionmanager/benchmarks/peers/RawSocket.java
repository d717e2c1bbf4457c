package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Connects a socket on the calling thread, and that is all.
 */
final class RawSocket implements Peer {

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) throws IOException {
		Socket socket = new Socket();
		socket.connect(server);
		watch.up();
		return socket;
	}

	@Override
	public void close() {
	}

}
