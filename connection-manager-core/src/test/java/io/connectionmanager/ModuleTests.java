package io.connectionmanager;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What class files do not tell about the house: its files, and its two registrations.
 */
class ModuleTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Path SERVICE = Path
		.of("src/main/resources/META-INF/services/io.connectionmanager.ConnectionManagerProvider");

	private static final int MOST_LINES = 400;

	@Test
	void the_engine_is_found_with_a_module_path_and_with_a_class_path() throws Exception {
		ModuleDescriptor.Provides provides = descriptor().provides().iterator().next();
		assertThat(descriptor().provides()).hasSize(1);
		assertThat(provides.service()).isEqualTo(ConnectionManagerProvider.class.getName());
		assertThat(Files.readString(SERVICE).strip()).isEqualTo(provides.providers().get(0));
		assertThat(ConnectionManagerProvider.class)
			.isAssignableFrom(Class.forName(provides.providers().get(0), false, getClass().getClassLoader()));
	}

	@Test
	void what_is_not_api_is_not_exported() throws IOException {
		assertThat(descriptor().exports()).extracting(ModuleDescriptor.Exports::source)
			.containsExactlyInAnyOrder("io.connectionmanager", "io.connectionmanager.connector",
					"io.connectionmanager.coordination", "io.connectionmanager.testing");
		assertThat(descriptor().exports()).allMatch((exports) -> !exports.isQualified());
		assertThat(descriptor().opens()).isEmpty();
	}

	@Test
	void the_packages_are_those_that_the_design_draws() throws IOException {
		try (Stream<Path> files = sources()) {
			Set<String> packages = files.map((file) -> SOURCES.relativize(file).getParent())
				.filter((folder) -> folder != null)
				.map((folder) -> folder.toString().replace('\\', '/').replace('/', '.'))
				.collect(Collectors.toSet());
			assertThat(packages).containsExactlyInAnyOrder("io.connectionmanager", "io.connectionmanager.connector",
					"io.connectionmanager.coordination", "io.connectionmanager.engine",
					"io.connectionmanager.engine.claims", "io.connectionmanager.engine.exclusive",
					"io.connectionmanager.engine.machine", "io.connectionmanager.engine.notify",
					"io.connectionmanager.engine.runtime", "io.connectionmanager.testing");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.connectionmanager", "io.connectionmanager.connector",
			"io.connectionmanager.coordination", "io.connectionmanager.engine", "io.connectionmanager.engine.claims",
			"io.connectionmanager.engine.exclusive", "io.connectionmanager.engine.machine",
			"io.connectionmanager.engine.notify", "io.connectionmanager.engine.runtime",
			"io.connectionmanager.testing" })
	void every_package_is_null_marked(String name) throws ClassNotFoundException {
		assertThat(Class.forName(name + ".package-info")).hasAnnotation(NullMarked.class);
	}

	@Test
	void files_are_small() throws IOException {
		try (Stream<Path> files = sources()) {
			assertThat(files).allSatisfy((file) -> assertThat(lines(file)).hasSizeLessThanOrEqualTo(MOST_LINES));
		}
	}

	private static ModuleDescriptor descriptor() throws IOException {
		Path classes = Path.of("target/classes/module-info.class");
		try (InputStream content = Files.newInputStream(classes)) {
			return ModuleDescriptor.read(content);
		}
	}

	private static Stream<Path> sources() throws IOException {
		return Files.walk(SOURCES).filter((file) -> file.toString().endsWith(".java"));
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
