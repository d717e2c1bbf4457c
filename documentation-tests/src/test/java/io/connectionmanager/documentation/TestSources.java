package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sources of the tests of all modules.
 */
final class TestSources {

	private TestSources() {
	}

	/**
	 * Returns whether a test class contains some code, however it is indented.
	 * @param code the code
	 * @return whether it does
	 * @throws IOException if a source could not be read
	 */
	static boolean contain(String code) throws IOException {
		String wanted = withoutIndentation(code);
		for (Path file : files()) {
			if (withoutIndentation(Files.readString(file)).contains(wanted)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether there is a test class that a filter selects.
	 * @param filter the simple name of the class, in which an asterisk is any text; a
	 * method after it, which may be inherited, is not looked for
	 * @return whether there is
	 * @throws IOException if the sources could not be looked through
	 */
	static boolean haveClass(String filter) throws IOException {
		String name = filter.replaceFirst("#.*", "");
		PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name + ".java");
		return files().stream().map(Path::getFileName).anyMatch(matcher::matches);
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> modules = Files.walk(Page.ROOT, 2)) {
			List<Path> folders = modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.toList();
			List<Path> files = new ArrayList<>();
			for (Path folder : folders) {
				try (Stream<Path> sources = Files.walk(folder)) {
					sources.filter((file) -> file.toString().endsWith(".java")).forEach(files::add);
				}
			}
			return files;
		}
	}

	private static String withoutIndentation(String code) {
		return code.lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty())
			.collect(Collectors.joining("\n", "\n", "\n"));
	}

}
