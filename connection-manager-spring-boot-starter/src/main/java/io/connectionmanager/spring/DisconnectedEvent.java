package io.connectionmanager.spring;

import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

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

	private final FailureKind kind;

	private final C connection;

	private final ResolvableType connectionType;

	/**
	 * Creates the event.
	 * @param transition what happened
	 * @param kind what kind of failure it was
	 * @param connection the connection that went down
	 * @param connectionType the type that the connection was declared with; where that
	 * cannot be resolved, the class of the connection takes its place
	 */
	public DisconnectedEvent(ConnectionTransition transition, FailureKind kind, C connection,
			ResolvableType connectionType) {
		super(transition);
		this.kind = kind;
		this.connection = connection;
		this.connectionType = connectionType;
	}

	/**
	 * Returns what kind of failure it was.
	 * @return the kind; {@link FailureKind#REQUESTED} where it was given up on purpose
	 */
	public FailureKind kind() {
		return this.kind;
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
