package io.connectionmanager.benchmarks.scale;

import java.io.IOException;
import java.util.List;

import io.connectionmanager.benchmarks.report.Table;
import io.connectionmanager.benchmarks.server.ServerProcess;

/**
 * Those who can have a hundred thousand clients in one process, with 4096 descriptors.
 */
public final class DescriptorsTable {

	private static final int CLIENTS = Integer.getInteger("clients", 100_000);

	private static final int SECONDS = Integer.getInteger("seconds", 180);

	private DescriptorsTable() {
	}

	/**
	 * Measures.
	 * @return the table
	 * @throws IOException if a process does not start
	 */
	public static Table measure() throws IOException {
		Table table = new Table("descriptors", "", "clients", "up when descriptors ran out", "up once, in the end",
				"uncaught exceptions in threads", "seconds");
		for (String contestant : List.of("ours-netty", "ours-blocking", "netty-by-hand", "selector-loop")) {
			try (ServerProcess server = new ServerProcess()) {
				ChildProcess.run(4096, Descriptors.class, server.orders(), contestant, CLIENTS, SECONDS)
					.ifPresentOrElse((line) -> table.row(contestant, line.get(0), line.get(1), line.get(2), line.get(3),
							line.get(4)), () -> table.row(contestant, CLIENTS, "failed", "", "", ""));
			}
		}
		return table;
	}

}
