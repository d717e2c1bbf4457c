package io.connectionmanager.benchmarks.starter;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.scale.ChildProcess;

/**
 * Starts an application many times, with and without one more connector module on its
 * class path, which it does not use. Its client library is there in both cases.
 */
public final class ModulesTable {

	private static final int ROUNDS = Integer.getInteger("rounds", 15);

	private static final String PREFIX = "connection-manager-";

	private static final List<String> MODULES = List.of("netty", "nats", "redis", "mqtt", "rabbitmq", "postgresql");

	private ModulesTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Path folder = Files.createTempDirectory("modules");
		Path file = Files.writeString(folder.resolve("application.yml"), """
				connection-manager:
				  connections:
				    feed:
				      url: tcp://127.0.0.1:9
				logging.level.io.connectionmanager: error
				""");
		List<String> jars = jars(folder);
		Map<String, String> classPaths = new LinkedHashMap<>();
		classPaths.put("none", classPath(jars, List.of()));
		// The noise of the machine: the same once more.
		classPaths.put("none, again", classPath(jars, List.of()));
		MODULES.forEach((module) -> classPaths.put(module, classPath(jars, List.of(module))));
		classPaths.put("all six", classPath(jars, MODULES));
		Map<String, List<List<Long>>> measured = new LinkedHashMap<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (Map.Entry<String, String> one : classPaths.entrySet()) {
				List<String> result = ChildProcess
					.run(one.getValue(), 0, UrlApplication.class, "--spring.config.additional-location=" + file.toUri())
					.orElseThrow();
				measured.computeIfAbsent(one.getKey(), (key) -> new ArrayList<>())
					.add(result.stream().map(Long::valueOf).toList());
			}
		}
		Table table = new Table("modules", "unused module", "start, ms: median", "min", "added to the median, ms",
				"added to the minimum, ms", "processor, ms: median", "added, ms", "classes added");
		List<List<Long>> none = measured.getOrDefault("none", List.of());
		measured.forEach((module, starts) -> table.row(module, median(starts, 0), minimum(starts, 0),
				median(starts, 0) - median(none, 0), minimum(starts, 0) - minimum(none, 0), median(starts, 2),
				median(starts, 2) - median(none, 2), median(starts, 3) - median(none, 3)));
		return table;
	}

	/** The class path, with jars instead of folders, as an application has it. */
	private static List<String> jars(Path folder) throws IOException {
		List<String> jars = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			jars.add(Files.isDirectory(path) ? jar(path.toAbsolutePath().normalize(), folder).toString() : entry);
		}
		return jars;
	}

	private static Path jar(Path classes, Path folder) throws IOException {
		Path jar = folder.resolve(classes.getName(classes.getNameCount() - 3) + ".jar");
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(out);
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
				Files.copy(file, entries);
				entries.closeEntry();
			}
		}
		return jar;
	}

	private static String classPath(List<String> jars, List<String> modules) {
		return jars.stream()
			.filter((jar) -> MODULES.stream().noneMatch((module) -> isModule(jar, module) && !modules.contains(module)))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isModule(String jar, String module) {
		return Path.of(jar).getFileName().toString().startsWith(PREFIX + module);
	}

	private static long median(List<List<Long>> starts, int column) {
		List<Long> sorted = new ArrayList<>();
		starts.forEach((start) -> sorted.add(start.get(column)));
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

	private static long minimum(List<List<Long>> starts, int column) {
		return starts.stream().mapToLong((start) -> start.get(column)).min().orElseThrow();
	}

}
