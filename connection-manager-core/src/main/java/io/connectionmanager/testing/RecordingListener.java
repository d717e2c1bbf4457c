package io.connectionmanager.testing;

import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;

/**
 * A listener that records all transitions. Thread-safe.
 */
public final class RecordingListener implements ConnectionListener {

	private final List<ConnectionTransition> transitions = new ArrayList<>();

	/**
	 * Creates a listener.
	 */
	public RecordingListener() {
	}

	@Override
	public synchronized void onTransition(ConnectionTransition transition) {
		this.transitions.add(transition);
	}

	/**
	 * Returns the transitions so far.
	 * @return all transitions, in order
	 */
	public synchronized List<ConnectionTransition> transitions() {
		return List.copyOf(this.transitions);
	}

	/**
	 * Returns the states entered so far.
	 * @return all states, in order
	 */
	public List<ConnectionState> states() {
		return transitions().stream().map(ConnectionTransition::to).toList();
	}

}
