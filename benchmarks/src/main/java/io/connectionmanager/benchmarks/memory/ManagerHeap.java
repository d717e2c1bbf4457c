package io.connectionmanager.benchmarks.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.benchmarks.report.Table;

/**
 * Weighs managers that run on real threads and a real timer: connected ones, and waiting
 * ones. Names, connections, exceptions and subscribers are shared by all, so that only
 * what the library makes counts.
 */
public final class ManagerHeap {

	private static final IOException REFUSED = new IOException("refused");

	private ManagerHeap() {
	}

	/**
	 * One object for all, as an application has it that gives all connections the same.
	 */
	private static final ConnectionSettings SETTINGS = ConnectionSettings.builder()
		.reconnectAfter(Duration.ofHours(1))
		.build();

	/**
	 * Weighs.
	 * @return the table
	 */
	public static Table measure() {
		Table table = new Table("memory", "a manager that is", "class", "objects", "bytes");
		weigh(table, "connected, one subscriber", 10_000, new Up(false), 1);
		weigh(table, "connected, one subscriber, its attempt kept", 10_000, new Up(true), 1);
		weigh(table, "waiting", 100_000, new Down(), 0);
		weigh(table, "waiting, one subscriber", 100_000, new Down(), 1);
		return table;
	}

	private static void weigh(Table table, String what, int managers, Connector<Object> connector, int subscribers) {
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().virtualThreads(false).build()) {
			List<ConnectionManager<Object>> all = new ArrayList<>();
			Footprint few = grow(all, managers / 10, connector, subscribers, runtime);
			Footprint many = grow(all, managers, connector, subscribers, runtime);
			many.eachBeyond(few, managers - managers / 10).addTo(table, what);
			all.forEach(ConnectionManager::stop);
		}
	}

	private static Footprint grow(List<ConnectionManager<Object>> all, int managers, Connector<Object> connector,
			int subscribers, ConnectionRuntime runtime) {
		while (all.size() < managers) {
			ConnectionManager<Object> manager = ConnectionManager.builder("weighed", connector)
				.settings(SETTINGS)
				.runtime(runtime)
				.build();
			for (int i = 0; i < subscribers; i++) {
				manager.subscribe(Listening.SUBSCRIBER);
			}
			manager.start();
			all.add(manager);
		}
		ConnectionState awaited = (connector instanceof Up) ? ConnectionState.CONNECTED : ConnectionState.WAITING;
		for (ConnectionManager<Object> manager : all) {
			while (manager.snapshot().state() != awaited) {
				LockSupport.parkNanos(1_000_000);
			}
		}
		// Listeners and subscribers hear a little later; then nothing more is under way.
		LockSupport.parkNanos(2_000_000_000L);
		System.gc();
		List<Object> roots = new ArrayList<>(all);
		roots.add(runtime);
		return Footprint.of(roots.toArray());
	}

	/** Connects at once; keeps its attempts, as one does that will report the loss. */
	private static final class Up implements Connector<Object> {

		private static final Object CONNECTION = new Object();

		private final @Nullable List<ConnectionAttempt> kept;

		Up(boolean keep) {
			this.kept = keep ? Collections.synchronizedList(new ArrayList<>(200_000)) : null;
		}

		@Override
		public Object open(ConnectionAttempt attempt) {
			if (this.kept != null) {
				this.kept.add(attempt);
			}
			attempt.connected();
			return CONNECTION;
		}

		@Override
		public void close(Object connection) {
		}

	}

	/** Never connects. */
	private static final class Down implements Connector<Object> {

		@Override
		public Object open(ConnectionAttempt attempt) throws IOException {
			throw REFUSED;
		}

		@Override
		public void close(Object connection) {
		}

	}

	private enum Listening implements ConnectionSubscriber<Object> {

		SUBSCRIBER;

		@Override
		public void connected(Object connection) {
		}

	}

}
