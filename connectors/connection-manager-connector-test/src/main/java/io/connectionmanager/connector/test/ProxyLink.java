package io.connectionmanager.connector.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * A connection from a client through the proxy to the server. Confined to the thread of
 * the proxy.
 */
final class ProxyLink {

	private final FaultProxy proxy;

	private final SocketChannel client;

	private final SelectionKey clientKey;

	private final ProxyPipe upward;

	private final ProxyPipe downward;

	private @Nullable SocketChannel server;

	private @Nullable SelectionKey serverKey;

	private boolean clientGone;

	/** Whether a reset of one side waits for the end of a silence. */
	private boolean broken;

	/** Whether everything received is discarded until the client closes. */
	private boolean disconnected;

	ProxyLink(FaultProxy proxy, SocketChannel client) throws IOException {
		this.proxy = proxy;
		this.client = client;
		client.configureBlocking(false);
		client.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.clientKey = client.register(proxy.selector(), SelectionKey.OP_READ, this);
		this.upward = new ProxyPipe(proxy.counts().toServer::add);
		this.downward = new ProxyPipe(proxy.counts().toClient::add);
		proxy.counts().open.incrementAndGet();
	}

	/** Called when one of the channels is ready; the transfer is made by the advance. */
	void ready(SelectionKey key) {
		if (key.isConnectable()) {
			try {
				((SocketChannel) key.channel()).finishConnect();
			}
			catch (IOException ex) {
				reset();
			}
		}
	}

	/**
	 * Transfers what can be transferred now.
	 * @param budget the maximum number of bytes in each direction
	 */
	void advance(long budget) {
		if (isOver()) {
			return;
		}
		try {
			connect();
			transfer(budget);
			if (isOver()) {
				return;
			}
			register(budget);
		}
		catch (IOException ex) {
			reset();
		}
	}

	private void connect() throws IOException {
		if (this.server != null || this.disconnected || !this.proxy.isConnecting()) {
			return;
		}
		SocketChannel server = SocketChannel.open();
		this.server = server;
		this.proxy.counts().openToServer.incrementAndGet();
		server.configureBlocking(false);
		server.setOption(StandardSocketOptions.TCP_NODELAY, true);
		InetSocketAddress address = this.proxy.server();
		server.connect(
				address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address);
		this.serverKey = server.register(this.proxy.selector(), SelectionKey.OP_CONNECT, this);
	}

	private void transfer(long budget) throws IOException {
		SocketChannel server = this.server;
		boolean up = server != null && server.isConnected();
		try {
			if (!this.upward.isEnded()) {
				this.upward.read(this.client, budget);
			}
			if (this.upward.isEnded()) {
				clientGone();
			}
		}
		catch (IOException ex) {
			clientGone();
			this.clientKey.cancel();
			this.broken = true;
		}
		if (this.disconnected) {
			this.upward.discard();
			if (this.clientGone) {
				closeAll();
			}
			return;
		}
		if (server != null && up && !this.broken) {
			try {
				this.downward.read(server, budget);
			}
			catch (IOException ex) {
				this.broken = true;
			}
		}
		if (!this.proxy.isPassing()) {
			return;
		}
		if (this.broken) {
			reset();
			return;
		}
		if (server != null && up) {
			this.upward.write(server);
			this.downward.write(this.client);
			if (this.upward.isDone() && this.downward.isDone()) {
				closeAll();
			}
		}
		else if (server == null && this.clientGone) {
			closeAll();
		}
	}

	private void register(long budget) {
		boolean passing = this.proxy.isPassing() && !this.disconnected;
		boolean throttled = budget != Long.MAX_VALUE;
		if (this.clientKey.isValid()) {
			this.clientKey
				.interestOps(interest(!throttled && this.upward.wantsRead(), passing && this.downward.wantsWrite()));
		}
		SelectionKey serverKey = this.serverKey;
		SocketChannel server = this.server;
		if (serverKey != null && serverKey.isValid() && server != null && server.isConnected()) {
			serverKey.interestOps(interest(!throttled && !this.broken && this.downward.wantsRead(),
					passing && this.upward.wantsWrite()));
		}
	}

	private static int interest(boolean read, boolean write) {
		return (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
	}

	void disconnect() {
		if (isOver() || this.disconnected) {
			return;
		}
		this.disconnected = true;
		closeServer();
		try {
			this.client.shutdownOutput();
		}
		catch (IOException ex) {
			reset();
		}
	}

	void reset() {
		for (SocketChannel channel : new SocketChannel[] { this.client, this.server }) {
			if (channel != null && channel.isOpen()) {
				try {
					channel.setOption(StandardSocketOptions.SO_LINGER, 0);
				}
				catch (IOException ex) {
					// broken already
				}
			}
		}
		closeAll();
	}

	boolean isOver() {
		return !this.client.isOpen();
	}

	private void closeAll() {
		clientGone();
		close(this.client);
		closeServer();
	}

	private void closeServer() {
		if (this.server != null && this.server.isOpen()) {
			close(this.server);
			this.proxy.counts().openToServer.decrementAndGet();
		}
	}

	private static void close(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			// broken already
		}
	}

	private void clientGone() {
		if (!this.clientGone) {
			this.clientGone = true;
			this.proxy.counts().open.decrementAndGet();
		}
	}

}
