package io.connectionmanager.spring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of classes that no compiler checks.
 */
class RegisteredClassesTests {

	private static final Pattern CLASS_NAME = Pattern.compile("io\\.connectionmanager(?:\\.[a-z]\\w*)+\\.[A-Z][\\w$]*");

	@Test
	void each_class_named_under_meta_inf_exists() throws Exception {
		Path metaInf = Path.of(ConnectionManagerAutoConfiguration.class.getResource("/META-INF/spring").toURI())
			.getParent();
		List<String> names = new ArrayList<>();
		try (Stream<Path> files = Files.walk(metaInf)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Matcher matcher = CLASS_NAME.matcher(read(file));
				while (matcher.find()) {
					names.add(matcher.group());
				}
			}
		}
		assertThat(names).contains(ConnectionManagerAutoConfiguration.class.getName())
			.allSatisfy(
					(name) -> assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).as(name).isTrue());
	}

	@Test
	void auto_configurations_are_registered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.connectionmanager.spring.")))
			.containsExactlyInAnyOrder("io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration",
					"io.connectionmanager.spring.autoconfigure.actuate.ConnectionsEndpointAutoConfiguration",
					"io.connectionmanager.spring.autoconfigure.health.ConnectionManagerHealthContributorAutoConfiguration",
					"io.connectionmanager.spring.autoconfigure.metrics.ConnectionManagerMetricsAutoConfiguration",
					"io.connectionmanager.spring.autoconfigure.metrics.ConnectionManagerObservationAutoConfiguration");
	}

	@Test
	void auto_configurations_that_others_come_after_exist() throws Exception {
		for (String name : ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())) {
			if (name.startsWith("io.connectionmanager.")) {
				AutoConfiguration annotation = Class.forName(name).getAnnotation(AutoConfiguration.class);
				assertThat(annotation.afterName()).allSatisfy(
						(other) -> assertThat(ClassUtils.isPresent(other, getClass().getClassLoader())).as(other)
							.isTrue());
			}
		}
	}

	private static String read(Path file) throws IOException {
		return Files.readString(file, StandardCharsets.UTF_8);
	}

}
