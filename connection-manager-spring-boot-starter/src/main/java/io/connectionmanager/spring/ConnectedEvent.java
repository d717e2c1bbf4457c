package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;

import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * Published when a connection has come up. Subscribers may or may not have been notified
 * yet.
 * <p>
 * A listener for {@code ConnectedEvent<Socket>} receives the events of connections that
 * are declared with the type {@code Socket}, for example by a bean of type
 * {@code Connector<Socket>}. A listener for {@code ConnectedEvent<? extends Socket>} also
 * receives those of subtypes, and one for {@code ConnectedEvent<?>} receives all.
 *
 * @param <C> the type of the connection
 */
@SuppressWarnings("serial")
public final class ConnectedEvent<C> extends ConnectionEvent implements ResolvableTypeProvider {

	private final C connection;

	private final ResolvableType connectionType;

	/**
	 * Creates the event.
	 * @param transition the transition
	 * @param connection the connection that came up
	 * @param connectionType the declared type of the connection; if it cannot be
	 * resolved, the class of the connection is used
	 */
	public ConnectedEvent(ConnectionTransition transition, C connection, ResolvableType connectionType) {
		super(transition);
		this.connection = connection;
		this.connectionType = connectionType;
	}

	/**
	 * Returns the connection that came up. It may already have been lost again.
	 * @return the connection
	 */
	public C connection() {
		return this.connection;
	}

	@Override
	public ResolvableType getResolvableType() {
		return EventTypes.of(ConnectedEvent.class, this.connectionType, this.connection);
	}

}
