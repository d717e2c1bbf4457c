package io.connectionmanager.benchmarks.starter;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.connectionmanager.Connector;

/**
 * The same application, with connections from its properties, which all use one connector
 * that connects at once, and to nothing.
 */
@EnableAutoConfiguration
public class ConnectedApplication {

	/**
	 * Starts the application.
	 * @param arguments arguments of the application
	 */
	public static void main(String... arguments) {
		BareApplication.run(ConnectedApplication.class, arguments);
	}

	@Bean
	Connector<Object> nothingConnector() {
		return Connector.blocking((attempt) -> new Object());
	}

}
