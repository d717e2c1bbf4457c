package io.connectionmanager.documentation;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is wrong on a page is found, of whatever sort it is.
 */
class CheckedSnippetsTests {

	@ParameterizedTest
	@ValueSource(strings = { "record Price(String symbol) { }", "@Bean\nString name() { return \"a\"; }",
			"managers.remove(\"prices\").ifPresent(ConnectionManager::close);" })
	void java_is_made_of_types_members_or_statements(String text) {
		assertThatCode(() -> new JavaSnippets().check(Snippet.of("java", text + "\n"))).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "record Price(Strin symbol) { }", "managers.drop(\"prices\");", "int x = 1",
			"for (String line : prices) { }", "var text = switch (1) { case Integer i -> 2; };" })
	void java_that_does_not_compile_is_wrong(String text) {
		assertWrong(new JavaSnippets(), Snippet.of("java", text + "\n"), "");
	}

	@Test
	void a_test_that_is_shown_and_not_run_is_wrong() {
		assertWrong(new JavaSnippets(), Snippet.of("java", "@Test\nvoid nobody_runs_this() { }\n"), "not run");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection-manager.time-out: 1s", "connection-manager.connections.prices.urll: tcp://a:1",
			"management.endpoint.conections.access: none", "management.endpoint.health.group.readiness.includ: a" })
	void a_property_that_does_not_exist_is_wrong(String yaml) throws Exception {
		assertWrong(yaml(), Snippet.of("yaml", yaml), "There is no property");
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection-manager: [", "just text" })
	void what_is_not_yaml_is_wrong(String yaml) throws Exception {
		assertWrong(yaml(), Snippet.of("yaml", yaml), "");
	}

	@Test
	void yaml_that_an_application_does_not_start_with_is_wrong() throws Exception {
		assertThatThrownBy(() -> yaml().check(Snippet.of("yaml", "connection-manager.timeout: -1s")))
			.hasStackTraceContaining("must not be negative");
		assertThatThrownBy(() -> yaml().check(Snippet.of("yaml", "connection-manager.timeout: soon")))
			.hasStackTraceContaining("soon");
	}

	@Test
	void yaml_that_is_to_fail_and_starts_is_wrong() throws Exception {
		assertWrong(yaml(), Snippet.of("yaml", "connection-manager.timeout: 1s").remarked(YamlSnippets.FAILS),
				"has started");
	}

	@Test
	void a_default_that_is_another_is_wrong() throws Exception {
		assertWrong(yaml(), Snippet.of("yaml", "connection-manager.timeout: 3s").remarked(YamlSnippets.DEFAULTS),
				"default of connection-manager.timeout");
	}

	@Test
	void a_remark_that_nobody_knows_is_wrong() throws Exception {
		assertWrong(yaml(), Snippet.of("yaml", "connection-manager.timeout: 1s").remarked("skip this"), "remark");
	}

	@Test
	void a_report_that_reads_otherwise_is_wrong() throws Exception {
		Snippet yaml = Snippet.of("yaml", "connection-manager.timeout: -1s").remarked(YamlSnippets.FAILS);
		String report = YamlSnippets.report(yaml);
		TextSnippets text = new TextSnippets();
		assertThatCode(() -> text.check(Snippet.of("text", report).after(yaml))).doesNotThrowAnyException();
		assertWrong(text, Snippet.of("text", report.replace("Reason", "Cause")).after(yaml), "Cause");
	}

	@ParameterizedTest
	@ValueSource(strings = { "WARN  Connection 'prices' is broken", "SAP 176.76", "Hello",
			"WARN  Connection 'prices' lost (reset): gone\nand more" })
	void lines_that_nobody_logs_are_wrong(String line) throws Exception {
		assertWrong(new TextSnippets(), Snippet.of("text", line), "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\": }", "{} {}", "\"a\": {", "" })
	void what_is_not_json_is_wrong(String json) {
		assertWrong(new JsonSnippets(), Snippet.of("json", json), "JSON");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<dependency>", "", "<plugin/>",
			"<dependency><groupId>io.connectionmanager</groupId><artifactId>connection-manager</artifactId></dependency>",
			"<dependency><groupId>io.connectionmanager</groupId><artifactId>connection-manager-core</artifactId>"
					+ "<version>9</version></dependency>",
			"<project><parent><artifactId>spring-boot-starter-parent</artifactId><version>3.0.0</version></parent></project>",
			"<plugin><artifactId>spring-boot-maven-plugin</artifactId><goals><goal>no-such</goal></goals></plugin>",
			"<dependency><groupId>org.example</groupId><artifactId>unknown</artifactId></dependency>" })
	void a_dependency_or_goal_that_does_not_exist_is_wrong(String xml) throws Exception {
		assertWrong(new XmlSnippets(new Poms()), Snippet.of("xml", xml), "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "implementation(\"io.connectionmanager:connection-manager-core:9\")",
			"implementation(\"io.connectionmanager:connection-manager\")", "implementation(\"org.example:unknown\")",
			"apply plugin", "" })
	void a_dependency_of_gradle_that_does_not_exist_is_wrong(String text) throws Exception {
		assertWrong(new GradleSnippets(new Poms()), Snippet.of("groovy", text), "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mvn -pl no-such-module verify", "mvn verifi", "mvn no-such-plugin:run",
			"mvn -Pnone verify", "mvn -f none/pom.xml verify", "mvn test -Dtest=NoSuchTests", "docs/run", "rm -r docs",
			"mvn verify | less", "# nothing", "curl http://127.0.0.1:9999/actuator/health",
			"curl http://example.org/" })
	void a_command_that_does_not_work_is_wrong(String command) throws Exception {
		assertWrong(new ShellSnippets(new Poms(), new SampleCurl(1)), Snippet.of("shell", command), "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flowchart", "stateDiagram-v2\n    CONNECTED --> BROKEN: lost",
			"stateDiagram-v2\n    CONNECTED --> WAITING: lost", "stateDiagram-v2\n    CONNECTED -> WAITING" })
	void a_diagram_of_other_states_is_wrong(String diagram) throws Exception {
		assertWrong(new MermaidSnippets(new Poms()), Snippet.of("mermaid", diagram), "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flowchart TD", "flowchart TD\n    no-such-module --> connection-manager-core",
			"flowchart TD\n    io.connectionmanager.no --> io.connectionmanager", "flowchart TD\n    a[b]" })
	void a_drawing_of_another_house_is_wrong(String drawing) throws Exception {
		assertWrong(new MermaidSnippets(new Poms()), Snippet.of("mermaid", drawing), "");
	}

	@Test
	void an_arrow_against_the_code_and_one_that_is_missing_are_wrong() throws Exception {
		MermaidSnippets mermaid = new MermaidSnippets(new Poms());
		String core = """
				flowchart TD
				    io.connectionmanager.engine --> io.connectionmanager.engine.notify
				    io.connectionmanager.engine --> io.connectionmanager.engine.machine
				    io.connectionmanager.engine --> io.connectionmanager.engine.exclusive
				    io.connectionmanager.engine.exclusive --> io.connectionmanager.engine.claims
				    io.connectionmanager.engine.exclusive --> io.connectionmanager.engine.runtime
				    io.connectionmanager.engine.claims --> io.connectionmanager
				    io.connectionmanager.engine.notify --> io.connectionmanager.engine.runtime
				    io.connectionmanager.engine.machine --> io.connectionmanager
				    io.connectionmanager.engine.runtime --> io.connectionmanager.connector
				    io.connectionmanager.connector --> io.connectionmanager
				    io.connectionmanager --> io.connectionmanager.coordination
				""";
		assertThatCode(() -> mermaid
			.check(Snippet.of("mermaid", core + "io.connectionmanager.testing --> io.connectionmanager")))
			.doesNotThrowAnyException();
		assertWrong(mermaid, Snippet.of("mermaid", core + "io.connectionmanager.testing"), "has no arrow");
		assertWrong(mermaid, Snippet.of("mermaid", core), "all of connection-manager-core");
		assertWrong(mermaid,
				Snippet.of("mermaid", core + "io.connectionmanager.testing --> io.connectionmanager.engine"),
				"is not in the code");
	}

	@Test
	void blocks_are_found_with_their_remarks() {
		Page page = new Page(Path.of("made-up.md"), """
				Text.
				<!-- does not start -->
				```yaml
				a: b
				```

				```
				no language
				```
				""");
		List<Snippet> snippets = page.snippets();
		assertThat(snippets).extracting(Snippet::language).containsExactly("yaml", "");
		assertThat(snippets).extracting(Snippet::remark).containsExactly("does not start", "");
		assertThat(snippets).extracting(Snippet::line).containsExactly(3, 7);
		assertThat(snippets.get(0).text()).isEqualTo("a: b\n");
		assertThat(snippets.get(1).previous()).contains(snippets.get(0));
	}

	@Test
	void a_block_that_is_never_closed_is_wrong() {
		Page page = new Page(Path.of("made-up.md"), "```java\nint a = 1;\n");
		assertThatThrownBy(page::snippets).isInstanceOf(AssertionError.class).hasMessageContaining("never closed");
	}

	private static YamlSnippets yaml() throws Exception {
		return new YamlSnippets(new KnownProperties());
	}

	private static void assertWrong(SnippetCheck check, Snippet snippet, String message) {
		assertThatThrownBy(() -> check.check(snippet)).isInstanceOf(AssertionError.class).hasMessageContaining(message);
	}

}
