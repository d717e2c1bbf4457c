package io.connectionmanager.documentation;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is the example of a connector's page, and nothing else: the YAML of
 * the section with the example, and its Java.
 */
final class PageExample implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final List<Object> beans = new ArrayList<>();

	private PageExample(ConfigurableApplicationContext context, List<Class<?>> types) {
		this.context = context;
		types.forEach((type) -> this.beans.add(context.getBean(type)));
	}

	/**
	 * Starts the application.
	 * @param page the name of the page
	 * @param folder where to put its classes
	 * @param replaced what is different from the page in code and configuration
	 * @param properties properties that override those of the page
	 * @return the running application
	 * @throws Exception if it does not start
	 */
	static PageExample start(String page, Path folder, Map<String, String> replaced, String... properties)
			throws Exception {
		List<Snippet> snippets = Page.read(Path.of("docs", "connectors", page)).section("Example").snippets();
		Snippet yaml = snippets.stream()
			.filter((snippet) -> snippet.language().equals("yaml"))
			.findFirst()
			.orElseThrow();
		List<Snippet> java = snippets.stream()
			.filter((snippet) -> snippet.language().equals("java"))
			.map((snippet) -> replace(snippet, replaced))
			.toList();
		assertThat(java).as("Java of the example of " + page).isNotEmpty();
		Path classes = Files.createDirectory(folder.resolve("classes"));
		ClassLoader loader = new JavaSnippets().load(java, classes);
		List<Class<?>> types = new ArrayList<>();
		for (String name : names(classes)) {
			Class<?> type = loader.loadClass(name);
			if (isBean(type)) {
				types.add(type);
			}
		}
		Path configuration = Files.writeString(folder.resolve("application.yml"), replace(yaml, replaced).text());
		List<String> arguments = new ArrayList<>(List.of("--spring.config.location=" + configuration.toUri(),
				"--spring.main.banner-mode=off", "--connection-manager.reconnect-after=50ms",
				// The WebSocket client of the JDK notices some losses only by a ping.
				"--connection-manager.keep-alive.interval=2s", "--connection-manager.keep-alive.timeout=3s"));
		arguments.addAll(List.of(properties));
		return new PageExample(new SpringApplicationBuilder(Application.class).sources(types.toArray(Class<?>[]::new))
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run(arguments.toArray(String[]::new)), types);
	}

	/**
	 * Starts the connection of the section about the use without Spring.
	 * @param page the name of the page
	 * @param folder where to put its class
	 * @param replaced what is different from the page in code
	 * @param url the URL to connect to
	 * @param received gets what has been received
	 * @return the manager
	 * @throws Exception if it cannot be started
	 */
	static ConnectionManager<?> startWithoutSpring(String page, Path folder, Map<String, String> replaced, URI url,
			Consumer<String> received) throws Exception {
		Snippet java = Page.read(Path.of("docs", "connectors", page))
			.section("Without Spring")
			.snippets()
			.stream()
			.filter((snippet) -> snippet.language().equals("java"))
			.findFirst()
			.orElseThrow();
		Class<?> type = new JavaSnippets().load(replace(java, replaced),
				Files.createDirectory(folder.resolve("classes-without-spring")));
		Method start = type.getDeclaredMethod("start", URI.class, Consumer.class);
		start.setAccessible(true);
		return (ConnectionManager<?>) start.invoke(null, url, received);
	}

	private static Snippet replace(Snippet snippet, Map<String, String> replaced) {
		String text = snippet.text();
		for (Map.Entry<String, String> each : replaced.entrySet()) {
			text = text.replace(each.getKey(), each.getValue());
		}
		return new Snippet(snippet.page(), snippet.line(), snippet.language(), snippet.remark(), text,
				snippet.previous());
	}

	private static List<String> names(Path classes) throws IOException {
		try (Stream<Path> files = Files.walk(classes)) {
			return files.map((file) -> classes.relativize(file).toString())
				.filter((file) -> file.endsWith(".class") && !file.contains("$"))
				.map((file) -> file.replaceAll("\\.class$", "").replaceAll("[/\\\\]", "."))
				.toList();
		}
	}

	private static boolean isBean(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, Component.class)
				|| Arrays.stream(ReflectionUtils.getDeclaredMethods(type))
					.anyMatch((method) -> method.isAnnotationPresent(Bean.class));
	}

	/**
	 * Returns the manager of the only connection.
	 * @return the manager
	 */
	ConnectionManager<?> manager() {
		List<ConnectionManager<?>> managers = new ArrayList<>();
		this.context.getBean(ConnectionManagers.class).stream().forEach(managers::add);
		assertThat(managers).hasSize(1);
		return managers.get(0);
	}

	/**
	 * Returns whether a bean of the example has received a text, and keeps it in one of
	 * its fields.
	 * @param text the text
	 * @return whether it has
	 */
	boolean hasReceived(String text) {
		return this.beans.stream()
			.anyMatch((bean) -> Arrays.stream(bean.getClass().getDeclaredFields())
				.map((field) -> String.valueOf(ReflectionTestUtils.getField(bean, field.getName())))
				.anyMatch((value) -> value.contains(text)));
	}

	/**
	 * Calls a method of a bean of the example.
	 * @param bean the simple name of its class
	 * @param method the name of the method
	 * @param arguments the arguments
	 */
	void call(String bean, String method, Object... arguments) {
		Object target = this.beans.stream()
			.filter((each) -> each.getClass().getSimpleName().equals(bean))
			.findFirst()
			.orElseThrow();
		ReflectionTestUtils.invokeMethod(target, method, arguments);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
