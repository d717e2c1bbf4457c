package io.connectionmanager.engine.exclusive;

import java.time.Instant;
import java.util.Optional;

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

	private final CoordinationStore store;

	// Guarded by this, like all that follows.

	private @Nullable Instant lastContact;

	private @Nullable String failure;

	private boolean reported;

	StoreContact(String group, CoordinationStore store) {
		this.group = group;
		this.store = store;
	}

	void answered(@Nullable Throwable failure, Instant now) {
		String text = (failure != null) ? Masking.standard().describe(failure) : null;
		boolean lost;
		boolean back;
		synchronized (this) {
			if (failure == null) {
				this.lastContact = now;
			}
			lost = failure != null && !this.reported;
			back = failure == null && this.reported;
			this.reported = failure != null;
			this.failure = text;
		}
		if (lost && failure instanceof StoreRejectedException) {
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
