package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;
import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionAttemptFailedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.ConnectionSuspendedEvent;
import io.connectionmanager.spring.DisconnectedEvent;

import org.springframework.core.ResolvableType;

/**
 * Publishes the transitions of managers as {@link ConnectionEvent events} of the
 * application context.
 * <p>
 * A manager notifies its listeners on a worker thread, in order and one call at a time;
 * events are published in the same way.
 */
public final class ConnectionEventPublisher implements ConnectionListener {

	private final ContextEvents events;

	private final Function<String, ResolvableType> types;

	/**
	 * Connections that have had a {@link ConnectedEvent}, by name. If this listener is
	 * far behind, a connection that has ended may be garbage-collected before its turn.
	 * It then has neither event.
	 */
	private final Map<String, Object> announced = new ConcurrentHashMap<>();

	/**
	 * Creates the publisher.
	 * @param events publishes the events
	 * @param types the declared type by name of the connection
	 */
	public ConnectionEventPublisher(ContextEvents events, Function<String, ResolvableType> types) {
		this.events = events;
		this.types = types;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		events(transition).forEach(this.events::publish);
	}

	private List<ConnectionEvent> events(ConnectionTransition transition) {
		List<ConnectionEvent> events = new ArrayList<>(2);
		if (transition.to() == ConnectionState.CONNECTED) {
			Object up = transition.connection().orElse(null);
			if (up != null) {
				this.announced.put(transition.name(), up);
				events.add(new ConnectedEvent<>(transition, up, type(transition)));
			}
		}
		else if (transition.from() == ConnectionState.CONNECTED) {
			Object down = this.announced.remove(transition.name());
			if (down != null) {
				events.add(new DisconnectedEvent<>(transition, kind(transition), down, type(transition)));
			}
		}
		else if (transition.from() == ConnectionState.CONNECTING && transition.cause().isPresent()) {
			events.add(new ConnectionAttemptFailedEvent(transition, kind(transition)));
		}
		if (transition.to() == ConnectionState.SUSPENDED) {
			events.add(new ConnectionSuspendedEvent(transition, kind(transition)));
		}
		return events;
	}

	private static FailureKind kind(ConnectionTransition transition) {
		return transition.failureKind().orElse(FailureKind.OTHER);
	}

	private ResolvableType type(ConnectionTransition transition) {
		return this.types.apply(transition.name());
	}

}
