package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

/**
 * Published when a connection is suspended, because {@code max-attempts} is exhausted or
 * the connection was rejected. No further attempt is made until {@code reconnect()} or
 * {@code start()} is called. The {@link #cause() cause} is the last failure.
 */
@SuppressWarnings("serial")
public final class ConnectionSuspendedEvent extends ConnectionEvent {

	private final FailureKind kind;

	/**
	 * Creates the event.
	 * @param transition the transition
	 * @param kind the kind of the last failure
	 */
	public ConnectionSuspendedEvent(ConnectionTransition transition, FailureKind kind) {
		super(transition);
		this.kind = kind;
	}

	/**
	 * Returns the kind of the last failure.
	 * @return the kind
	 */
	public FailureKind kind() {
		return this.kind;
	}

}
