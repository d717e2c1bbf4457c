package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The peer of all connections, which counts sessions by its own clock. A session ends
 * when it is closed, or, if its replica has lost its lease, when the replica begins to
 * close it.
 */
final class SimulatedPeer {

	private final SimulatedTime time;

	private final Map<String, List<Session>> sessions = new HashMap<>();

	private final Map<String, Long> highestTokens = new HashMap<>();

	final List<String> violations = new ArrayList<>();

	int opened;

	SimulatedPeer(SimulatedTime time) {
		this.time = time;
	}

	/**
	 * A session.
	 *
	 * @param replica who has it
	 * @param token with which token
	 */
	record Session(SimulatedReplica replica, long token) {
	}

	Session open(String connection, SimulatedReplica replica, long token) {
		Session session = new Session(replica, token);
		List<Session> open = this.sessions.computeIfAbsent(connection, (name) -> new ArrayList<>());
		if (open.stream().anyMatch((other) -> !other.replica().isExcused())) {
			this.violations.add("%d ms: %s is open twice: %s and %s".formatted(this.time.now() / SimulatedTime.MILLI,
					connection, open, session));
		}
		long highest = this.highestTokens.getOrDefault(connection, 0L);
		if (token <= highest) {
			this.violations.add("%s: token %d after %d".formatted(connection, token, highest));
		}
		this.highestTokens.put(connection, Math.max(token, highest));
		open.add(session);
		this.opened++;
		return session;
	}

	void close(String connection, Session session) {
		this.sessions.getOrDefault(connection, List.of()).remove(session);
	}

	int open(String connection) {
		return this.sessions.getOrDefault(connection, List.of()).size();
	}

}
