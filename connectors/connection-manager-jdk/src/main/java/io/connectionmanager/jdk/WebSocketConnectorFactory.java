package io.connectionmanager.jdk;

import java.lang.reflect.Type;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;
import io.connectionmanager.connector.InvalidOptionException;

/**
 * Creates connectors for URLs that begin with {@code ws:} or {@code wss:}. The
 * application supplies a {@link java.net.http.WebSocket.Listener}.
 *
 * @see WebSocketConnector
 */
public final class WebSocketConnectorFactory implements ConnectorFactory<WebSocket> {

	private static final String SUBPROTOCOLS = "subprotocols";

	private static final String MAX_PENDING_SENDS = "max-pending-sends";

	/**
	 * Creates the factory.
	 */
	public WebSocketConnectorFactory() {
	}

	@Override
	public Set<String> schemes() {
		return WebSocketConnector.SCHEMES;
	}

	@Override
	public Type connectionType() {
		return WebSocket.class;
	}

	@Override
	public Set<String> options() {
		return Set.of(SUBPROTOCOLS, HttpSettings.HEADERS, MAX_PENDING_SENDS);
	}

	@Override
	public Connector<WebSocket> create(ConnectorContext context) {
		context.checkEndpoints((it) -> HttpTarget.of(it, schemes()));
		ConnectorOptions options = ConnectorOptions.of(context);
		int maxPendingSends = options.number(MAX_PENDING_SENDS, WebSocketConnector.DEFAULT_MAX_PENDING_SENDS, 1,
				Integer.MAX_VALUE);
		List<String> subprotocols = options.list(SUBPROTOCOLS);
		if (!WebSocketConnector.areSubprotocols(subprotocols)) {
			throw new InvalidOptionException(context.name(), SUBPROTOCOLS,
					"must be a list of different names such as 'mqtt, v2.prices', but is %s".formatted(subprotocols));
		}
		return new WebSocketConnector(context.requireCollaborator(WebSocket.Listener.class), HttpSettings.of(context),
				subprotocols, maxPendingSends);
	}

}
