package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A drawing of modules, or of packages, with arrows to what they depend on. All of a
 * module's packages are drawn, or none. Each arrow is a dependency that there is; each
 * dependency has an arrow, or follows from several: what is reached through another is
 * not drawn again.
 *
 * @param rooms the modules or packages
 * @param arrows where the arrows of a room lead
 */
record DrawnHouse(Set<String> rooms, Map<String, Set<String>> arrows) {

	private static final Pattern LINE = Pattern.compile("\\s*([\\w.-]*\\w)(?: --> ([\\w.-]*\\w))?");

	private static final String PACKAGES = "io.connectionmanager";

	static DrawnHouse of(List<String> lines) {
		Set<String> rooms = new TreeSet<>();
		Map<String, Set<String>> arrows = new HashMap<>();
		for (String line : lines) {
			Matcher arrow = LINE.matcher(line);
			assertThat(arrow.matches()).as("'%s' is a room, or an arrow between two", line).isTrue();
			rooms.add(arrow.group(1));
			if (arrow.group(2) != null) {
				rooms.add(arrow.group(2));
				arrows.computeIfAbsent(arrow.group(1), (room) -> new TreeSet<>()).add(arrow.group(2));
			}
		}
		return new DrawnHouse(rooms, arrows);
	}

	void check(Poms poms) throws IOException {
		assertThat(this.rooms).isNotEmpty();
		if (this.rooms.stream().anyMatch((room) -> room.startsWith(PACKAGES))) {
			checkThatModulesAreComplete(poms);
			checkArrows(Compiled.DEPENDENCIES);
		}
		else {
			assertThat(this.rooms).as("modules").containsExactlyInAnyOrderElementsOf(poms.moduleNames());
			checkArrows(poms.dependenciesBetweenModules());
		}
	}

	private void checkThatModulesAreComplete(Poms poms) throws IOException {
		Set<String> unknown = new TreeSet<>(this.rooms);
		for (String module : poms.folders()) {
			Set<String> packages = packages(module);
			if (packages.stream().anyMatch(this.rooms::contains)) {
				assertThat(this.rooms).as("all of %s is drawn", module).containsAll(packages);
			}
			unknown.removeAll(packages);
		}
		assertThat(unknown).as("what is drawn and does not exist").isEmpty();
	}

	private static Set<String> packages(String module) throws IOException {
		Path sources = Page.ROOT.resolve(module).resolve("src/main/java");
		if (!Files.isDirectory(sources)) {
			return Set.of();
		}
		try (Stream<Path> files = Files.walk(sources)) {
			return files.filter((file) -> file.endsWith("package-info.java"))
				.map((file) -> sources.relativize(file.getParent()).toString().replaceAll("[/\\\\]", "."))
				.collect(Collectors.toSet());
		}
	}

	private void checkArrows(Map<String, Set<String>> dependencies) {
		this.arrows.forEach((room,
				targets) -> assertThat(targets).allSatisfy((target) -> assertThat(dependencies.get(room))
					.as("%s --> %s, which is not in the code", room, target)
					.contains(target)));
		for (String room : this.rooms) {
			Set<String> needed = new TreeSet<>(dependencies.getOrDefault(room, Set.of()));
			needed.retainAll(this.rooms);
			needed.remove(room);
			needed.removeAll(reachable(room));
			assertThat(needed).as("what %s depends on, and has no arrow to", room).isEmpty();
		}
	}

	private Set<String> reachable(String room) {
		Set<String> reached = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(Set.of(room));
		while (!open.isEmpty()) {
			for (String next : this.arrows.getOrDefault(open.pop(), Set.of())) {
				if (reached.add(next)) {
					open.push(next);
				}
			}
		}
		return reached;
	}

	/**
	 * What was compiled, read once.
	 */
	private static final class Compiled {

		private static final Map<String, Set<String>> DEPENDENCIES = new ClassFileImporter()
			.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(PACKAGES)
			.stream()
			.collect(Collectors.groupingBy(JavaClass::getPackageName,
					Collectors.flatMapping(Compiled::packagesThatItUses, Collectors.toSet())));

		private static Stream<String> packagesThatItUses(JavaClass type) {
			return type.getDirectDependenciesFromSelf()
				.stream()
				.map(Dependency::getTargetClass)
				.map((target) -> target.getBaseComponentType().getPackageName());
		}

	}

}
