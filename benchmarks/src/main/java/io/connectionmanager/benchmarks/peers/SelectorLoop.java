package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The physical floor: one thread, one selector, and a queue of those who wait, which
 * needs no order because all wait equally long. Nobody would want to maintain it.
 */
final class SelectorLoop implements Peer, Runnable {

	private final long delayNanos;

	private final Selector selector;

	private final Queue<Client> arriving = new ConcurrentLinkedQueue<>();

	private final ArrayDeque<Client> waiting = new ArrayDeque<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(1024);

	private volatile boolean closed;

	SelectorLoop(Duration delay) throws IOException {
		this.delayNanos = delay.toNanos();
		this.selector = Selector.open();
		Thread thread = new Thread(this, "selector-loop");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		Client client = new Client(server, watch);
		this.arriving.add(client);
		this.selector.wakeup();
		return client;
	}

	@Override
	public void run() {
		try {
			while (!this.closed) {
				long due = this.waiting.isEmpty() ? Long.MAX_VALUE : this.waiting.peek().dueAt - System.nanoTime();
				if (due > 0) {
					this.selector.select((due == Long.MAX_VALUE) ? 0 : TimeUnit.NANOSECONDS.toMillis(due) + 1);
				}
				for (Client client = this.arriving.poll(); client != null; client = this.arriving.poll()) {
					client.connect();
				}
				long now = System.nanoTime();
				while (!this.waiting.isEmpty() && this.waiting.peek().dueAt - now <= 0) {
					this.waiting.remove().connect();
				}
				for (SelectionKey key : this.selector.selectedKeys()) {
					((Client) key.attachment()).progress(key);
				}
				this.selector.selectedKeys().clear();
			}
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
	}

	private final class Client implements AutoCloseable {

		private final InetSocketAddress server;

		private final Watch watch;

		private @Nullable SocketChannel channel;

		private long dueAt;

		private boolean up;

		private volatile boolean ended;

		Client(InetSocketAddress server, Watch watch) {
			this.server = server;
			this.watch = watch;
		}

		private void connect() throws IOException {
			if (this.ended) {
				if (this.channel != null) {
					this.channel.close();
				}
				return;
			}
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			this.channel = channel;
			if (channel.connect(this.server)) {
				channel.register(SelectorLoop.this.selector, SelectionKey.OP_READ, this);
				connected();
			}
			else {
				channel.register(SelectorLoop.this.selector, SelectionKey.OP_CONNECT, this);
			}
		}

		private void connected() {
			this.up = true;
			this.watch.up();
		}

		private void progress(SelectionKey key) {
			SocketChannel channel = (SocketChannel) key.channel();
			try {
				if (key.isConnectable() && channel.finishConnect()) {
					key.interestOps(SelectionKey.OP_READ);
					connected();
				}
				else if (key.isReadable() && channel.read(SelectorLoop.this.buffer.clear()) < 0) {
					lost(channel);
				}
			}
			catch (IOException ex) {
				lost(channel);
			}
		}

		private void lost(SocketChannel channel) {
			long now = System.nanoTime();
			if (this.up) {
				this.up = false;
				this.watch.down();
			}
			try {
				channel.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.dueAt = now + SelectorLoop.this.delayNanos;
			SelectorLoop.this.waiting.add(this);
		}

		@Override
		public void close() {
			this.ended = true;
			SelectorLoop.this.arriving.add(this);
			SelectorLoop.this.selector.wakeup();
		}

	}

}
