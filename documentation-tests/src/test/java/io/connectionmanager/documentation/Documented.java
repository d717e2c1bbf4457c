package io.connectionmanager.documentation;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import io.connectionmanager.Connector;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application of a reader who has copied an {@code application.yml} from a page. It
 * has a connector for each connection, and one for {@code prices} in any case. They
 * connect to nothing.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Documented {

	@Bean
	Connector<Socket> pricesConnector() {
		return Connector.blocking((attempt) -> new Socket());
	}

	/**
	 * Starts the application.
	 * @param yaml its configuration
	 * @param connectors whether there is a connector for each connection
	 * @return the running application
	 * @throws IOException if the configuration could not be written down
	 */
	static ConfigurableApplicationContext start(String yaml, boolean connectors) throws IOException {
		Path folder = Files.createTempDirectory("documented");
		Path file = Files.writeString(folder.resolve("application.yml"), yaml);
		Set<String> before = System.getProperties().stringPropertyNames();
		try {
			SpringApplication application = new SpringApplication(Documented.class);
			application.setRegisterShutdownHook(false);
			if (connectors) {
				application.addInitializers((context) -> addConnectors((GenericApplicationContext) context));
			}
			return application.run("--spring.config.location=" + file.toUri(), "--server.port=0",
					"--server.address=127.0.0.1", "--spring.main.banner-mode=off",
					"--CERTIFICATES=src/test/resources/certificates");
		}
		finally {
			// Boot passes the format of the log on in these, to whoever comes next too.
			System.getProperties().keySet().retainAll(before);
			Files.delete(file);
			Files.delete(folder);
		}
	}

	private static void addConnectors(GenericApplicationContext context) {
		Map<String, ConnectionManagerProperties.Connection> connections = Binder.get(context.getEnvironment())
			.bind("connection-manager.connections",
					Bindable.mapOf(String.class, ConnectionManagerProperties.Connection.class))
			.orElse(Map.of());
		connections.forEach((name, connection) -> {
			String beanName = (connection.getConnector() != null) ? connection.getConnector() : name + "Connector";
			if (!beanName.equals("pricesConnector") && !context.containsBeanDefinition(beanName)) {
				context.registerBean(beanName, Connector.class, () -> Connector.blocking((attempt) -> new Socket()));
			}
		});
	}

}
