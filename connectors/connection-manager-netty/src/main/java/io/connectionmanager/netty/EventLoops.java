package io.connectionmanager.netty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The event loops that channels run on: those of the application, which are never shut
 * down here, or else a group that all connections share. The shared group exists while
 * there are channels, and a little longer, so that a connection that retries does not
 * start threads each time. Its threads are daemons. Thread-safe.
 */
final class EventLoops {

	/** Longer than the usual delay before an attempt. */
	private static final Duration LINGER = Duration.ofSeconds(10);

	private static final EventLoops SHARED = new EventLoops(null, LINGER);

	private final @Nullable EventLoopGroup supplied;

	private final Duration linger;

	private @Nullable EventLoopGroup group;

	private int channels;

	private @Nullable Future<?> shutdown;

	EventLoops(@Nullable EventLoopGroup supplied, Duration linger) {
		this.supplied = supplied;
		this.linger = linger;
	}

	static EventLoops shared() {
		return SHARED;
	}

	static EventLoops of(EventLoopGroup supplied) {
		return new EventLoops(supplied, LINGER);
	}

	/**
	 * Returns the group for a channel. Must be followed by one {@link #release()} when
	 * the channel is closed.
	 */
	EventLoopGroup acquire() {
		return (this.supplied != null) ? this.supplied : acquireShared();
	}

	private synchronized EventLoopGroup acquireShared() {
		this.channels++;
		if (this.shutdown != null) {
			this.shutdown.cancel(false);
			this.shutdown = null;
		}
		if (this.group == null) {
			this.group = new MultiThreadIoEventLoopGroup(NettyRuntime.availableProcessors(),
					new EventLoopThreadFactory(), NioIoHandler.newFactory());
		}
		return this.group;
	}

	void release() {
		if (this.supplied == null) {
			releaseShared();
		}
	}

	private synchronized void releaseShared() {
		this.channels--;
		if (this.channels == 0 && this.group != null) {
			this.shutdown = this.group.schedule(this::shutDownIfUnused, this.linger.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void shutDownIfUnused() {
		if (this.channels == 0 && this.group != null) {
			this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
			this.group = null;
			this.shutdown = null;
		}
	}

	/**
	 * Threads that hold no class loader of the application that happened to connect
	 * first.
	 */
	private static final class EventLoopThreadFactory extends DefaultThreadFactory {

		EventLoopThreadFactory() {
			super("connection-manager-netty", true);
		}

		@Override
		protected Thread newThread(Runnable task, String name) {
			Thread thread = super.newThread(task, name);
			thread.setContextClassLoader(EventLoops.class.getClassLoader());
			return thread;
		}

	}

}
