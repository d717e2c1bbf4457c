package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;

/**
 * Records the history of one manager, which holds it as a listener.
 *
 * @param size the number of transitions, and of outages, to keep
 * @param history the history
 */
record ConnectionRecorder(int size, ConnectionHistory history) implements ConnectionListener {

	@Override
	public void onTransition(ConnectionTransition transition) {
		this.history.onTransition(transition);
	}

	@Override
	public void onOutageOver(String name, Instant ended, Duration length) {
		this.history.onOutageOver(name, ended, length);
	}

}
