package io.connectionmanager.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	/** What a reader takes for granted. */
	private static final String IMPORTS = """
			import java.io.*;
			import java.net.*;
			import java.nio.charset.StandardCharsets;
			import java.security.GeneralSecurityException;
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.function.*;
			import javax.net.ssl.*;
			import io.connectionmanager.*;
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

	private static final Pattern FILE = Pattern.compile("\\Apackage (\\S+);[^{]*\\bclass (\\w+) ");

	private static final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	// Kept open, as opening all jars of the class path takes longer than compiling.
	private static final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);

	@Override
	public void check(Snippet snippet) throws Exception {
		List<Compilation> compilations = new ArrayList<>();
		for (String source : forms(snippet.text())) {
			compilations.add(compile(source));
		}
		Compilation best = compilations.stream().min(Compilation.BEST_FIRST).orElseThrow();
		if (!best.errors().isEmpty()) {
			throw new AssertionError(String.join("\n", best.errors()));
		}
		if (snippet.text().contains("@Test") && !TestSources.contain(snippet.text())) {
			throw new AssertionError("The test is not run: no test class contains it as it is shown");
		}
	}

	private static List<String> forms(String text) {
		if (FILE.matcher(text).find()) {
			return List.of(text);
		}
		String types = IMPORTS + text;
		String members = members(text);
		String statements = IMPORTS + SURROUNDINGS
				+ "class Snippet extends Surroundings {\nvoid statements() throws Exception {\n" + text + "}\n}\n";
		return List.of(types, members, statements);
	}

	private static String members(String text) {
		return IMPORTS + SURROUNDINGS + "class Snippet extends Surroundings {\n" + text + "}\n";
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
					List.of(new Source(whole ? snippet.text() : members(snippet.text()))))
			.call();
		if (!compiled) {
			throw new AssertionError("%s does not compile".formatted(snippet.title()));
		}
		return new URLClassLoader(new URL[] { folder.toUri().toURL() }, getClass().getClassLoader())
			.loadClass(whole ? file.group(1) + "." + file.group(2) : "Snippet");
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
		return new Compilation(parsed, errors(diagnostics, source));
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
	 * @param parsed whether it is Java at all
	 * @param errors what is wrong
	 */
	private record Compilation(boolean parsed, List<String> errors) {

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
