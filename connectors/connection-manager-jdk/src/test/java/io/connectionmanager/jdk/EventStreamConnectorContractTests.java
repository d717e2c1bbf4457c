package io.connectionmanager.jdk;

import java.net.URI;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;

/**
 * The contract for {@link EventStreamConnectorFactory}.
 */
class EventStreamConnectorContractTests extends WebConnectorContract<EventStream> {

	@Override
	protected ConnectorFactory<EventStream> factory() {
		return new EventStreamConnectorFactory();
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d/events".formatted(tls ? "https" : "http", host, port));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.collaborator((EventStreamListener) (event) -> messageReceived());
	}

	@Override
	protected void exchange(EventStream connection) {
		get("/emit");
	}

}
