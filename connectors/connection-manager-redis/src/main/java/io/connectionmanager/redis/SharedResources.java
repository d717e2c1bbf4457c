package io.connectionmanager.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Transports;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The resources of all connections whose application brings none. They exist while there
 * is a connection, and a little longer, so that not every attempt creates them.
 */
final class SharedResources {

	/** Longer than the usual delay before an attempt. */
	private static final Duration LINGER = Duration.ofSeconds(10);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	/** Each thread costs descriptors, and serves thousands of connections. */
	private static final int MAX_THREADS = 4;

	private static final SharedResources SHARED = new SharedResources(LINGER);

	private final Duration linger;

	// Guarded by this.

	private @Nullable ClientResources resources;

	private @Nullable Future<?> shutdown;

	private int users;

	SharedResources(Duration linger) {
		this.linger = linger;
	}

	static SharedResources shared() {
		return SHARED;
	}

	/**
	 * Returns the resources for a connection. Must be followed by one {@link #release()}.
	 */
	synchronized ClientResources acquire() {
		this.users++;
		if (this.shutdown != null) {
			this.shutdown.cancel(false);
			this.shutdown = null;
		}
		if (this.resources == null) {
			this.resources = create();
		}
		return this.resources;
	}

	private static ClientResources create() {
		// Lettuce warns about fewer than two.
		int threads = Math.max(2, Math.min(MAX_THREADS, NettyRuntime.availableProcessors()));
		ClientResources resources = DefaultClientResources.builder()
			.ioThreadPoolSize(threads)
			.computationThreadPoolSize(threads)
			.threadFactoryProvider((pool) -> new DefaultThreadFactory("connection-manager-redis-" + pool, true))
			.build();
		// Held here, or they would end with each client that is the only one.
		resources.eventLoopGroupProvider().allocate(Transports.eventLoopGroupClass());
		return resources;
	}

	synchronized void release() {
		this.users--;
		if (this.users == 0 && this.resources != null) {
			this.shutdown = this.resources.eventExecutorGroup()
				.schedule(this::shutDownIfUnused, this.linger.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void shutDownIfUnused() {
		if (this.users == 0 && this.resources != null) {
			this.resources.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			this.resources = null;
			this.shutdown = null;
		}
	}

}
