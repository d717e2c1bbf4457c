package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;

import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * A connection came up. Subscribers may or may not have heard of it yet.
 * <p>
 * A listener for {@code ConnectedEvent<Socket>} hears of the connections that were
 * declared as connections of type {@code Socket}: by a bean of type
 * {@code Connector<Socket>}, say. {@code ConnectedEvent<? extends Socket>} hears of
 * subtypes too, and {@code ConnectedEvent<?>} of all.
 *
 * @param <C> the type of the connection
 */
@SuppressWarnings("serial")
public final class ConnectedEvent<C> extends ConnectionEvent implements ResolvableTypeProvider {

	private final C connection;

	private final ResolvableType connectionType;

	/**
	 * Creates the event.
	 * @param transition what happened
	 * @param connection the connection that came up
	 * @param connectionType the type that the connection was declared with; where that
	 * cannot be resolved, the class of the connection takes its place
	 */
	public ConnectedEvent(ConnectionTransition transition, C connection, ResolvableType connectionType) {
		super(transition);
		this.connection = connection;
		this.connectionType = connectionType;
	}

	/**
	 * Returns the connection that came up. By the time a listener hears of it, it may
	 * have been lost again.
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
