package io.connectionmanager.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.benchmarks.peers.Contestant;
import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.server.ServerProcess;

/**
 * The latency of all contestants, in several rounds, so that a disturbance of the machine
 * hits all of them alike.
 */
public final class LatencyTable {

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	private static final int SAMPLES = Integer.getInteger("samples", 150);

	private static final int TURNS = Integer.getInteger("turns", 0);

	private static final String CONTESTANTS = System.getProperty("contestants", ".*");

	private LatencyTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Map<Contestant, List<List<Double>>> measured = new LinkedHashMap<>();
		try (ServerProcess server = new ServerProcess()) {
			for (int round = 0; round < ROUNDS; round++) {
				for (Contestant contestant : Contestant.all()) {
					if (!contestant.name().matches(CONTESTANTS)) {
						continue;
					}
					ChildProcess.run(0, Latency.class, server.orders(), contestant.name(), SAMPLES, TURNS)
						.ifPresent((line) -> measured.computeIfAbsent(contestant, (key) -> new ArrayList<>())
							.add(line.stream().map(Double::valueOf).toList()));
				}
			}
		}
		Table table = new Table("latency", "", "start to up, µs", "rounds", "cut to down, µs", "rounds",
				"cut to up less delay, µs", "rounds");
		measured.forEach((contestant, rounds) -> table.row(contestant.name(), median(rounds, 0), range(rounds, 0),
				median(rounds, 1), range(rounds, 1), median(rounds, 2), range(rounds, 2)));
		return table;
	}

	private static double median(List<List<Double>> rounds, int column) {
		List<Double> sorted = sorted(rounds, column);
		return sorted.get(sorted.size() / 2);
	}

	private static String range(List<List<Double>> rounds, int column) {
		List<Double> sorted = sorted(rounds, column);
		if (sorted.get(0).isNaN()) {
			return "–";
		}
		return Math.round(sorted.get(0)) + " … " + Math.round(sorted.get(sorted.size() - 1));
	}

	private static List<Double> sorted(List<List<Double>> rounds, int column) {
		List<Double> sorted = new ArrayList<>();
		rounds.forEach((round) -> sorted.add(round.get(column)));
		Collections.sort(sorted);
		return sorted;
	}

}
