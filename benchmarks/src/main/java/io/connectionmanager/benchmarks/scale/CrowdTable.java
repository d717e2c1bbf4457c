package io.connectionmanager.benchmarks.scale;

import java.io.IOException;

import io.connectionmanager.benchmarks.peers.Contestant;
import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.server.ServerProcess;

/**
 * All contestants with as many clients as they may have.
 */
public final class CrowdTable {

	private static final int CLIENTS = Integer.getInteger("clients", 10_000);

	private static final String CONTESTANTS = System.getProperty("contestants", ".*");

	private CrowdTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Table table = new Table("crowd", "", "clients", "lost for good", "heap of one, bytes", "threads",
				"all back, ms", "accepts in the worst second", "in the worst 100 ms");
		for (Contestant contestant : Contestant.all()) {
			if (contestant.connections() == 0 || !contestant.name().matches(CONTESTANTS)) {
				continue;
			}
			try (ServerProcess server = new ServerProcess()) {
				int clients = Math.min(CLIENTS, contestant.connections());
				ChildProcess.run(0, Crowd.class, server.orders(), contestant.name(), clients)
					.ifPresentOrElse(
							(line) -> table.row(contestant.name(), line.get(0), line.get(1), line.get(2), line.get(3),
									line.get(4), line.get(5), line.get(6)),
							() -> table.row(contestant.name(), clients, "failed", "", "", "", "", ""));
			}
		}
		return table;
	}

}
