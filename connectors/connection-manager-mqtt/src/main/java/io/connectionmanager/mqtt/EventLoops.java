package io.connectionmanager.mqtt;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all MQTT connections, which exist while there is a connection, and a
 * little longer, so that not every attempt starts them.
 */
final class EventLoops {

	/** Longer than the usual delay before an attempt. */
	private static final Duration LINGER = Duration.ofSeconds(10);

	/** The client library finishes with a channel after that has been closed. */
	private static final Duration QUIET_PERIOD = Duration.ofMillis(200);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	private static final EventLoops SHARED = new EventLoops(LINGER);

	private final Duration linger;

	// Guarded by this.

	private @Nullable CapturingEventLoopGroup group;

	private @Nullable Future<?> shutdown;

	private int users;

	EventLoops(Duration linger) {
		this.linger = linger;
	}

	static EventLoops shared() {
		return SHARED;
	}

	/**
	 * Returns the group for a connection. Must be followed by one {@link #release()}.
	 */
	synchronized CapturingEventLoopGroup acquire() {
		this.users++;
		if (this.shutdown != null) {
			this.shutdown.cancel(false);
			this.shutdown = null;
		}
		if (this.group == null) {
			this.group = new CapturingEventLoopGroup();
		}
		return this.group;
	}

	synchronized void release() {
		this.users--;
		if (this.users == 0 && this.group != null) {
			this.shutdown = this.group.schedule(this::shutDownIfUnused, this.linger.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void shutDownIfUnused() {
		if (this.users == 0 && this.group != null) {
			this.group.shutdownGracefully(QUIET_PERIOD.toMillis(), SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			this.group = null;
			this.shutdown = null;
		}
	}

}
