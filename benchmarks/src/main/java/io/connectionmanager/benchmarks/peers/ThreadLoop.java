package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * What one writes by hand: a thread that connects, reads until it fails, sleeps, and
 * begins again.
 */
final class ThreadLoop implements Peer {

	private final Duration delay;

	private final ThreadFactory threads;

	ThreadLoop(Duration delay, ThreadFactory threads) {
		this.delay = delay;
		this.threads = threads;
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		Loop loop = new Loop(server, watch);
		this.threads.newThread(loop).start();
		return loop;
	}

	@Override
	public void close() {
	}

	private final class Loop implements Runnable, AutoCloseable {

		private final InetSocketAddress server;

		private final Watch watch;

		private volatile @Nullable Socket socket;

		private volatile boolean closed;

		Loop(InetSocketAddress server, Watch watch) {
			this.server = server;
			this.watch = watch;
		}

		@Override
		public void run() {
			while (!this.closed) {
				boolean up = false;
				try (Socket socket = new Socket()) {
					this.socket = socket;
					socket.connect(this.server);
					up = true;
					this.watch.up();
					InputStream in = socket.getInputStream();
					while (in.read() >= 0) {
						// Nothing is said.
					}
				}
				catch (IOException ex) {
					// Try again.
				}
				if (up) {
					this.watch.down();
				}
				try {
					Thread.sleep(ThreadLoop.this.delay.toMillis());
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}

		@Override
		public void close() throws IOException {
			this.closed = true;
			Socket socket = this.socket;
			if (socket != null) {
				socket.close();
			}
		}

	}

}
