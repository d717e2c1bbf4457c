package io.connectionmanager.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One listening port: accepts, reads or passes on what comes, and closes all connections
 * when told. One thread does it all but the cutting.
 */
final class FaultPort implements Runnable {

	/** As much as the system gives; the herd must not fail for want of a queue. */
	private static final int BACKLOG = 16_384;

	private static final long PATIENCE = 10_000_000_000L;

	private final ServerSocketChannel listening = ServerSocketChannel.open();

	private final Selector selector = Selector.open();

	private final @Nullable InetSocketAddress target;

	private final boolean webSockets;

	private final AtomicLong pings = new AtomicLong();

	/** Connections of clients, each once. */
	private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

	private final Accepts accepts = new Accepts();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

	/**
	 * Listens.
	 * @param target where everything is passed on to, or {@code null} to read it only
	 * @throws IOException if there is no port to be had
	 */
	FaultPort(@Nullable InetSocketAddress target) throws IOException {
		this(target, false);
	}

	private FaultPort(@Nullable InetSocketAddress target, boolean webSockets) throws IOException {
		this.target = target;
		this.webSockets = webSockets;
		this.listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
		this.listening.configureBlocking(false);
		this.listening.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	static FaultPort ofWebSockets() throws IOException {
		return new FaultPort(null, true);
	}

	int number() {
		return this.listening.socket().getLocalPort();
	}

	Accepts accepts() {
		return this.accepts;
	}

	long pings() {
		return this.pings.get();
	}

	/**
	 * Cuts all connections. A client believes itself connected when the system has taken
	 * it: that it was accepted here, too, is waited for.
	 * @param expected how many connections there are
	 * @return when it began, and how many there were
	 * @throws IOException if one could not be cut
	 */
	String cut(int expected) throws IOException {
		long deadline = System.nanoTime() + PATIENCE;
		while (this.clients.size() < expected && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(100_000);
		}
		List<SocketChannel> all = new ArrayList<>(this.clients);
		this.accepts.clear();
		long begun = System.nanoTime();
		for (SocketChannel client : all) {
			this.clients.remove(client);
			// To the peer, the same as a close; the channel itself is closed by its
			// reader.
			try {
				client.shutdownOutput();
			}
			catch (ClosedChannelException ex) {
				// The client was quicker.
			}
		}
		return begun + " " + all.size();
	}

	@Override
	public void run() {
		try {
			while (true) {
				this.selector.select();
				Iterator<SelectionKey> keys = this.selector.selectedKeys().iterator();
				while (keys.hasNext()) {
					SelectionKey key = keys.next();
					keys.remove();
					if (key.isValid() && key.isAcceptable()) {
						accept();
					}
					else if (key.isValid()) {
						read(key);
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() throws IOException {
		for (SocketChannel client = this.listening.accept(); client != null; client = this.listening.accept()) {
			this.accepts.add(System.nanoTime());
			client.configureBlocking(false);
			SelectionKey key = client.register(this.selector, SelectionKey.OP_READ);
			if (this.webSockets) {
				key.attach(new WebSocketAnswers(this.pings));
			}
			else if (this.target != null) {
				SocketChannel behind = SocketChannel.open(this.target);
				behind.configureBlocking(false);
				key.attach(behind);
				behind.register(this.selector, SelectionKey.OP_READ, client);
			}
			this.clients.add(client);
		}
	}

	private void read(SelectionKey key) throws IOException {
		SocketChannel from = (SocketChannel) key.channel();
		WebSocketAnswers answers = (key.attachment() instanceof WebSocketAnswers webSocket) ? webSocket : null;
		SocketChannel to = (key.attachment() instanceof SocketChannel other) ? other : null;
		this.buffer.clear();
		int length;
		try {
			length = from.read(this.buffer);
			this.buffer.flip();
			if (answers != null) {
				from.write(answers.take(this.buffer));
			}
			// Small messages, and a reader on the other side: they are taken at once.
			while (to != null && this.buffer.hasRemaining()) {
				to.write(this.buffer);
			}
		}
		catch (IOException ex) {
			length = -1;
		}
		if (length < 0) {
			end(from);
			if (to != null) {
				end(to);
			}
		}
	}

	private void end(SocketChannel channel) throws IOException {
		this.clients.remove(channel);
		channel.close();
	}

}
