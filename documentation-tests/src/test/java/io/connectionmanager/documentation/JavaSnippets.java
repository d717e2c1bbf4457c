package io.connectionmanager.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;

/**
 * Compiles Java, for the oldest release that is supported. A snippet is a whole file with
 * its package and its imports, or is made of types, of members of a class, or of
 * statements. One that shows a test is also a part of a test that is run.
 */
final class JavaSnippets implements SnippetCheck {

	/** What a reader of any page takes for granted. */
	private static final String IMPORTS = """
			import java.io.*;
			import java.net.*;
			import java.net.http.*;
			import java.nio.charset.StandardCharsets;
			import java.security.GeneralSecurityException;
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.function.*;
			import javax.net.ssl.*;
			import io.connectionmanager.*;
			import io.connectionmanager.jdk.*;
			import io.connectionmanager.spring.*;
			import io.connectionmanager.spring.autoconfigure.*;
			import io.connectionmanager.testing.*;
			import org.jspecify.annotations.Nullable;
			import org.junit.jupiter.api.Test;
			import org.slf4j.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.ssl.*;
			import org.springframework.boot.test.context.SpringBootTest;
			import org.springframework.boot.test.context.TestConfiguration;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.EventListener;
			import org.springframework.core.retry.*;
			import org.springframework.integration.annotation.ServiceActivator;
			import org.springframework.integration.ip.tcp.connection.*;
			import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;
			import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;
			import org.springframework.messaging.support.GenericMessage;
			import org.springframework.scheduling.annotation.*;
			import org.springframework.stereotype.*;
			import static org.assertj.core.api.Assertions.*;
			""";

	/** What a reader of a page about a client library takes for granted as well. */
	private static final Map<String, List<String>> IMPORTS_OF_PAGES = Map.ofEntries(
			Map.entry("docs/configuration.md",
					List.of("org.springframework.boot.testcontainers.service.connection.ServiceConnection",
							"org.testcontainers.containers.GenericContainer")),
			Map.entry("docs/connectors/README.md", List.of("io.connectionmanager.connector.*")),
			Map.entry("docs/connectors/rabbitmq.md",
					List.of("com.rabbitmq.client.*", "io.connectionmanager.rabbitmq.*")),
			Map.entry("docs/connectors/writing-a-connector.md",
					List.of("java.lang.reflect.Type", "io.connectionmanager.connector.*",
							"io.connectionmanager.connector.test.*", "com.example.line.*",
							"org.springframework.context.ApplicationContext")),
			Map.entry("docs/exclusive.md",
					List.of("io.connectionmanager.coordination.*", "io.connectionmanager.coordination.jdbc.*")),
			Map.entry("docs/migrating/listen-loop.md",
					List.of("java.sql.*", "javax.sql.DataSource", "org.postgresql.*",
							"io.connectionmanager.postgresql.*")),
			Map.entry("docs/migrating/spring-integration-mqtt.md",
					List.of("org.eclipse.paho.client.mqttv3.MqttConnectOptions",
							"org.springframework.integration.mqtt.core.*",
							"org.springframework.integration.mqtt.inbound.*", "io.connectionmanager.mqtt.*")),
			Map.entry("docs/migrating/webclient-server-sent-events.md",
					List.of("org.springframework.core.ParameterizedTypeReference",
							"org.springframework.http.codec.ServerSentEvent",
							"org.springframework.web.reactive.function.client.WebClient", "reactor.core.Disposable",
							"reactor.util.retry.Retry")),
			Map.entry("docs/migrating/websocket-connection-manager.md",
					List.of("org.springframework.web.socket.*", "org.springframework.web.socket.client.*",
							"org.springframework.web.socket.client.standard.*",
							"org.springframework.web.socket.handler.*")),
			Map.entry("docs/stores.md", List.of("io.connectionmanager.coordination.*",
					"io.connectionmanager.coordination.jdbc.*", "io.connectionmanager.coordination.zookeeper.*")));

	/** What members and statements may use without saying where it comes from. */
	private static final String SURROUNDINGS = """
			class Surroundings {
				static final Logger logger = LoggerFactory.getLogger("snippet");
				ConnectionManager<Socket> prices;
				ConnectionManagers managers;
				ConnectionManagerBuilderConfigurer configurer;
				Connector<Socket> connector;
			}
			""";

	private static final Pattern FILE = Pattern
		.compile("(?s)\\Apackage (\\S+);.*?\n(?:public |final |abstract )*(?:class|interface|record) (\\w+)");

