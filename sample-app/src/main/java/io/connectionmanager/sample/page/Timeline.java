package io.connectionmanager.sample.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Masking;
import io.connectionmanager.Outage;
import io.connectionmanager.sample.page.PageView.Failure;
import io.connectionmanager.sample.page.PageView.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * What the page remembers of one connection: the last minutes, and the latest outages.
 * Safe for use by many threads.
 */
final class Timeline {

	private static final int OUTAGES = 10;

	/** A connection that comes and goes a hundred times in a second fills no memory. */
	private static final int MAX_STRETCHES = 1000;

	private final Duration window;

	private final ConnectionHistory history;

	// What follows is guarded by this.

	private final Deque<Stretch> stretches = new ArrayDeque<>();

	private @Nullable Failure lastFailure;

	Timeline(Duration window) {
		this.window = window;
		this.history = new ConnectionHistory(OUTAGES, Masking.standard());
	}

	// Called by the manager, one call at a time.
	void add(long number, ConnectionTransition transition) {
		this.history.onTransition(transition);
		ConnectionHistory.Entry latest = latestEntry();
		String kind = latest.kind().map(Object::toString).orElse(null);
		synchronized (this) {
			latest.cause()
				.ifPresent(
						(cause) -> this.lastFailure = new Failure((kind != null) ? kind : "other", cause, latest.at()));
			this.stretches.addLast(new Stretch(number, latest.to(), latest.at(), latest.attempt(), kind));
			forgetBefore(latest.at().minus(this.window));
		}
	}

	void outageOver(String name, Instant ended, Duration length) {
		this.history.onOutageOver(name, ended, length);
	}

	private ConnectionHistory.Entry latestEntry() {
		List<ConnectionHistory.Entry> entries = this.history.transitions();
		return entries.get(entries.size() - 1);
	}

	// The first one may have begun before the window, as long as it lasts into it.
	private void forgetBefore(Instant begin) {
		Stretch first = this.stretches.removeFirst();
		while (!this.stretches.isEmpty()
				&& (this.stretches.size() >= MAX_STRETCHES || !this.stretches.getFirst().begun().isAfter(begin))) {
			first = this.stretches.removeFirst();
		}
		this.stretches.addFirst(first);
	}

	synchronized List<Stretch> between(long seen, long latest) {
		return this.stretches.stream()
			.filter((stretch) -> stretch.number() > seen && stretch.number() <= latest)
			.toList();
	}

	synchronized Optional<Failure> lastFailure() {
		return Optional.ofNullable(this.lastFailure);
	}

	List<Outage> outages() {
		return this.history.outages();
	}

}
