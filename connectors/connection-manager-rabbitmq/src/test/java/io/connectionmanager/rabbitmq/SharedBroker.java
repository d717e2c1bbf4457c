package io.connectionmanager.rabbitmq;

import java.net.InetSocketAddress;

import io.connectionmanager.connector.test.TestServer;

/**
 * The broker that is running already.
 */
final class SharedBroker {

	private static final String USER = System.getenv().getOrDefault("RABBITMQ_USER", "guest");

	private static final String PASSWORD = System.getenv().getOrDefault("RABBITMQ_PASSWORD", "guest");

	private SharedBroker() {
	}

	/**
	 * Returns where it is, or skips the test.
	 */
	static InetSocketAddress require() {
		return TestServer.externalAddress("RABBITMQ_ADDRESS", 5672);
	}

	static String url() {
		return url(USER + ":" + PASSWORD);
	}

	static String url(String credentials) {
		return urlWithoutCredentials().replace("//", "//" + credentials + "@");
	}

	static String urlWithoutCredentials() {
		InetSocketAddress address = require();
		return "amqp://%s:%d".formatted(address.getHostString(), address.getPort());
	}

}
