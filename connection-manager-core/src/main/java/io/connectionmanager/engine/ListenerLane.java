package io.connectionmanager.engine;

import java.util.Optional;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;
import org.jspecify.annotations.Nullable;

/**
 * One observer's way to the transitions of one manager: every one of them, in order, on a
 * worker. The lanes of a manager are linked through themselves.
 */
abstract class ListenerLane extends Mailbox<ListenerLane> implements Runnable, Outbox.Delivery {

	private final ManagedConnection<?> manager;

	private final @Nullable ListenerLane next;

	/**
	 * Creates a lane.
	 * @param manager the manager
	 * @param next the lane that comes behind this one, if there is one
	 */
	ListenerLane(ManagedConnection<?> manager, @Nullable ListenerLane next) {
		this.manager = manager;
		this.next = next;
	}

	static ListenerLane of(ManagedConnection<?> manager, ConnectionListener listener, @Nullable ListenerLane next) {
		return new OfListener(manager, listener, next);
	}

	final ManagedConnection<?> manager() {
		return this.manager;
	}

	final @Nullable ListenerLane next() {
		return this.next;
	}

	/**
	 * Has the observer told of a transition.
	 * @param transition the transition
	 * @param connection the connection that came or went with it
	 * @param outbox what is to be done outside the manager's mailbox
	 */
	final void announce(ConnectionTransition transition, Optional<?> connection, Outbox outbox) {
		if (put((lane) -> lane.tell(transition, connection))) {
			outbox.add(this);
		}
	}

	/**
	 * Has an action run when the observer has been told of all transitions so far.
	 * @param action the action
	 * @param outbox what is to be done outside the manager's mailbox
	 */
	final void whenTold(Runnable action, Outbox outbox) {
		if (put((lane) -> action.run())) {
			outbox.add(this);
		}
	}

	@Override
	public final void deliver() {
		this.manager.runtime().execute(this);
	}

	@Override
	public final void run() {
		drain(this);
	}

	private void tell(ConnectionTransition transition, Optional<?> connection) {
		Object outer = Callbacks.enter(this.manager);
		try {
			onTransition(transition, connection);
		}
		catch (Throwable ex) {
			Unfailing.run(() -> ManagedConnection.logger.warn("Connection '{}': listener {} failed on {} -> {}",
					transition.name(), observerName(), transition.from(), transition.to(),
					this.manager.masking().mask(ex)));
		}
		finally {
			Callbacks.exit(outer);
		}
	}

	abstract void onTransition(ConnectionTransition transition, Optional<?> connection);

	abstract String observerName();

	private static final class OfListener extends ListenerLane {

		private final ConnectionListener listener;

		private OfListener(ManagedConnection<?> manager, ConnectionListener listener, @Nullable ListenerLane next) {
			super(manager, next);
			this.listener = listener;
		}

		@Override
		void onTransition(ConnectionTransition transition, Optional<?> connection) {
			this.listener.onTransition(transition, connection);
		}

		@Override
		String observerName() {
			return this.listener.getClass().getName();
		}

	}

}
