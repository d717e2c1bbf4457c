package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;

import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * A connection that was up is no longer: it was lost, and then there is a {@link #cause()
 * cause}, or it was given up on purpose (a stop, a reconnect), and then there is none.
 * <p>
 * Which listeners hear of it is decided as for {@link ConnectedEvent}.
 *
 * @param <C> the type of the connection
 */
@SuppressWarnings("serial")
public final class DisconnectedEvent<C> extends ConnectionEvent implements ResolvableTypeProvider {

	private final C connection;

	private final ResolvableType connectionType;

	/**
	 * Creates the event.
	 * @param transition what happened
	 * @param connection the connection that went down
	 * @param connectionType the type that the connection was declared with; where that
	 * cannot be resolved, the class of the connection takes its place
	 */
	public DisconnectedEvent(ConnectionTransition transition, C connection, ResolvableType connectionType) {
		super(transition);
		this.connection = connection;
		this.connectionType = connectionType;
	}

	/**
	 * Returns the connection that went down. It is about to be closed or closed already.
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
