package io.connectionmanager.engine.exclusive;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Masking;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * When the store last answered, and why it does not. Writes one line to the log when that
 * changes. Thread-safe.
 */
final class StoreContact {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private final String group;

	private final String memberId;

	private final CoordinationStore store;

	// Guarded by this, like all that follows.

	private @Nullable Instant lastContact;

	private @Nullable String failure;

	/** The kinds of calls of which the last one failed. */
	private final Set<CallKind> failing = EnumSet.noneOf(CallKind.class);

	private boolean watchFailing;

	StoreContact(String group, String memberId, CoordinationStore store) {
		this.group = group;
		this.memberId = memberId;
		this.store = store;
	}

	void answered(CallKind kind, @Nullable Throwable failure, Instant now) {
		String text = (failure != null) ? Masking.standard().describe(failure) : null;
		if (kind == CallKind.WATCH) {
			watchAnswered(text);
			return;
		}
		boolean first;
		boolean lost;
		boolean back;
		synchronized (this) {
			first = failure == null && this.lastContact == null;
			if (failure == null) {
				this.lastContact = now;
			}
			boolean before = !this.failing.isEmpty();
			boolean changed = (failure != null) ? this.failing.add(kind) : this.failing.remove(kind);
			lost = changed && !before;
			back = changed && this.failing.isEmpty();
			this.failure = this.failing.isEmpty() ? null : (failure != null) ? text : this.failure;
		}
		if (first) {
			UncaughtFailures
				.catchAll(() -> logger.info("Group '{}': {} uses the store {}", this.group, this.memberId, describe()));
		}
		else if (lost && failure instanceof StoreRejectedException) {
			UncaughtFailures
				.catchAll(() -> logger.error("Group '{}': the store {} refuses: {}", this.group, describe(), text));
		}
		else if (lost) {
			UncaughtFailures.catchAll(
					() -> logger.warn("Group '{}': no answer from the store {}: {}", this.group, describe(), text));
		}
		else if (back) {
			UncaughtFailures
				.catchAll(() -> logger.info("Group '{}': the store {} answers again", this.group, describe()));
		}
	}

	private void watchAnswered(@Nullable String failure) {
		boolean news;
		synchronized (this) {
			news = failure != null && !this.watchFailing;
			this.watchFailing = failure != null;
		}
		if (news) {
			UncaughtFailures.catchAll(
					() -> logger.warn("Group '{}': the store {} does not notify of changes, which are found later: {}",
							this.group, describe(), failure));
		}
	}

	/** The description of the store, which the application supplied and may throw. */
	String describe() {
		try {
			return Masking.standard().maskLine(String.valueOf(this.store.describe()));
		}
		catch (RuntimeException ex) {
			return this.store.getClass().getName();
		}
	}

	synchronized Optional<Instant> lastContact() {
		return Optional.ofNullable(this.lastContact);
	}

	synchronized Optional<String> failure() {
		return Optional.ofNullable(this.failure);
	}

}
