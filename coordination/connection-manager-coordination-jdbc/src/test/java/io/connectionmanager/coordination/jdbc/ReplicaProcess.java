package io.connectionmanager.coordination.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.connector.test.FaultProxy;

/**
 * A {@link ReplicaProgram} in a process of its own, with a proxy between it and the
 * store.
 */
final class ReplicaProcess implements AutoCloseable {

	private final String name;

	private final Process process;

	private final FaultProxy store;

	private boolean ending;

	private final List<String> output = new CopyOnWriteArrayList<>();

	ReplicaProcess(String name, TestDatabase database, CountingPeer peer, int connections, Duration lease,
			Duration settle) throws IOException {
		this.name = name;
		this.store = FaultProxy.to(database.address());
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		this.process = new ProcessBuilder(java.toString(), "-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				ReplicaProgram.class.getName(), name, database.url(this.store.address()), database.username(),
				database.password(), String.valueOf(peer.port()), String.valueOf(connections),
				String.valueOf(lease.toMillis()), String.valueOf(settle.toMillis()))
			.redirectErrorStream(true)
			.start();
		Thread reader = new Thread(this::read, "output of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			String line = reader.readLine();
			while (line != null) {
				this.output.add(line);
				line = reader.readLine();
			}
		}
		catch (IOException ex) {
			// The process has ended.
		}
	}

	String name() {
		return this.name;
	}

	FaultProxy store() {
		return this.store;
	}

	List<String> output() {
		return this.output;
	}

	/** Returns how many connections were given up too late. */
	long overruns() {
		return this.output.stream().filter((line) -> line.startsWith("OVERRUN")).count();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Kills the process. {@link Process#onExit()} would look for the process by its
	 * number, which another one may have by now.
	 */
	void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Whether it was killed, or asked to terminate. */
	boolean isEnding() {
		return this.ending || !this.process.isAlive();
	}

	void terminate() {
		this.ending = true;
		// Process.destroy() would close the standard input as well, and so end the
		// replica.
		this.process.toHandle().destroy();
	}

	void suspend() {
		signal("-STOP");
	}

	void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		kill();
		this.store.close();
	}

}
