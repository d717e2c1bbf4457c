package io.connectionmanager.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.benchmarks.faults.FaultsTable;
import io.connectionmanager.benchmarks.hotpath.CycleBenchmark;
import io.connectionmanager.benchmarks.hotpath.JmhTable;
import io.connectionmanager.benchmarks.hotpath.LettuceReadBenchmark;
import io.connectionmanager.benchmarks.hotpath.ListenerListBenchmark;
import io.connectionmanager.benchmarks.hotpath.PoolBenchmark;
import io.connectionmanager.benchmarks.hotpath.ReadBenchmark;
import io.connectionmanager.benchmarks.hotpath.SubscribersBenchmark;
import io.connectionmanager.benchmarks.memory.ManagerHeap;
import io.connectionmanager.benchmarks.report.Machine;
import io.connectionmanager.benchmarks.report.Plots;
import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.scale.CrowdTable;
import io.connectionmanager.benchmarks.scale.DescriptorsTable;
import io.connectionmanager.benchmarks.scale.KeepAliveTable;
import io.connectionmanager.benchmarks.scale.LatencyTable;
import io.connectionmanager.benchmarks.scale.SilenceTable;
import io.connectionmanager.benchmarks.starter.ModulesTable;
import io.connectionmanager.benchmarks.starter.StarterTable;

/**
 * Measures what its arguments name, one table each.
 */
public final class Main {

	private static final Map<String, Measurement> TABLES = new LinkedHashMap<>();

	static {
		TABLES.put("reads", () -> JmhTable.run("reads", new int[] { 1, 2 }, ReadBenchmark.class, PoolBenchmark.class,
				LettuceReadBenchmark.class));
		TABLES.put("subscribers", () -> JmhTable.run("subscribers", new int[] { 1 }, SubscribersBenchmark.class,
				ListenerListBenchmark.class));
		TABLES.put("cycle", () -> JmhTable.run("cycle", new int[] { 1 }, CycleBenchmark.class));
		TABLES.put("latency", LatencyTable::measure);
		TABLES.put("crowd", CrowdTable::measure);
		TABLES.put("descriptors", DescriptorsTable::measure);
		TABLES.put("keep-alive", KeepAliveTable::measure);
		TABLES.put("faults", FaultsTable::measure);
		TABLES.put("silence", SilenceTable::measure);
		TABLES.put("memory", ManagerHeap::measure);
		TABLES.put("starter", StarterTable::measure);
		TABLES.put("modules", ModulesTable::measure);
	}

	private Main() {
	}

	/**
	 * Measures.
	 * @param arguments names of tables
	 * @throws Exception if something went wrong
	 */
	public static void main(String... arguments) throws Exception {
		Path results = Path.of(System.getProperty("results", "target/results"));
		if (List.of(arguments).equals(List.of("plots"))) {
			Plots.draw(results, Path.of("../docs/performance"));
			System.exit(0);
		}
		for (String name : arguments) {
			Measurement measurement = TABLES.get(name);
			if (measurement == null) {
				complain();
			}
			else {
				System.out.println(Machine.describe());
				measurement.measure().publish(results);
			}
		}
		if (arguments.length == 0) {
			complain();
		}
		System.exit(0);
	}

	private static void complain() {
		System.err.println("Which table? " + String.join(", ", TABLES.keySet()) + "; or plots of them all");
		System.exit(2);
	}

	private interface Measurement {

		Table measure() throws Exception;

	}

}
