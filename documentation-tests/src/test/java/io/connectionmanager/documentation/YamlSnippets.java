package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application with a piece of its {@code application.yml}, after a look at
 * whether each property exists. With the remark {@value #FAILS} before it, the
 * application must not start, and what follows is the report. With {@value #DEFAULTS}, it
 * sets each property to what it is anyway.
 */
final class YamlSnippets implements SnippetCheck {

	static final String FAILS = "does not start";

	static final String DEFAULTS = "defaults";

	private final KnownProperties known;

	YamlSnippets(KnownProperties known) {
		this.known = known;
	}

	@Override
	public void check(Snippet snippet) throws Exception {
		for (PropertySource<?> document : load(snippet.text())) {
			EnumerablePropertySource<?> properties = (EnumerablePropertySource<?>) document;
			assertThat(properties.getPropertyNames()).as("properties").isNotEmpty();
			for (String name : properties.getPropertyNames()) {
				String value = String.valueOf(properties.getProperty(name));
				this.known.check(name, value);
				if (snippet.remark().equals(DEFAULTS)) {
					assertThat(value).as("default of " + name).isEqualTo(this.known.defaultOf(name));
				}
			}
		}
		if (snippet.remark().equals(FAILS)) {
			report(snippet);
			return;
		}
		if (snippet.file().isEmpty()) {
			assertThat(snippet.remark()).as("remark on YAML").isIn("", DEFAULTS);
		}
		try (ConfigurableApplicationContext context = Documented.start(snippet.text(), true)) {
			Map<String, ConnectionManagerProperties.Connection> connections = Binder.get(context.getEnvironment())
				.bind("connection-manager.connections",
						Bindable.mapOf(String.class, ConnectionManagerProperties.Connection.class))
				.orElse(Map.of());
			ConnectionManagers managers = context.getBean(ConnectionManagers.class);
			assertThat(connections.keySet()).allSatisfy((name) -> assertThat(managers.find(name)).isPresent());
		}
	}

	private static List<PropertySource<?>> load(String yaml) throws IOException {
		try {
			return new YamlPropertySourceLoader().load("snippet",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (RuntimeException ex) {
			throw new AssertionError("This is not YAML: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Returns the report of an application that does not start, as a person reads it.
	 * @param snippet its configuration
	 * @return the report
	 * @throws IOException if the configuration could not be written down
	 */
	static String report(Snippet snippet) throws IOException {
		try {
			Documented.start(snippet.text(), false).close();
		}
		catch (RuntimeException ex) {
			FailureAnalysis analysis = analysis(ex);
			return "Description:\n\n%s\n\nAction:\n\n%s\n"
				.formatted(analysis.getDescription().strip(), analysis.getAction().strip())
				.replaceAll("Origin: .*?application\\.yml\\S*( - \\d+:\\d+)",
						"Origin: class path resource [application.yml]$1");
		}
		throw new AssertionError("The application has started");
	}

	private static FailureAnalysis analysis(Throwable failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			if (ex instanceof FailureAnalyzedException analyzed) {
				return analyzed.analysis();
			}
		}
		throw new AssertionError("This is not reported", failure);
	}

}
