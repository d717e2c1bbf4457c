package io.connectionmanager.spring;

import java.time.Instant;

import io.connectionmanager.ExclusiveListener;

/**
 * Published when this replica no longer holds an exclusive connection.
 */
@SuppressWarnings("serial")
public final class ExclusiveLostEvent extends ExclusiveEvent {

	private final ExclusiveListener.Cause reason;

	/**
	 * Creates the event.
	 * @param name the name of the connection
	 * @param token the fencing token
	 * @param at the time of the loss
	 * @param reason why the connection is no longer held
	 */
	public ExclusiveLostEvent(String name, long token, Instant at, ExclusiveListener.Cause reason) {
		super(name, token, at);
		this.reason = reason;
	}

	/**
	 * Returns why the connection is no longer held.
	 * @return the reason
	 */
	public ExclusiveListener.Cause reason() {
		return this.reason;
	}

	@Override
	public String toString() {
		return "ExclusiveLostEvent[%s, token %d, %s]".formatted(name(), token(), this.reason);
	}

}
