package io.connectionmanager.benchmarks.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.scale.ChildProcess;

/**
 * Starts the application many times, in turn without the starter and with a number of
 * connections.
 */
public final class StarterTable {

	private static final int ROUNDS = Integer.getInteger("rounds", 11);

	private static final int[] CONNECTIONS = { 0, 1, 100, 1_000 };

	private StarterTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Path folder = Files.createTempDirectory("starter");
		List<Starts> all = IntStream.of(CONNECTIONS).mapToObj(Starts::new).toList();
		for (int round = 0; round < ROUNDS; round++) {
			for (Starts starts : all) {
				starts.add(run(folder, starts.connections));
			}
		}
		Table table = new Table("starter", "connections", "start, ms", "least", "most", "added, ms", "processor, ms",
				"added, ms", "heap, KiB", "added, KiB", "added for each, bytes");
		Starts bare = all.get(0);
		for (Starts starts : all) {
			long addedHeap = median(starts.heap) - median(bare.heap);
			table.row((starts == bare) ? "no starter" : starts.connections, median(starts.millis),
					Collections.min(starts.millis), Collections.max(starts.millis),
					median(starts.millis) - median(bare.millis), median(starts.cpu),
					median(starts.cpu) - median(bare.cpu), median(starts.heap) / 1024, addedHeap / 1024,
					(starts == bare) ? "" : addedHeap / starts.connections);
		}
		return table;
	}

	private static List<String> run(Path folder, int connections) throws IOException {
		if (connections == 0) {
			return ChildProcess.run(bareClassPath(), 0, BareApplication.class).orElseThrow();
		}
		StringBuilder yaml = new StringBuilder("connection-manager:\n  connections:\n");
		for (int i = 0; i < connections; i++) {
			yaml.append("    c%04d:\n      connector: nothingConnector\n".formatted(i));
		}
		Path file = Files.writeString(folder.resolve(connections + ".yml"), yaml);
		return ChildProcess
			.run(System.getProperty("java.class.path"), 0, ConnectedApplication.class,
					"--spring.config.additional-location=" + file.toUri())
			.orElseThrow();
	}

	/** All that is on the class path but this library. */
	private static String bareClassPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("connection-manager-core")
					&& !entry.contains("connection-manager-spring-boot-starter"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static long median(List<Long> values) {
		List<Long> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

	private static final class Starts {

		private final int connections;

		private final List<Long> millis = new ArrayList<>();

		private final List<Long> heap = new ArrayList<>();

		private final List<Long> cpu = new ArrayList<>();

		Starts(int connections) {
			this.connections = connections;
		}

		private void add(List<String> result) {
			this.millis.add(Long.valueOf(result.get(0)));
			this.heap.add(Long.valueOf(result.get(1)));
			this.cpu.add(Long.valueOf(result.get(2)));
		}

	}

}
