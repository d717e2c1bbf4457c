package io.connectionmanager;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A peer that allows one session at a time, in real time. It notes when a session is
 * opened before the closing of an earlier one has returned.
 * <p>
 * A closing that lasts may be overtaken one second after it was called. When the manager
 * called it is not known exactly, but never before the session was opened; so only what
 * comes within a second of that counts as too early, however slow the machine is.
 */
final class SessionPeer implements Connector<SessionPeer.Session> {

	private static final long CLOSE_GRACE = Duration.ofSeconds(1).toNanos();

	private final Queue<Session> unclosed = new ConcurrentLinkedQueue<>();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	@Override
	public Session open(ConnectionAttempt attempt) {
		long now = System.nanoTime();
		for (Session earlier : this.unclosed) {
			if (now - earlier.openedAt < CLOSE_GRACE) {
				this.violations.add("%s began, but %s".formatted(attempt, earlier));
			}
		}
		Session session = new Session(this.opened.incrementAndGet(), attempt, System.nanoTime());
		this.unclosed.add(session);
		attempt.connected();
		return session;
	}

	@Override
	public void close(Session session) {
		session.closings.incrementAndGet();
		// To close takes a moment, in which others may run.
		Thread.yield();
		this.unclosed.remove(session);
		this.closed.incrementAndGet();
	}

	int opened() {
		return this.opened.get();
	}

	int closed() {
		return this.closed.get();
	}

	/**
	 * Returns the sessions whose closing has not returned.
	 * @return the sessions
	 */
	List<Session> unclosed() {
		return List.copyOf(this.unclosed);
	}

	/**
	 * Returns what was opened too early.
	 * @return a sentence for each time
	 */
	List<String> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * One session, and the attempt it came from.
	 */
	static final class Session {

		private final int number;

		private final ConnectionAttempt attempt;

		private final long openedAt;

		private final AtomicInteger closings = new AtomicInteger();

		private Session(int number, ConnectionAttempt attempt, long openedAt) {
			this.number = number;
			this.attempt = attempt;
			this.openedAt = openedAt;
		}

		ConnectionAttempt attempt() {
			return this.attempt;
		}

		@Override
		public String toString() {
			return "session %d was told %d times to close".formatted(this.number, this.closings.get());
		}

	}

}
