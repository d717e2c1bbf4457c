package io.connectionmanager.engine;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.Masking;

/**
 * What few attempts have, so that the others do not pay for it: details for people to
 * see, and a watch that notices when the peer falls silent. Thread-safe.
 */
final class AttemptExtras {

	/** So many details an attempt may have; further ones are ignored. */
	static final int MAX_DETAILS = 32;

	/** The maximum length of a key. */
	static final int MAX_KEY = 64;

	/** The maximum length of a text; the rest is cut off. */
	static final int MAX_TEXT = 256;

	private final long generation;

	private volatile @Nullable Watch watch;

	/** Immutable. Written with the monitor of this held. */
	private volatile Map<String, Object> details = Map.of();

	AttemptExtras(long generation) {
		this.generation = generation;
	}

	/**
	 * Returns the attempt that has this.
	 * @return the generation
	 */
	long generation() {
		return this.generation;
	}

	/**
	 * Returns what watches the connection.
	 * @return the watch, or {@code null} if nothing does
	 */
	@Nullable Watch watch() {
		return this.watch;
	}

	void watch(Watch watch) {
		this.watch = watch;
	}

	/**
	 * Returns the details.
	 * @return immutable values by key
	 */
	Map<String, Object> details() {
		return this.details;
	}

	/**
	 * Sets a detail, unless there are very many.
	 * @param key the key
	 * @param value what {@link #displayed} has returned, or {@code null} to remove it
	 */
	synchronized void detail(String key, @Nullable Object value) {
		Map<String, Object> details = new HashMap<>(this.details);
		if (value == null) {
			details.remove(key);
		}
		else if (details.size() < MAX_DETAILS || details.containsKey(key)) {
			details.put(key, value);
		}
		this.details = Map.copyOf(details);
	}

	/**
	 * Returns what is kept of a value: nothing that changes, is large, or holds on to
	 * something else.
	 * @param value the value
	 * @param masking removes secrets and control characters from a text
	 * @return a boolean, a number or a text
	 */
	static Object displayed(Object value, Masking masking) {
		if (value instanceof Boolean || value instanceof Long || value instanceof Integer || value instanceof Short
				|| value instanceof Byte || value instanceof Double || value instanceof Float) {
			return value;
		}
		String text = masking.maskLine(String.valueOf(value));
		return (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT - 1) + '\u2026';
	}

	/**
	 * A watch of a connection.
	 */
	interface Watch {

		/**
		 * Ends the watch: the connection is gone. Called inside the queue of the manager.
		 * @param deferred collects actions to run outside the queue
		 */
		void end(DeferredActions deferred);

		/**
		 * Recovers what was lost or is overdue. Called by the sweep.
		 */
		void lookAfterOverdue();

	}

}
