package io.connectionmanager.redis;

import java.time.Duration;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

/**
 * A client that hands out its connection before it is connected, so that no thread has to
 * wait for it.
 */
final class CapturingClient extends RedisClient {

	private @Nullable StatefulRedisPubSubConnection<?, ?> connection;

	CapturingClient(ClientResources resources, RedisURI uri) {
		super(resources, uri);
	}

	@Override
	protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
			PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec, Duration timeout) {
		StatefulRedisPubSubConnectionImpl<K, V> connection = super.newStatefulRedisPubSubConnection(endpoint, writer,
				codec, timeout);
		this.connection = connection;
		return connection;
	}

	/**
	 * Returns the connection that was created last, whose codec must be one of text.
	 */
	@SuppressWarnings("unchecked")
	StatefulRedisPubSubConnection<String, String> captured() {
		if (this.connection == null) {
			throw new IllegalStateException("No connection was created");
		}
		return (StatefulRedisPubSubConnection<String, String>) this.connection;
	}

}
