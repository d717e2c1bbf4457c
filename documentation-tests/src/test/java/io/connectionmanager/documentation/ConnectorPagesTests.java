package io.connectionmanager.documentation;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages about ready-made connectors list is what their factories say: schemes,
 * types, artifacts and options.
 */
class ConnectorPagesTests {

	private static final Path INDEX = Path.of("docs", "connectors", "README.md");

	private static final List<String> SECTIONS = List.of("Example", "Ready, lost, alive",
			"What the client does by itself", "What is lost during a gap", "Failures", "Options", "Without Spring");

	private static final String OPTIONS = "options.";

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]*(\\.\\*)?");

	static List<ReadyMade> connectors() {
		return ReadyMade.all();
	}

	@Test
	void every_module_of_connectors_is_on_the_class_path() throws Exception {
		assertThat(connectors().stream().map(ReadyMade::artifact)).containsOnlyOnceElementsOf(new Poms().folders()
			.stream()
			.filter((folder) -> folder.startsWith("connectors/"))
			.map((folder) -> folder.substring("connectors/".length()))
			.filter((module) -> !module.equals("connection-manager-jdk")
					&& !module.equals("connection-manager-connector-test"))
			.toList());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void all_pages_have_the_same_sections_in_the_same_order(ReadyMade connector) throws IOException {
		List<String> prose = Page.read(connector.page()).prose();
		assertThat(prose).filteredOn((line) -> line.startsWith("## "))
			.containsExactlyElementsOf(SECTIONS.stream().map("## "::concat).toList());
		assertThat(prose).filteredOn((line) -> line.startsWith("- [") && line.endsWith(")"))
			.as("contents")
			.containsExactlyElementsOf(SECTIONS.stream()
				.map((section) -> "- [%s](#%s)".formatted(section,
						section.toLowerCase().replace(",", "").replace(' ', '-')))
				.toList());
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void the_example_can_be_pasted(ReadyMade connector) throws IOException {
		Page page = Page.read(connector.page());
		List<Snippet> example = page.section("Example").snippets();
		assertThat(example.stream().map(Snippet::language).distinct()).containsExactly("xml", "yaml", "java");
		List<Snippet> plain = page.section("Without Spring").snippets();
		assertThat(plain).extracting(Snippet::language).containsExactly("java");
		assertThat(Stream.concat(example.stream(), plain.stream())
			.filter((snippet) -> snippet.language().equals("java"))
			.map(Snippet::text)).allMatch((text) -> text.startsWith("package "));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void the_page_has_a_row_for_each_option_and_no_other(ReadyMade connector) throws IOException {
		Set<String> options = new TreeSet<>();
		for (Row row : rows(connector.page())) {
			row.names()
				.filter((name) -> row.header().contains(OPTIONS) || name.startsWith(OPTIONS))
				.map((name) -> name.replace(OPTIONS, ""))
				.forEach(options::add);
		}
		assertThat(options).isEqualTo(new TreeSet<>(connector.factory().options()));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void every_option_that_the_text_names_exists(ReadyMade connector) throws IOException {
		assertThat(Page.read(connector.page()).code()).filteredOn((code) -> code.matches("options\\.[a-z-]+"))
			.allSatisfy((code) -> assertThat(connector.factory().options()).contains(code.substring(OPTIONS.length())));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void every_property_in_a_table_of_the_page_exists(ReadyMade connector) throws IOException {
		List<String> properties = new ArrayList<>();
		for (Row row : rows(connector.page())) {
			if (row.header().contains("property")) {
				row.names().filter((name) -> !name.startsWith(OPTIONS)).forEach(properties::add);
			}
		}
		assertThat(properties).contains("url").allSatisfy((property) -> assertThat(exists(property)).isTrue());
	}

	@Test
	void every_property_in_the_table_of_common_properties_exists() throws IOException {
		List<String> properties = new ArrayList<>();
		for (Row row : rows(INDEX)) {
			if (row.header().contains("property")) {
				row.names().forEach(properties::add);
			}
		}
		assertThat(properties).hasSizeGreaterThan(3).allSatisfy((property) -> assertThat(exists(property)).isTrue());
	}

	private static boolean exists(String property) {
		BeanWrapper connection = new BeanWrapperImpl(new ConnectionManagerProperties.Connection());
		String path = Pattern.compile("-(\\w)")
			.matcher(property.replace(".*", ""))
			.replaceAll((dash) -> dash.group(1).toUpperCase());
		return connection.isReadableProperty(path);
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void the_index_and_README_have_a_row_for_it(ReadyMade connector) throws IOException {
		Set<String> schemes = new HashSet<>(connector.factory().schemes());
		String type = simple(connector.factory().connectionType());
		assertThat(rows(INDEX)).anySatisfy((row) -> {
			assertThat(row.names().collect(Collectors.toSet())).isEqualTo(schemes);
			assertThat(row.cells().get(1)).contains(type);
			assertThat(row.cells().get(3)).contains("`" + connector.artifact() + "`");
		});
		schemes.remove("jdbc:postgresql");
		assertThat(rows(Path.of("README.md"))).anySatisfy((row) -> {
			assertThat(row.names().collect(Collectors.toSet())).isEqualTo(schemes);
			assertThat(row.cells().get(1)).contains(type);
			assertThat(row.cells().get(2))
				.contains("`" + connector.artifact().replace("connection-manager-", "") + "`");
		});
	}

	private static String simple(Type type) {
		return type.getTypeName().replaceAll("[a-z][a-z0-9]*\\.", "");
	}

	@Test
	void migration_pages_are_short() throws IOException {
		try (Stream<Path> pages = Files.list(Page.ROOT.resolve("docs/migrating"))) {
			assertThat(pages).hasSizeGreaterThan(4)
				.allSatisfy((page) -> assertThat(Files.readAllLines(page)).hasSizeLessThanOrEqualTo(50));
		}
	}

	@Test
	void README_is_short() throws IOException {
		assertThat(Files.readAllLines(Page.ROOT.resolve("README.md"))).hasSizeLessThan(200);
	}

	private static List<Row> rows(Path page) throws IOException {
		List<Row> rows = new ArrayList<>();
		String header = null;
		for (String line : Page.read(page).prose()) {
			if (!line.startsWith("|")) {
				header = null;
			}
			else if (header == null) {
				header = line;
			}
			else if (!line.startsWith("|---")) {
				List<String> cells = List.of(line.substring(1).split("(?<!\\\\)\\|"));
				rows.add(new Row(header.substring(1).replaceFirst("\\|.*", ""), cells));
			}
		}
		return rows;
	}

	/**
	 * A row of a table.
	 *
	 * @param header the first cell of the header
	 * @param cells the cells
	 */
	private record Row(String header, List<String> cells) {

		/** What stands in code in the first cell. */
		Stream<String> names() {
			return CODE.matcher(this.cells.get(0))
				.results()
				.map((MatchResult code) -> code.group(1))
				.filter((name) -> NAME.matcher(name).matches() || name.equals("jdbc:postgresql"));
		}

	}

}
