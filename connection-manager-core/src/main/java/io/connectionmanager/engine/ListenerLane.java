package io.connectionmanager.engine;

import java.util.Optional;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;

/**
 * One listener's way to the transitions of one manager: every one of them, in order, on a
 * worker.
 */
final class ListenerLane extends Mailbox<ConnectionListener> implements Runnable {

	private final ManagedConnection<?> manager;

	private final ConnectionListener listener;

	ListenerLane(ManagedConnection<?> manager, ConnectionListener listener) {
		this.manager = manager;
		this.listener = listener;
	}

	/**
	 * Has the listener told of a transition.
	 * @param transition the transition
	 * @param connection the connection that came or went with it
	 * @param outbox what is to be done outside the manager's mailbox
	 */
	void announce(ConnectionTransition transition, Optional<?> connection, Outbox outbox) {
		if (put((listener) -> tell(listener, transition, connection))) {
			outbox.add(this::dispatch);
		}
	}

	/**
	 * Has an action run when the listener has been told of all transitions so far.
	 * @param action the action
	 * @param outbox what is to be done outside the manager's mailbox
	 */
	void whenTold(Runnable action, Outbox outbox) {
		if (put((listener) -> action.run())) {
			outbox.add(this::dispatch);
		}
	}

	private void dispatch() {
		this.manager.runtime().execute(this);
	}

	@Override
	public void run() {
		drain(this.listener);
	}

	private void tell(ConnectionListener listener, ConnectionTransition transition, Optional<?> connection) {
		Callbacks.Frame frame = Callbacks.enter(this.manager);
		try {
			listener.onTransition(transition, connection);
		}
		catch (Throwable ex) {
			ManagedConnection.logger.warn("Connection '{}': listener {} failed on {} -> {}", transition.name(),
					listener.getClass().getName(), transition.from(), transition.to(), ex);
		}
		finally {
			Callbacks.exit(frame);
		}
	}

}
