package io.connectionmanager.documentation;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.sample.SampleApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every snippet on every page is true. The sample runs meanwhile, for the commands that
 * ask it.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class DocumentationTests {

	@Autowired
	private ConnectionManagers managers;

	private Map<String, SnippetCheck> checks = Map.of();

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		int port = FreePort.find();
		registry.add("sample.server.port", () -> port);
	}

	@BeforeEach
	void the_sample_is_well(@LocalServerPort int port) throws Exception {
		Poms poms = new Poms();
		SampleCurl curl = new SampleCurl(port);
		this.checks = Map.of("groovy", new GradleSnippets(poms), "java", new JavaSnippets(), "json", new JsonSnippets(),
				"mermaid", new MermaidSnippets(poms), "shell", new ShellSnippets(poms, curl), "text",
				new TextSnippets(), "xml", new XmlSnippets(poms), "yaml", new YamlSnippets(new KnownProperties()));
		HttpResponse<String> healed = curl.send(List.of("-X", "POST", "http://127.0.0.1:8080/server/heal"));
		assertThat(healed.statusCode()).isEqualTo(200);
		await().until(() -> this.managers.stream().allMatch(ConnectionManager::isConnected));
	}

	@TestFactory
	Stream<DynamicTest> every_snippet_is_true() throws IOException {
		return snippets().map((snippet) -> DynamicTest.dynamicTest(snippet.title(), () -> check(snippet)));
	}

	@Test
	void there_are_snippets_of_each_language() throws IOException {
		assertThat(snippets().map(Snippet::language)).containsAll(this.checks.keySet());
	}

	private static Stream<Snippet> snippets() throws IOException {
		return Page.all().stream().flatMap((page) -> page.snippets().stream());
	}

	private void check(Snippet snippet) {
		try {
			SnippetCheck check = this.checks.get(snippet.language());
			assertThat(check)
				.as("Nobody checks '%s'. Say what it is behind the fence: one of %s", snippet.language(),
						this.checks.keySet())
				.isNotNull();
			if (snippet.file().isPresent()) {
				assertThat(snippet.text()).isEqualTo(Files.readString(Page.ROOT.resolve(snippet.file().get())));
			}
			check.check(snippet);
		}
		catch (Throwable ex) {
			throw new AssertionError("%s: %s".formatted(snippet.title(), ex.getMessage()), ex);
		}
	}

}
