package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Observes a manager.
 * <ul>
 * <li>It sees every {@link ConnectionTransition transition} exactly once and in order,
 * and each failure once.</li>
 * <li>It is called on a worker thread, one call at a time for one manager. A listener of
 * several managers is called by each of them independently.</li>
 * <li>A listener that throws is logged. One that blocks delays only itself: what it has
 * not seen yet is kept for it, with the connections held weakly, and a backlog of 1,000
 * is warned about.</li>
 * </ul>
 */
@FunctionalInterface
public interface ConnectionListener {

	/**
	 * A manager went from one state to another.
	 * @param transition the transition
	 */
	void onTransition(ConnectionTransition transition);

	/**
	 * A manager went from one state to another. Called instead of
	 * {@link #onTransition(ConnectionTransition)}, and by default calls that.
	 * @param transition the transition
	 * @param connection {@link ConnectionTransition#connection()}
	 */
	default void onTransition(ConnectionTransition transition, Optional<?> connection) {
		onTransition(transition);
	}

	/**
	 * The outage that a failure or a loss began is over: a connection was stable, or the
	 * manager was stopped. A connection that is up again is not enough: until it has been
	 * up for {@link ConnectionSettings#stableAfter()} it is part of the outage.
	 * @param name the name of the connection
	 * @param ended when the outage ended, by the wall clock: when the connection that
	 * proved stable came up, or the manager was stopped
	 * @param length how long it lasted, by the monotonic clock
	 */
	default void onOutageOver(String name, Instant ended, Duration length) {
	}

}
