package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * Published when a connection that was up has ended. It was either lost, with a
 * {@link #cause() cause}, or given up on request (a stop or a reconnect), without one.
 * <p>
 * Listeners are selected as for {@link ConnectedEvent}.
 *
 * @param <C> the type of the connection
 */
@SuppressWarnings("serial")
public final class DisconnectedEvent<C> extends ConnectionEvent implements ResolvableTypeProvider {

	private final FailureKind kind;

	private final C connection;

	private final ResolvableType connectionType;

	/**
	 * Creates the event.
	 * @param transition the transition
	 * @param kind the kind of failure
	 * @param connection the connection that ended
	 * @param connectionType the declared type of the connection; if it cannot be
	 * resolved, the class of the connection is used
	 */
	public DisconnectedEvent(ConnectionTransition transition, FailureKind kind, C connection,
			ResolvableType connectionType) {
		super(transition);
		this.kind = kind;
		this.connection = connection;
		this.connectionType = connectionType;
	}

	/**
	 * Returns the kind of failure.
	 * @return the kind; {@link FailureKind#REQUESTED} if it was given up on request
	 */
	public FailureKind kind() {
		return this.kind;
	}

	/**
	 * Returns the connection that ended. It is being closed or already closed.
	 * @return the connection
	 */
	public C connection() {
		return this.connection;
	}

	@Override
	public ResolvableType getResolvableType() {
		return EventTypes.of(DisconnectedEvent.class, this.connectionType, this.connection);
	}

}