	private static final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	// Kept open, as opening all jars of the class path takes longer than compiling.
	private static final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);

	@Override
	public void check(Snippet snippet) throws Exception {
		Compilation best = best(snippet);
		if (!best.errors().isEmpty()) {
			throw new AssertionError(String.join("\n", best.errors()));
		}
		if (snippet.text().contains("@Test") && !TestSources.contain(snippet.text())) {
			throw new AssertionError("The test is not run: no test class contains it as it is shown");
		}
	}

	private Compilation best(Snippet snippet) throws IOException {
		List<Compilation> compilations = new ArrayList<>();
		for (String source : forms(snippet)) {
			compilations.add(compile(source));
		}
		return compilations.stream().min(Compilation.BEST_FIRST).orElseThrow();
	}

	private static List<String> forms(Snippet snippet) {
		if (FILE.matcher(snippet.text()).find()) {
			return List.of(snippet.text());
		}
		String types = imports(snippet) + snippet.text();
		String statements = imports(snippet) + SURROUNDINGS
				+ "class Snippet extends Surroundings {\nvoid statements() throws Exception {\n" + snippet.text()
				+ "}\n}\n";
		return List.of(types, members(snippet), statements);
	}

	private static String members(Snippet snippet) {
		return imports(snippet) + SURROUNDINGS + "class Snippet extends Surroundings {\n" + snippet.text() + "}\n";
	}

	private static String imports(Snippet snippet) {
		return IMPORTS_OF_PAGES.getOrDefault(snippet.page(), List.of())
			.stream()
			.map((name) -> "import %s;\n".formatted(name))
			.collect(Collectors.joining("", IMPORTS, ""));
	}

	/**
	 * Makes a class of a whole file, or one of members.
	 * @param snippet the file, or the members
	 * @param folder where to put the class
	 * @return the class
	 * @throws Exception if it does not compile
	 */
	Class<?> load(Snippet snippet, Path folder) throws Exception {
		Matcher file = FILE.matcher(snippet.text());
		boolean whole = file.find();
		Boolean compiled = compiler
			.getTask(null, files, null, options("-parameters", "-d", folder.toString()), null,
					List.of(new Source(whole ? snippet.text() : members(snippet))))
			.call();
		if (!compiled) {
			throw new AssertionError("%s does not compile".formatted(snippet.title()));
		}
		return new URLClassLoader(new URL[] { folder.toUri().toURL() }, getClass().getClassLoader())
			.loadClass(whole ? file.group(1) + "." + file.group(2) : "Snippet");
	}

	/**
	 * Makes classes of the snippets of an example, which may refer to each other. Members
	 * become members of a class of their own.
	 * @param snippets whole files, types or members
	 * @param folder where to put the classes
	 * @return the class loader of the classes
	 * @throws Exception if they do not compile
	 */
	ClassLoader load(List<Snippet> snippets, Path folder) throws Exception {
		List<Source> sources = new ArrayList<>();
		for (Snippet snippet : snippets) {
			sources.add(new Source(best(snippet).source()));
		}
		Boolean compiled = compiler
			.getTask(null, files, null, options("-parameters", "-d", folder.toString()), null, sources)
			.call();
		if (!compiled) {
			throw new AssertionError("%s and others do not compile".formatted(snippets.get(0).title()));
		}
		return new URLClassLoader(new URL[] { folder.toUri().toURL() }, getClass().getClassLoader());
	}

	private static List<String> options(String... more) {
		List<String> options = new ArrayList<>(
				List.of("--release", "17", "-proc:none", "-classpath", System.getProperty("java.class.path")));
		options.addAll(List.of(more));
		return options;
	}

	private Compilation compile(String source) throws IOException {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavacTask task = (JavacTask) compiler.getTask(null, files, diagnostics, options(), null,
				List.of(new Source(source)));
		task.parse();
		boolean parsed = errors(diagnostics, source).isEmpty();
		if (parsed) {
			task.analyze();
		}
		return new Compilation(source, parsed, errors(diagnostics, source));
	}

	private static List<String> errors(DiagnosticCollector<JavaFileObject> diagnostics, String source) {
		List<String> lines = source.lines().toList();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> {
				int line = (int) diagnostic.getLineNumber();
				String where = (line > 0 && line <= lines.size()) ? " in: " + lines.get(line - 1).strip() : "";
				return diagnostic.getMessage(null) + where;
			})
			.toList();
	}

	/**
	 * What came of compiling.
	 *
	 * @param source what was compiled
	 * @param parsed whether it is Java at all
	 * @param errors what is wrong
	 */
	private record Compilation(String source, boolean parsed, List<String> errors) {

		private static final Comparator<Compilation> BEST_FIRST = Comparator
			.comparing((Compilation compilation) -> !compilation.parsed())
			.thenComparing((compilation) -> compilation.errors().size());

	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		private Source(String text) {
			super(URI.create("string:///Snippet.java"), Kind.SOURCE);
			this.text = text;
		}

		// A public class of any name will do.
		@Override
		public boolean isNameCompatible(String simpleName, Kind kind) {
			return kind == Kind.SOURCE;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
