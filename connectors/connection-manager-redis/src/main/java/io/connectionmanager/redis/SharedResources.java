package io.connectionmanager.redis;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The resources of all connections whose application brings none. They exist while there
 * is at least one connection.
 */
final class SharedResources {

	private static final long SHUTDOWN_SECONDS = 2;

	private static @Nullable ClientResources current;

	private static int users;

	private SharedResources() {
	}

	static synchronized ClientResources acquire() {
		ClientResources resources = current;
		if (resources == null) {
			resources = DefaultClientResources.builder()
				.threadFactoryProvider((pool) -> new DefaultThreadFactory("connection-manager-redis-" + pool, true))
				.build();
			current = resources;
		}
		users++;
		return resources;
	}

	static synchronized void release() {
		ClientResources resources = current;
		if (--users == 0 && resources != null) {
			current = null;
			resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
		}
	}

}
