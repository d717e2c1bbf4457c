package io.connectionmanager.coordination.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The peer of exclusive connections, which counts sessions by its own clock: who has one,
 * with what token, and whether two replicas have one at the same time. A session begins
 * when the replica has confirmed that it is there: if the backlog of a server is full,
 * TCP delivers what a client sent long after it has closed the connection.
 */
final class CountingPeer implements AutoCloseable {

	static final String WELCOME = "welcome\n";

	private final ServerSocket server;

	// Guarded by this, like all that follows.

	private final Map<String, List<Session>> open = new HashMap<>();

	private final Map<String, Integer> sessions = new HashMap<>();

	private final Map<String, Long> tokens = new HashMap<>();

	private final Map<String, Long> endedAt = new HashMap<>();

	private final List<Double> gaps = new ArrayList<>();

	private final List<Twice> twice = new ArrayList<>();

	private final List<String> violations = new ArrayList<>();

	/** Replicas that are stopped by a signal, whose sessions cannot end. */
	private final Set<String> frozen = new HashSet<>();

	/**
	 * A session.
	 *
	 * @param replica who has it
	 * @param token its token
	 */
	record Session(String replica, long token) {
	}

	/**
	 * Two sessions at the same time.
	 *
	 * @param connection the connection
	 * @param older the session that was there
	 * @param newer the session that came
	 */
	record Twice(String connection, Session older, Session newer) {
	}

	CountingPeer() throws IOException {
		this.server = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
		Thread acceptor = new Thread(this::accept, "counting-peer");
		acceptor.setDaemon(true);
		acceptor.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				Thread reader = new Thread(() -> serve(socket), "session");
				reader.setDaemon(true);
				reader.start();
			}
		}
		catch (IOException ex) {
			// The peer was closed.
		}
	}

	private void serve(Socket socket) {
		String connection = null;
		Session session = null;
		try (socket;
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
			String line = reader.readLine();
			socket.getOutputStream().write(WELCOME.getBytes(StandardCharsets.UTF_8));
			if (line == null || reader.readLine() == null) {
				return;
			}
			String[] words = line.split(" ");
			connection = words[1];
			session = new Session(words[0], Long.parseLong(words[2]));
			opened(connection, session);
			while (reader.readLine() != null) {
				// Nothing else is said.
			}
		}
		catch (IOException ex) {
			// The session ends.
		}
		finally {
			if (session != null) {
				closed(connection, session);
			}
		}
	}

	private synchronized void opened(String connection, Session session) {
		List<Session> others = this.open.computeIfAbsent(connection, (name) -> new ArrayList<>());
		for (Session other : others) {
			this.twice.add(new Twice(connection, other, session));
			if (!this.frozen.contains(other.replica())) {
				this.violations.add("%s: %s while %s is open".formatted(connection, session, other));
			}
		}
		long highest = this.tokens.getOrDefault(connection, 0L);
		if (session.token() <= highest) {
			this.violations.add("%s: %s after token %d".formatted(connection, session, highest));
		}
		this.tokens.put(connection, Math.max(highest, session.token()));
		Long ended = this.endedAt.remove(connection);
		if (ended != null) {
			this.gaps.add((System.nanoTime() - ended) / 1_000_000.0);
		}
		others.add(session);
		this.sessions.merge(connection, 1, Integer::sum);
	}

	private synchronized void closed(String connection, Session session) {
		List<Session> others = this.open.getOrDefault(connection, List.of());
		others.remove(session);
		if (others.isEmpty()) {
			this.endedAt.put(connection, System.nanoTime());
		}
	}

	synchronized void freeze(String replica, boolean frozen) {
		if (frozen) {
			this.frozen.add(replica);
		}
		else {
			this.frozen.remove(replica);
		}
	}

	/** Returns how many connections are open. */
	synchronized int open() {
		return (int) this.open.values().stream().filter((sessions) -> !sessions.isEmpty()).count();
	}

	/** Returns how many connections a replica has. */
	synchronized int open(String replica) {
		return (int) this.open.values()
			.stream()
			.filter((sessions) -> sessions.stream().anyMatch((session) -> session.replica().equals(replica)))
			.count();
	}

	/** Returns who has a connection. */
	synchronized List<Session> holders(String connection) {
		return List.copyOf(this.open.getOrDefault(connection, List.of()));
	}

	/** Returns how often each connection was opened. */
	synchronized Map<String, Integer> sessions() {
		return Map.copyOf(this.sessions);
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	synchronized List<Twice> twice() {
		return List.copyOf(this.twice);
	}

	/**
	 * Returns how long connections were open nowhere, in milliseconds, and forgets it.
	 */
	synchronized List<Double> takeGaps() {
		List<Double> gaps = this.gaps.stream().sorted().toList();
		this.gaps.clear();
		return gaps;
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
