package io.connectionmanager.benchmarks.starter;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.connectionmanager.jdk.SocketHandler;

/**
 * An application with one connection of a ready-made connector, which is looked up by the
 * scheme of its URL among all that there are.
 */
@EnableAutoConfiguration
public class UrlApplication {

	/**
	 * Starts the application.
	 * @param arguments arguments of the application
	 */
	public static void main(String... arguments) {
		BareApplication.run(UrlApplication.class, arguments);
	}

	@Bean
	SocketHandler handler() {
		return (socket) -> {
			while (socket.getInputStream().read() >= 0) {
				// Nothing is said.
			}
		};
	}

}
