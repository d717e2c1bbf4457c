package io.connectionmanager.redis;

import java.net.URI;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * Redis, as it is installed: the server that runs already, or one of its own.
 */
public final class RedisServers {

	private RedisServers() {
	}

	/** Returns the server that runs already, at REDIS_ADDRESS. */
	static TestServer shared() {
		return TestServer.external("REDIS_ADDRESS", 6379);
	}

	/**
	 * Starts a server.
	 * @param arguments further arguments
	 */
	public static ServerProcess start(String... arguments) {
		return ServerProcess
			.program("redis-server", "--bind", "127.0.0.1", "--port", "{port}", "--save", "", "--appendonly", "no")
			.arguments(arguments)
			.start();
	}

	static URI uri(TestServer server) {
		return uri(server, "");
	}

	/**
	 * Returns the address of a server.
	 * @param userInfo the user-info with the at sign, or an empty text
	 */
	static URI uri(TestServer server, String userInfo) {
		return URI.create("redis://%s127.0.0.1:%d".formatted(userInfo, server.address().getPort()));
	}

}
