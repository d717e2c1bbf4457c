package io.connectionmanager.rabbitmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sees each frame of a connection, heartbeats included, and knows whether the client is
 * reading at all: it stops when its consumers cannot keep up.
 */
final class WatchedFrameHandler implements FrameHandler {

	private final FrameHandler delegate;

	private final Runnable received;

	private final ReentrantLock writing = new ReentrantLock();

	private volatile boolean reading;

	WatchedFrameHandler(FrameHandler delegate, Runnable received) {
		this.delegate = delegate;
		this.received = received;
	}

	/**
	 * Returns whether the client waits for a frame, and not for its consumers.
	 * @return whether it does
	 */
	boolean isReading() {
		return this.reading;
	}

	/**
	 * Runs an action while nobody else writes.
	 * @param action the action
	 * @param millis how long to wait for a write that is under way
	 * @return whether the action was run
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	boolean whileNobodyWrites(Runnable action, long millis) throws InterruptedException {
		if (!this.writing.tryLock(millis, TimeUnit.MILLISECONDS)) {
			return false;
		}
		try {
			action.run();
			return true;
		}
		finally {
			this.writing.unlock();
		}
	}

	@Override
	public @Nullable Frame readFrame() throws IOException {
		this.reading = true;
		try {
			// Null, if the socket's timeout has passed.
			@Nullable Frame frame = this.delegate.readFrame();
			if (frame != null) {
				this.received.run();
			}
			return frame;
		}
		finally {
			this.reading = false;
		}
	}

	@Override
	public void writeFrame(Frame frame) throws IOException {
		this.writing.lock();
		try {
			this.delegate.writeFrame(frame);
		}
		finally {
			this.writing.unlock();
		}
	}

	@Override
	public void flush() throws IOException {
		this.writing.lock();
		try {
			this.delegate.flush();
		}
		finally {
			this.writing.unlock();
		}
	}

	@Override
	public boolean internalHearbeat() {
		return this.delegate.internalHearbeat();
	}

	@Override
	public void setTimeout(int timeoutMs) throws SocketException {
		this.delegate.setTimeout(timeoutMs);
	}

	@Override
	public int getTimeout() throws SocketException {
		return this.delegate.getTimeout();
	}

	@Override
	public void sendHeader() throws IOException {
		this.delegate.sendHeader();
	}

	@Override
	public void initialize(AMQConnection connection) {
		this.delegate.initialize(connection);
	}

	@Override
	public void finishConnectionNegotiation() {
		this.delegate.finishConnectionNegotiation();
	}

	@Override
	public void close() {
		this.delegate.close();
	}

	@Override
	public InetAddress getLocalAddress() {
		return this.delegate.getLocalAddress();
	}

	@Override
	public int getLocalPort() {
		return this.delegate.getLocalPort();
	}

	@Override
	public InetAddress getAddress() {
		return this.delegate.getAddress();
	}

	@Override
	public int getPort() {
		return this.delegate.getPort();
	}

}
