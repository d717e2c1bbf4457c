package io.connectionmanager;

import java.util.Optional;

/**
 * Observes a manager: every {@link ConnectionTransition transition} exactly once and in
 * order, each failure once.
 * <p>
 * Called on a worker thread, one call at a time for one manager; a listener that is given
 * to several managers is called by each of them independently. A listener that throws is
 * logged; one that blocks delays what it sees itself and nothing else, and what it has
 * not seen yet is kept for it.
 */
@FunctionalInterface
public interface ConnectionListener {

	/**
	 * A manager went from one state to another.
	 * @param transition what happened
	 */
	void onTransition(ConnectionTransition transition);

	/**
	 * A manager went from one state to another. Called instead of
	 * {@link #onTransition(ConnectionTransition)}, and by default calls that.
	 * @param transition what happened
	 * @param connection the connection that came up or was given up with this transition,
	 * empty for a transition that neither enters nor leaves
	 * {@link ConnectionState#CONNECTED}
	 */
	default void onTransition(ConnectionTransition transition, Optional<?> connection) {
		onTransition(transition);
	}

}
