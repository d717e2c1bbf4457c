package io.connectionmanager.jdk;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.connectionmanager.RetryAfterException;

/**
 * What outlives the streams of a connection: the last event ID, the reconnection time,
 * and the order of the listener's calls.
 */
final class EventStreamPosition {

	/** A server refuses a request with longer headers, and would do so for ever. */
	private static final int MAX_SENT_ID = 4_096;

	/** Held during a call of the listener, so that two streams never call it at once. */
	private final ReentrantLock listenerLock = new ReentrantLock();

	private volatile String lastEventId = "";

	private volatile long reconnectionMillis;

	ReentrantLock listenerLock() {
		return this.listenerLock;
	}

	String lastEventId() {
		return this.lastEventId;
	}

	/**
	 * Returns whether the last event ID can be sent to the server.
	 * @return whether there is one, and a header can carry it
	 */
	boolean isSendable() {
		String id = this.lastEventId;
		return !id.isEmpty() && id.length() <= MAX_SENT_ID && HttpSettings.isSendable(id);
	}

	void lastEventId(String id) {
		this.lastEventId = id;
	}

	void reconnectionMillis(long millis) {
		this.reconnectionMillis = millis;
	}

	/**
	 * Adds the reconnection time that the server has set, if any, to a failure.
	 * @param failure the failure of an attempt or the cause of a loss
	 * @return the failure, or one that carries the hint
	 */
	Throwable withReconnectionTime(Throwable failure) {
		long millis = this.reconnectionMillis;
		if (millis == 0 || hasLongerHint(failure, millis)) {
			return failure;
		}
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
		return new RetryAfterException(message, Duration.ofMillis(millis), failure);
	}

	private static boolean hasLongerHint(Throwable failure, long millis) {
		return failure instanceof RetryAfterException hint
				&& hint.retryAfter().compareTo(Duration.ofMillis(millis)) >= 0;
	}

}
