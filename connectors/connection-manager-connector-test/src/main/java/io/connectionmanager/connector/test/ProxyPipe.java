package io.connectionmanager.connector.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.LongConsumer;

/**
 * One direction of a connection through the proxy. Confined to the thread of the proxy.
 */
final class ProxyPipe {

	// What fits in here can be held back while the end of the source is still noticed.
	private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);

	private final LongConsumer counter;

	private boolean ended;

	private boolean done;

	ProxyPipe(LongConsumer counter) {
		this.counter = counter;
	}

	void read(SocketChannel source, long budget) throws IOException {
		int room = this.buffer.remaining();
		if (this.ended || room == 0) {
			return;
		}
		this.buffer.limit(this.buffer.position() + (int) Math.min(room, budget));
		try {
			this.ended = source.read(this.buffer) < 0;
		}
		finally {
			this.buffer.limit(this.buffer.capacity());
		}
	}

	void write(SocketChannel sink) throws IOException {
		if (this.done) {
			return;
		}
		this.buffer.flip();
		try {
			this.counter.accept(sink.write(this.buffer));
		}
		finally {
			this.buffer.compact();
		}
		if (this.ended && this.buffer.position() == 0) {
			this.done = true;
			sink.shutdownOutput();
		}
	}

	void discard() {
		this.buffer.clear();
	}

	/** Whether the source has ended. */
	boolean isEnded() {
		return this.ended;
	}

	/** Whether the source has ended and everything was written, and its end. */
	boolean isDone() {
		return this.done;
	}

	boolean wantsRead() {
		return !this.ended && this.buffer.hasRemaining();
	}

	boolean wantsWrite() {
		return this.buffer.position() > 0 || this.ended && !this.done;
	}

}
