package com.example.line;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.TestServer;

class LineConnectorContractTests extends ConnectorContract<LineClient> {

	@Override
	protected ConnectorFactory<LineClient> factory() {
		return new LineConnectorFactory();
	}

	@Override
	protected TestServer startServer() {
		return LineServer.start("reader", "oPen-sesame7");
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create((tls ? "lines://" : "line://") + host + ":" + port);
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(new Credentials("reader", "oPen-sesame7".toCharArray()));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.collaborator((LineListener) (line) -> messageReceived());
	}

	@Override
	protected void exchange(LineClient client) throws Exception {
		client.send("a line, which the server sends back");
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.RETRY_HINT, "the server never says when to come back");
	}

}
