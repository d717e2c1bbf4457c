package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

/**
 * No further attempt to connect is made until somebody asks for one, because the attempts
 * are used up or the peer has rejected the connection. The {@link #cause() cause} is the
 * last failure.
 */
@SuppressWarnings("serial")
public final class ConnectionSuspendedEvent extends ConnectionEvent {

	private final FailureKind kind;

	/**
	 * Creates the event.
	 * @param transition what happened
	 * @param kind what kind of failure the last one was
	 */
	public ConnectionSuspendedEvent(ConnectionTransition transition, FailureKind kind) {
		super(transition);
		this.kind = kind;
	}

	/**
	 * Returns what kind of failure the last one was.
	 * @return the kind
	 */
	public FailureKind kind() {
		return this.kind;
	}

}
