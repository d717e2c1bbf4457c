package io.connectionmanager.jdk;

import java.lang.reflect.Type;
import java.util.Set;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;

/**
 * Creates connectors for URLs of event streams, which begin with {@code http:} or
 * {@code https:}. The application supplies an {@link EventStreamListener}.
 *
 * @see EventStreamConnector
 */
public final class EventStreamConnectorFactory implements ConnectorFactory<EventStream> {

	private static final String MAX_EVENT_SIZE = "max-event-size";

	/**
	 * Creates the factory.
	 */
	public EventStreamConnectorFactory() {
	}

	@Override
	public Set<String> schemes() {
		return EventStreamConnector.SCHEMES;
	}

	@Override
	public Type connectionType() {
		return EventStream.class;
	}

	@Override
	public Set<String> options() {
		return Set.of(HttpSettings.HEADERS, MAX_EVENT_SIZE);
	}

	@Override
	public Connector<EventStream> create(ConnectorContext context) {
		context.checkEndpoints((it) -> HttpTarget.of(it, schemes()));
		int maxEventSize = ConnectorOptions.of(context)
			.number(MAX_EVENT_SIZE, EventStreamConnector.DEFAULT_MAX_EVENT_SIZE, 1, Integer.MAX_VALUE);
		return new EventStreamConnector(context.requireCollaborator(EventStreamListener.class),
				HttpSettings.of(context), maxEventSize);
	}

}
