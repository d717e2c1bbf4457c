package io.connectionmanager.spring.service;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * A Redis server, as {@code spring.data.redis} or a container describes it.
 */
final class RedisService implements ServiceDetails {

	private final DataRedisConnectionDetails details;

	RedisService(ServiceBeans beans) {
		this.details = beans.require(DataRedisConnectionDetails.class);
		// Properties always describe a single server as well, which is then not used.
		if (this.details.getSentinel() != null || this.details.getCluster() != null
				|| this.details.getMasterReplica() != null || this.details.getStandalone() == null) {
			throw new UnusableServiceException(
					"Redis is configured with Sentinel, as a cluster or with replicas, which is not supported",
					"Set 'url' of the connection to a single server instead.");
		}
	}

	@Override
	public List<String> urls() {
		DataRedisConnectionDetails.Standalone server = this.details.getStandalone();
		if (server == null) {
			return List.of();
		}
		String path = (server.getDatabase() != 0) ? "/" + server.getDatabase() : "";
		return List.of("%s://%s:%d%s".formatted((sslBundle() != null) ? "rediss" : "redis",
				ServiceBeans.host(server.getHost()), server.getPort(), path));
	}

	@Override
	public @Nullable String username() {
		return this.details.getUsername();
	}

	@Override
	public @Nullable String password() {
		return this.details.getPassword();
	}

	@Override
	public @Nullable SslBundle sslBundle() {
		return this.details.getSslBundle();
	}

}
