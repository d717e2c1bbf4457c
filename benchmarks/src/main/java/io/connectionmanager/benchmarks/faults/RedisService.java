package io.connectionmanager.benchmarks.faults;

import java.net.InetSocketAddress;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * The Redis server that runs already.
 */
final class RedisService implements Approach.Service {

	private final RedisClient client = RedisClient.create(url(address()));

	private final StatefulRedisConnection<String, String> connection = this.client.connect();

	private final String channel;

	RedisService(String channel) {
		this.channel = channel;
	}

	static String url(InetSocketAddress address) {
		return "redis://%s:%d".formatted(address.getHostString(), address.getPort());
	}

	@Override
	public InetSocketAddress address() {
		return new InetSocketAddress("127.0.0.1", 6379);
	}

	@Override
	public void send() {
		this.connection.sync().publish(this.channel, "price");
	}

}
