package io.connectionmanager.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.server.ServerProcess;

/**
 * What keep-alive costs many WebSockets that say nothing: the same with and without, in
 * turn.
 */
public final class KeepAliveTable {

	private static final int CLIENTS = Integer.getInteger("clients", 10_000);

	private static final int ROUNDS = Integer.getInteger("rounds", 1);

	private static final int SECONDS = Integer.getInteger("seconds", 60);

	private static final int INTERVAL = Integer.getInteger("interval", 30);

	private KeepAliveTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Map<String, List<List<Double>>> measured = new LinkedHashMap<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (int interval : new int[] { 0, INTERVAL }) {
				try (ServerProcess server = new ServerProcess()) {
					ChildProcess.run(0, IdleWebSockets.class, server.orders(), CLIENTS, interval, SECONDS)
						.ifPresent((line) -> measured
							.computeIfAbsent((interval == 0) ? "off" : interval + " s", (key) -> new ArrayList<>())
							.add(line.stream().map(Double::valueOf).toList()));
				}
			}
		}
		Table table = new Table("keep-alive", "keep-alive", "WebSockets", "processor, % of one core", "pings a second",
				"threads", "lost");
		measured.forEach((interval, rounds) -> table.row(interval, CLIENTS, median(rounds, 0), median(rounds, 1),
				Math.round(median(rounds, 2)), Math.round(median(rounds, 3))));
		return table;
	}

	private static double median(List<List<Double>> rounds, int column) {
		List<Double> sorted = new ArrayList<>();
		rounds.forEach((round) -> sorted.add(round.get(column)));
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

}
