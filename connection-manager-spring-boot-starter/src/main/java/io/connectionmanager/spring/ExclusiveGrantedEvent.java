package io.connectionmanager.spring;

import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ExclusiveListener;

/**
 * Published when this replica may hold an exclusive connection. It connects next.
 */
@SuppressWarnings("serial")
public final class ExclusiveGrantedEvent extends ExclusiveEvent {

	private final Optional<String> previous;

	private final ExclusiveListener.Reason reason;

	/**
	 * Creates the event.
	 * @param name the name of the connection
	 * @param token the fencing token
	 * @param at the time of the grant
	 * @param previous the replica that held the connection before
	 * @param reason why the connection could be claimed
	 */
	public ExclusiveGrantedEvent(String name, long token, Instant at, Optional<String> previous,
			ExclusiveListener.Reason reason) {
		super(name, token, at);
		this.previous = previous;
		this.reason = reason;
	}

	/**
	 * Returns the replica that held the connection before.
	 * @return its name, or empty if there was none
	 */
	public Optional<String> previous() {
		return this.previous;
	}

	/**
	 * Returns why the connection could be claimed.
	 * @return the reason
	 */
	public ExclusiveListener.Reason reason() {
		return this.reason;
	}

	@Override
	public String toString() {
		return "ExclusiveGrantedEvent[%s, token %d, %s]".formatted(name(), token(), this.reason);
	}

}
