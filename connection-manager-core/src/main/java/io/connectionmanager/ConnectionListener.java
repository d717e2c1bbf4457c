package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An observer of a manager's state.
 * <ul>
 * <li><b>Ordering.</b> A listener sees every {@link ConnectionTransition transition}
 * exactly once and in order, and each failure once.</li>
 * <li><b>Threads.</b> It is called on a worker thread, one call at a time for each
 * manager. A listener of several managers is called by each of them independently, and
 * must be thread-safe.</li>
 * <li><b>Reentrancy.</b> It may call any method of any manager.</li>
 * <li><b>Exceptions.</b> An exception is logged with the name of the listener, and
 * affects nothing else.</li>
 * <li><b>Blocking.</b> A listener that blocks delays only itself. Transitions that it has
 * not seen yet are kept for it, with their connections held weakly. A backlog of 1,000 is
 * logged as a warning.</li>
 * </ul>
 */
@FunctionalInterface
public interface ConnectionListener {

	/**
	 * Called when a manager has changed its state.
	 * @param transition the transition
	 */
	void onTransition(ConnectionTransition transition);

	/**
	 * Called when a manager has changed its state, instead of
	 * {@link #onTransition(ConnectionTransition)}, which the default implementation
	 * calls.
	 * @param transition the transition
	 * @param connection {@link ConnectionTransition#connection()}
	 */
	default void onTransition(ConnectionTransition transition, Optional<?> connection) {
		onTransition(transition);
	}

	/**
	 * Called when an outage is over because a connection was stable, or because the
	 * manager was stopped. Until a connection has been up for
	 * {@link ConnectionSettings#stableAfter()}, it is part of the outage.
	 * @param name the name of the connection
	 * @param ended when the outage ended, by the wall clock: when the stable connection
	 * came up, or when the manager was stopped
	 * @param length the duration of the outage, by the monotonic clock
	 */
	default void onOutageOver(String name, Instant ended, Duration length) {
	}

}
