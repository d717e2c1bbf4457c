package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;

/**
 * Lettuce, with a constant delay between attempts; each client has its own connection,
 * and all share threads and timer.
 */
final class Lettuce implements Peer {

	private final ClientResources resources;

	Lettuce(Duration delay) {
		this.resources = DefaultClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.reconnectDelay(Delay.constant(delay))
			.build();
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		RedisURI uri = RedisURI.create(server.getAddress().getHostAddress(), server.getPort());
		RedisClient client = RedisClient.create(this.resources, uri);
		client.setOptions(ClientOptions.builder().autoReconnect(true).build());
		client.addListener(new RedisConnectionStateAdapter() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
				watch.up();
			}

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
				watch.down();
			}

		});
		client.connectAsync(StringCodec.UTF8, uri);
		return () -> client.shutdownAsync();
	}

	@Override
	public void close() {
		this.resources.shutdown();
	}

}
