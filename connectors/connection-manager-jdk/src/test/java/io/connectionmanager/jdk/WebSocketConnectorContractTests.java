package io.connectionmanager.jdk;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;

/**
 * The contract for {@link WebSocketConnectorFactory}.
 */
class WebSocketConnectorContractTests extends WebConnectorContract<WebSocket> {

	@Override
	protected ConnectorFactory<WebSocket> factory() {
		return new WebSocketConnectorFactory();
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d/echo".formatted(tls ? "wss" : "ws", host, port));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.collaborator(new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
				messageReceived();
				webSocket.request(1);
				return null;
			}

		});
	}

	@Override
	protected void exchange(WebSocket connection) throws Exception {
		connection.sendText("message", true).get(10, TimeUnit.SECONDS);
	}

}
