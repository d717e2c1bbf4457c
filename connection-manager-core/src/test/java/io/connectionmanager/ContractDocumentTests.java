package io.connectionmanager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/contract.md} prints the numbered promises, and tests of all modules cite
 * them: each number that is printed is cited, and each number that is cited is printed.
 */
class ContractDocumentTests {

	private static final Path ROOT = Path.of("..");

	private static final Path PAGE = ROOT.resolve(Path.of("docs", "contract.md"));

	/** A promise begins with its anchor and its number. */
	private static final Pattern PROMISE = Pattern
		.compile("(?m)^(?:[-*] )?<a id=\"promise-(e?\\d+)\"></a>\\*\\*(E?\\d+)\\.\\*\\* \\S");

	/** Whatever may be meant as the number of a promise. */
	private static final Pattern NUMBER = Pattern.compile("(?m)\\*\\*E?\\d+\\.?\\*\\*|^\\s*\\d+[.)]\\s");

	private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([a-zA-Z.]+)` \\| (.+) \\|$");

	@Test
	void every_promise_is_printed_once_with_its_number_as_anchor() throws IOException {
		String page = Files.readString(PAGE);
		List<MatchResult> promises = PROMISE.matcher(page).results().toList();
		assertThat(promises).isNotEmpty();
		assertThat(promises.stream().map((promise) -> promise.group(1))).as("anchors")
			.containsExactlyElementsOf(
					promises.stream().map((promise) -> promise.group(2).toLowerCase(Locale.ROOT)).toList());
		assertThat(promises).extracting((promise) -> promise.group(2)).doesNotHaveDuplicates();
		assertThat(NUMBER.matcher(page).results()).as("numbers, all of which are those of promises")
			.hasSameSizeAs(promises);
	}

	@Test
	void every_promise_that_a_test_cites_is_printed() throws IOException {
		Map<String, Set<String>> cited = cited();
		assertThat(cited).isNotEmpty();
		cited.keySet().removeAll(printed());
		assertThat(cited).as("cited, but not in %s; number and files", PAGE).isEmpty();
	}

	@Test
	void every_promise_that_is_printed_is_cited_by_a_test() throws IOException {
		Set<String> uncited = printed();
		assertThat(uncited).isNotEmpty();
		uncited.removeAll(cited().keySet());
		assertThat(uncited).as("in %s, but cited by no test of any module", PAGE).isEmpty();
	}

	@Test
	void settings_are_named_as_they_are_and_have_the_defaults_that_are_printed() throws Exception {
		List<MatchResult> rows = SETTING.matcher(Files.readString(PAGE)).results().toList();
		assertThat(rows).hasSize(12);
		for (MatchResult row : rows) {
			String property = row.group(2).replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
			assertThat(row.group(1)).isEqualTo(property);
			assertThat(row.group(3)).as(property).isEqualTo(defaultOf(row.group(2)));
		}
	}

	@ParameterizedTest
	@MethodSource
	void citations_are_found(String source, List<String> numbers) {
		assertThat(PromiseCitations.in(source)).isEqualTo(numbers);
	}

	static Stream<Arguments> citations_are_found() {
		return Stream.of(Arguments.of("@DisplayName(\"Promise 7: the delay is 2 or 3 s\")", List.of("7")),
				Arguments.of("@DisplayName(\n\t\"Promises 5 \" + \"and 6\")", List.of("5", "6")),
				Arguments.of("// (promise 18)\n// Promises 1,\n\t// 2 and 14.", List.of("18", "1", "2", "14")),
				Arguments.of("/**\n * Promises 5, 6, and\n * 18.\n */", List.of("5", "6", "18")),
				Arguments.of("/* Promises 1 to 3, 7 and 9 to 11; promise 2, 4 times */",
						List.of("1", "2", "3", "7", "9", "10", "11", "2")),
				Arguments.of("String s = \"// Promise 1\"; char c = '\"'; // Promise 2 \"", List.of("2")),
				Arguments.of("String s = \"\"\"\n// Promise 1 \" of /*\n\"\"\"; /* \" */ // Promise 2", List.of("2")),
				Arguments.of("String s = \"\\\\\"; int promise = 4; // \"Promise 2\"", List.of("2")),
				Arguments.of("// Promise E7, promises 5, E1 to E3 and E12",
						List.of("E7", "5", "E1", "E2", "E3", "E12")),
				Arguments.of("// promises 3.8, compromise 5, Promise e7, promises 12th, promise EE1", List.of()));
	}

	private static Set<String> printed() throws IOException {
		return PROMISE.matcher(Files.readString(PAGE))
			.results()
			.map((promise) -> promise.group(2))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Map<String, Set<String>> cited() throws IOException {
		Map<String, Set<String>> cited = new TreeMap<>();
		for (Path source : testSources()) {
			for (String number : PromiseCitations.in(Files.readString(source))) {
				cited.computeIfAbsent(number, (each) -> new TreeSet<>()).add(source.getFileName().toString());
			}
		}
		return cited;
	}

	private static List<Path> testSources() throws IOException {
		List<Path> sources = new ArrayList<>();
		for (Path module : modules()) {
			Path folder = module.resolve(Path.of("src", "test", "java"));
			if (Files.isDirectory(folder)) {
				try (Stream<Path> files = Files.walk(folder)) {
					files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
				}
			}
		}
		return sources;
	}

	/** Modules are in the root, or in a folder of modules there. */
	private static List<Path> modules() throws IOException {
		List<Path> modules = new ArrayList<>(folders(ROOT));
		for (Path folder : folders(ROOT)) {
			modules.addAll(folders(folder));
		}
		return modules;
	}

	private static List<Path> folders(Path parent) throws IOException {
		try (Stream<Path> children = Files.list(parent)) {
			return children.filter(Files::isDirectory).toList();
		}
	}

	private static String defaultOf(String setting) throws ReflectiveOperationException {
		Object value = ConnectionSettings.defaults();
		for (String component : setting.split("\\.")) {
			value = value.getClass().getMethod(component).invoke(value);
		}
		if (value instanceof Duration duration) {
			return duration.toSeconds() + " s";
		}
		return value.equals(ConnectionSettings.UNLIMITED) ? "unlimited" : value.toString().replaceAll("\\.0$", "");
	}

}
