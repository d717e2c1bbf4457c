package io.connectionmanager.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.sample.server.Fault;
import io.connectionmanager.sample.server.PriceServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of README runs as it is printed there, and prints what README says. It is
 * the heart of the application of getting started, which is built outside of this build.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstExampleTests {

	private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?( s\\b)?");

	private final Page gettingStarted;

	private final List<Snippet> snippets;

	FirstExampleTests() throws Exception {
		this.gettingStarted = Page.read(Path.of("docs", "getting-started.md"));
		this.snippets = Page.read(Path.of("README.md")).snippets();
	}

	@Test
	void started_before_its_server_which_is_later_restarted_it_prints_what_README_shows(@TempDir Path folder,
			CapturedOutput output) throws Exception {
		int port = FreePort.find();
		try (ConfigurableApplicationContext context = start(folder, port)) {
			ConnectionManager<?> prices = context.getBean(ConnectionManagers.class).get("prices");
			await().until(() -> prices.snapshot().failures() >= 2);
			try (PriceServer server = new PriceServer(port)) {
				await().until(() -> pattern("SAP 1.0").matcher(output).find());
				// Only then is the outage over, and the next one an outage of its own.
				await().until(() -> prices.snapshot().stable());
				long failures = prices.snapshot().failures();
				server.apply(Fault.REFUSE, Duration.ofMinutes(1));
				await().until(() -> prices.snapshot().failures() >= failures + 2);
				server.apply(Fault.HEAL, Duration.ZERO);
				await().until(() -> prices.snapshot().connects() == 2);
				for (String line : first("text").text().lines().toList()) {
					// An outage is logged when it is over: when the connection was
					// stable.
					await().untilAsserted(() -> assertThat(output).containsPattern(pattern(line)));
				}
			}
		}
	}

	@Test
	void the_application_of_getting_started_is_the_whole_project_that_is_built_outside_of_this_build()
			throws Exception {
		Path project = Page.ROOT.resolve("smoke-test");
		try (Stream<Path> main = Files.walk(project.resolve("src/main"))) {
			List<Path> files = Stream.concat(Stream.of(project.resolve("pom.xml")), main.filter(Files::isRegularFile))
				.map(Page.ROOT::relativize)
				.toList();
			assertThat(this.gettingStarted.snippets().stream().flatMap((snippet) -> snippet.file().stream()))
				.containsExactlyInAnyOrderElementsOf(files);
		}
	}

	@Test
	void the_example_of_README_is_the_heart_of_that_application() throws Exception {
		Path application = Page.ROOT.resolve("smoke-test/src/main/java/prices/PricesApplication.java");
		assertThat(Files.readString(application)).contains(first("java").text().replaceAll("(?m)^(?=.)", "\t"));
	}

	private ConfigurableApplicationContext start(Path folder, int port) throws Exception {
		Path yaml = Files.writeString(folder.resolve("application.yml"), first("yaml").text());
		return new SpringApplicationBuilder(Application.class, new JavaSnippets().load(first("java"), folder))
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.run("--spring.config.location=" + yaml.toUri(), "--spring.main.banner-mode=off",
					"--connection-manager.connections.prices.url=tcp://localhost:" + port,
					// What is printed is the same, and sooner.
					"--connection-manager.stable-after=1s");
	}

	private Snippet first(String language) {
		return this.snippets.stream()
			.filter((snippet) -> snippet.language().equals(language))
			.findFirst()
			.orElseThrow();
	}

	// Numbers are others each time, and so is what stands before a message in the log.
	private static Pattern pattern(String line) {
		String message = line.replaceFirst("^(INFO|WARN) +", "");
		return Pattern.compile(NUMBER.matcher(Pattern.quote(message))
			.replaceAll((number) -> "\\\\E[0-9.]+%s\\\\Q".formatted((number.group(1) != null) ? " m?s" : "")));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
