package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

/**
 * An attempt to connect failed, with the {@link #cause() cause} that it gives. Another
 * attempt follows, unless a {@link ConnectionSuspendedEvent} does.
 */
@SuppressWarnings("serial")
public final class ConnectionAttemptFailedEvent extends ConnectionEvent {

	private final FailureKind kind;

	/**
	 * Creates the event.
	 * @param transition what happened
	 * @param kind what kind of failure it was
	 */
	public ConnectionAttemptFailedEvent(ConnectionTransition transition, FailureKind kind) {
		super(transition);
		this.kind = kind;
	}

	/**
	 * Returns what kind of failure it was.
	 * @return the kind
	 */
	public FailureKind kind() {
		return this.kind;
	}

}
