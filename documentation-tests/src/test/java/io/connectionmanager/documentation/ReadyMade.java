package io.connectionmanager.documentation;

import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

import io.connectionmanager.connector.ConnectorFactory;

/**
 * A ready-made connector, and its page.
 *
 * @param factory its factory
 * @param page the page that describes it
 */
record ReadyMade(ConnectorFactory<?> factory, Path page) {

	private static final Path FOLDER = Path.of("docs", "connectors");

	/** The pages, by one of the schemes. */
	private static final Map<String, String> PAGES = Map.of("tcp", "tcp.md", "ws", "websocket.md", "http",
			"server-sent-events.md", "netty", "netty.md", "postgresql", "postgresql.md", "mqtt", "mqtt.md", "redis",
			"redis.md", "amqp", "rabbitmq.md", "nats", "nats.md");

	/**
	 * Returns all ready-made connectors on the class path.
	 * @return the connectors
	 */
	static List<ReadyMade> all() {
		return ServiceLoader.load(ConnectorFactory.class)
			.stream()
			.<ConnectorFactory<?>>map(ServiceLoader.Provider::get)
			// Not the one of the page about writing a connector.
			.filter((factory) -> factory.getClass().getPackageName().startsWith("io.connectionmanager."))
			.map((factory) -> new ReadyMade(factory, FOLDER.resolve(page(factory))))
			.toList();
	}

	private static String page(ConnectorFactory<?> factory) {
		return factory.schemes()
			.stream()
			.filter(PAGES::containsKey)
			.map(PAGES::get)
			.findFirst()
			.orElseThrow(() -> new AssertionError("There is no page for the schemes " + factory.schemes()));
	}

	/**
	 * Returns the ready-made connector that serves a URL.
	 * @param url the URL
	 * @return the connector, or empty if there is none
	 */
	static Optional<ReadyMade> of(String url) {
		return all().stream()
			.filter((each) -> each.factory.schemes().stream().anyMatch((scheme) -> url.startsWith(scheme + ":")))
			.findFirst();
	}

	/**
	 * Returns the schemes as the pages list them.
	 * @return the schemes, in alphabetical order
	 */
	TreeSet<String> schemes() {
		return new TreeSet<>(this.factory.schemes());
	}

	/**
	 * Returns the artifact that the connector is in.
	 * @return its name, which is also that of its folder
	 */
	String artifact() {
		URL place = this.factory.getClass().getProtectionDomain().getCodeSource().getLocation();
		return Arrays.stream(place.getPath().split("/"))
			.filter((name) -> name.startsWith("connection-manager-"))
			.reduce((first, last) -> last.replaceFirst("-\\d.*", ""))
			.orElseThrow();
	}

	@Override
	public String toString() {
		return this.page.getFileName().toString();
	}

}
