package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;

/**
 * No further attempt to connect is made until somebody asks for one, because the attempts
 * are used up or the peer has rejected the connection. The {@link #cause() cause} is the
 * last failure.
 */
@SuppressWarnings("serial")
public final class ConnectionSuspendedEvent extends ConnectionEvent {

	/**
	 * Creates the event.
	 * @param transition what happened
	 */
	public ConnectionSuspendedEvent(ConnectionTransition transition) {
		super(transition);
	}

}
