package io.connectionmanager.rabbitmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The broker that is running already.
 */
final class SharedBroker {

	static final String HOST = System.getenv().getOrDefault("RABBITMQ_HOST", "127.0.0.1");

	static final int PORT = Integer.parseInt(System.getenv().getOrDefault("RABBITMQ_PORT", "5672"));

	private static final String CREDENTIALS = System.getenv().getOrDefault("RABBITMQ_CREDENTIALS", "guest:guest");

	private SharedBroker() {
	}

	static void require() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(HOST, PORT), 2000);
		}
		catch (IOException ex) {
			String message = "No RabbitMQ broker at %s:%d (RABBITMQ_HOST, RABBITMQ_PORT)".formatted(HOST, PORT);
			if ("true".equals(System.getenv("CI"))) {
				fail(message);
			}
			abort(message);
		}
	}

	static String url() {
		return url(CREDENTIALS);
	}

	static String url(String credentials) {
		return "amqp://%s@%s:%d".formatted(credentials, HOST, PORT);
	}

}
