package io.connectionmanager.documentation;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.connectionmanager.Connector;
import io.connectionmanager.spring.ConnectorDecorator;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * An application of a reader who has copied an {@code application.yml} from a page. It
 * has the beans that ready-made connectors need, a connector for each connection that no
 * ready-made one serves, and one for {@code prices} if there is no such connection.
 * Nothing is connected to: every connector is replaced once it has been created.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Documented {

	@Bean
	static ConnectorDecorator connectsToNothing() {
		return new ConnectorDecorator() {
			@Override
			@SuppressWarnings("unchecked")
			public <C> Connector<C> decorate(String name, Connector<C> connector) {
				return (Connector<C>) Connector.blocking((attempt) -> new Object());
			}
		};
	}

	/**
	 * Starts the application.
	 * @param yaml its configuration
	 * @param complete whether there is all that it needs, or only a connector for
	 * {@code prices}
	 * @return the running application
	 * @throws IOException if the configuration could not be written down
	 */
	static ConfigurableApplicationContext start(String yaml, boolean complete) throws IOException {
		Path folder = Files.createTempDirectory("documented");
		Path file = Files.writeString(folder.resolve("application.yml"), yaml);
		Set<String> before = System.getProperties().stringPropertyNames();
		try {
			SpringApplication application = new SpringApplication(Documented.class);
			if (!complete) {
				application.setResourceLoader(new DefaultResourceLoader(new StarterAlone()));
			}
			application.setRegisterShutdownHook(false);
			application.addInitializers((context) -> {
				if (complete) {
					addBeans((GenericApplicationContext) context);
				}
				else {
					addConnector((GenericApplicationContext) context, "pricesConnector");
				}
			});
			return application.run("--spring.config.location=" + file.toUri(), "--server.port=0",
					"--server.address=127.0.0.1", "--spring.main.banner-mode=off",
					"--CERTIFICATES=src/test/resources/certificates", "--FEED_PASSWORD=secret",
					"--DATABASE_PASSWORD=secret", "--BROKER_PASSWORD=secret");
		}
		finally {
			// Boot passes the format of the log on in these, to whoever comes next too.
			System.getProperties().keySet().retainAll(before);
			Files.delete(file);
			Files.delete(folder);
		}
	}

	private static void addBeans(GenericApplicationContext context) {
		context.registerBean(SuppliedBeans.class);
		Map<String, ConnectionManagerProperties.Connection> connections = Binder.get(context.getEnvironment())
			.bind("connection-manager.connections",
					Bindable.mapOf(String.class, ConnectionManagerProperties.Connection.class))
			.orElse(Map.of());
		if (!connections.containsKey("prices")) {
			addConnector(context, "pricesConnector");
		}
		connections.forEach((name, connection) -> {
			String connector = connection.getConnector();
			if (connector != null || !isReadyMade(connection)) {
				addConnector(context, (connector != null) ? connector : name + "Connector");
			}
		});
	}

	private static boolean isReadyMade(ConnectionManagerProperties.Connection connection) {
		String url = connection.getUrls().isEmpty() ? connection.getUrl() : connection.getUrls().get(0);
		return url != null && (url.startsWith("lines:") || ReadyMade.of(url).isPresent());
	}

	private static void addConnector(GenericApplicationContext context, String beanName) {
		if (!context.containsBeanDefinition(beanName)) {
			context.registerBean(beanName, Connector.class, () -> Connector.blocking((attempt) -> new Socket()));
		}
	}

	/**
	 * The class path of an application that has only the starter: ready-made connectors
	 * in other modules are not found.
	 */
	private static final class StarterAlone extends ClassLoader {

		private static final Pattern OTHER = Pattern
			.compile("/connection-manager-(netty|postgresql|mqtt|redis|rabbitmq|nats)[-/]");

		StarterAlone() {
			super(Documented.class.getClassLoader());
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			return Collections.enumeration(Collections.list(super.getResources(name))
				.stream()
				.filter((resource) -> !OTHER.matcher(resource.toString()).find())
				.toList());
		}

	}

}
