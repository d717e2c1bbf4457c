package io.connectionmanager.engine.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Opens links at once, and counts them. The next link must not be opened before
 * {@code close} has been called for the previous one. If an attempt is stopped during
 * {@code open}, its link is closed shortly after {@code open} returns, so this peer waits
 * for that; {@code CloseOrderTests} have a peer that does not wait.
 */
final class StressPeer implements Connector<StressPeer.Link> {

	private final List<Link> opened = new ArrayList<>();

	private final List<String> violations = new ArrayList<>();

	private int open;

	private @Nullable ConnectionAttempt latest;

	@Override
	public synchronized Link open(ConnectionAttempt attempt) throws InterruptedException {
		for (int waits = 0; this.open > 0 && waits < 100; waits++) {
			TimeUnit.MILLISECONDS.timedWait(this, 100);
		}
		if (this.open > 0) {
			this.violations.add("%s begins, but %d links were not told to close".formatted(attempt, this.open));
		}
		Link link = new Link(this.opened.size());
		this.opened.add(link);
		this.open++;
		this.latest = attempt;
		attempt.connected();
		return link;
	}

	@Override
	public synchronized void close(Link link) {
		this.open--;
		if (++link.closed != 1) {
			this.violations.add("%s closed %d times".formatted(link, link.closed));
		}
		notifyAll();
	}

	/**
	 * Breaks the latest link, from this side.
	 * @param cause the reason
	 */
	void lose(Throwable cause) {
		ConnectionAttempt attempt;
		synchronized (this) {
			attempt = this.latest;
		}
		if (attempt != null) {
			attempt.disconnected(cause);
		}
	}

	synchronized int count() {
		return this.opened.size();
	}

	private synchronized boolean isAllClosed() {
		return this.open == 0;
	}

	/** Links that came after a stop may still be on their way to be closed. */
	void assertAllClosedOnce() {
		await().pollDelay(Duration.ZERO).until(this::isAllClosed);
		synchronized (this) {
			assertThat(this.violations).isEmpty();
			assertThat(this.opened).allMatch((link) -> link.closed == 1);
		}
	}

	static final class Link {

		private final int number;

		/** How often; guarded by the peer. */
		private int closed;

		Link(int number) {
			this.number = number;
		}

		@Override
		public String toString() {
			return "link " + this.number;
		}

	}

}
