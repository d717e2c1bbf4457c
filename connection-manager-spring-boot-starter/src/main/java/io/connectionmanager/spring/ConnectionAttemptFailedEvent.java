package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;

/**
 * An attempt to connect failed, with the {@link #cause() cause} that it gives. Another
 * attempt follows, unless a {@link ConnectionSuspendedEvent} does.
 */
@SuppressWarnings("serial")
public final class ConnectionAttemptFailedEvent extends ConnectionEvent {

	/**
	 * Creates the event.
	 * @param transition what happened
	 */
	public ConnectionAttemptFailedEvent(ConnectionTransition transition) {
		super(transition);
	}

}
