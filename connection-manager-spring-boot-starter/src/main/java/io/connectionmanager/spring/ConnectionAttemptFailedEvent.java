package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

/**
 * Published when an attempt has failed, with the failure as its {@link #cause() cause}.
 * Another attempt follows, unless a {@link ConnectionSuspendedEvent} is published next.
 */
@SuppressWarnings("serial")
public final class ConnectionAttemptFailedEvent extends ConnectionEvent {

	private final FailureKind kind;

	/**
	 * Creates the event.
	 * @param transition the transition
	 * @param kind the kind of failure
	 */
	public ConnectionAttemptFailedEvent(ConnectionTransition transition, FailureKind kind) {
		super(transition);
		this.kind = kind;
	}

	/**
	 * Returns the kind of failure.
	 * @return the kind
	 */
	public FailureKind kind() {
		return this.kind;
	}

}
