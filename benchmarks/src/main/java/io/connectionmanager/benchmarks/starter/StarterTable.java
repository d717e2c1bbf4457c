package io.connectionmanager.benchmarks.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.scale.ChildProcess;

/**
 * Starts applications many times, in turn: one without the starter, one for which Spring
 * Boot alone does what it does with the same file, and one with the starter.
 */
public final class StarterTable {

	private static final int ROUNDS = Integer.getInteger("rounds", 11);

	private static final int[] CONNECTIONS = { 1, 100, 1_000 };

	private StarterTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Path folder = Files.createTempDirectory("starter");
		Starts bare = new Starts("no starter", 1, bareClassPath(), BareApplication.class, folder);
		List<Starts> all = new ArrayList<>(List.of(bare));
		String classPath = System.getProperty("java.class.path");
		for (int connections : CONNECTIONS) {
			all.add(new Starts("Boot alone", connections, classPath, BoundApplication.class, folder,
					"--connection-manager.enabled=false"));
			all.add(new Starts("starter", connections, classPath, ConnectedApplication.class, folder));
		}
		for (int round = 0; round < ROUNDS; round++) {
			for (Starts starts : all) {
				starts.run();
			}
		}
		// What disturbs a start makes it longer, never shorter: so the least are
		// compared.
		Table table = new Table("starter", "application", "connections", "start, ms", "min", "added, ms",
				"processor, ms", "min", "added, ms", "heap, KiB", "added, KiB");
		for (Starts starts : all) {
			table.row(starts.application, starts.connections, median(starts.millis), Collections.min(starts.millis),
					Collections.min(starts.millis) - Collections.min(bare.millis), median(starts.cpu),
					Collections.min(starts.cpu), Collections.min(starts.cpu) - Collections.min(bare.cpu),
					median(starts.heap) / 1024, (median(starts.heap) - median(bare.heap)) / 1024);
		}
		return table;
	}

	/** All that is on the class path but this library. */
	private static String bareClassPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !isOfThisLibrary(Path.of(entry)))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/** Whether it is a jar, or {@code target/classes}, of a module of this library. */
	private static boolean isOfThisLibrary(Path entry) {
		Path module = Files.isDirectory(entry) ? entry.resolve("../..").toAbsolutePath().normalize() : entry;
		return String.valueOf(module.getFileName()).startsWith("connection-manager-");
	}

	private static long median(List<Long> values) {
		List<Long> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

	private static final class Starts {

		private final String application;

		private final int connections;

		private final String classPath;

		private final Class<?> type;

		private final List<String> arguments = new ArrayList<>();

		private final List<Long> millis = new ArrayList<>();

		private final List<Long> heap = new ArrayList<>();

		private final List<Long> cpu = new ArrayList<>();

		// All read a file, so that what reading one takes is in all figures.
		Starts(String application, int connections, String classPath, Class<?> type, Path folder, String... arguments)
				throws IOException {
			this.application = application;
			this.connections = connections;
			this.classPath = classPath;
			this.type = type;
			this.arguments.add("--spring.config.additional-location=" + properties(folder, connections).toUri());
			this.arguments.add("--entries=" + connections);
			this.arguments.addAll(List.of(arguments));
		}

		private static Path properties(Path folder, int connections) throws IOException {
			StringBuilder yaml = new StringBuilder("connection-manager:\n  connections:\n");
			for (int i = 0; i < connections; i++) {
				yaml.append("    c%04d:\n      connector: nothingConnector\n".formatted(i));
			}
			return Files.writeString(folder.resolve(connections + ".yml"), yaml);
		}

		private void run() throws IOException {
			List<String> result = ChildProcess.run(this.classPath, 0, this.type, this.arguments.toArray())
				.orElseThrow();
			this.millis.add(Long.valueOf(result.get(0)));
			this.heap.add(Long.valueOf(result.get(1)));
			this.cpu.add(Long.valueOf(result.get(2)));
		}

	}

}
