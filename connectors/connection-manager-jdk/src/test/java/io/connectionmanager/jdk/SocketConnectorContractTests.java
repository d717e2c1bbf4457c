package io.connectionmanager.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.Feature;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * The contract for {@link SocketConnector}.
 */
class SocketConnectorContractTests extends ConnectorContract<Socket> {

	private static final byte[] MESSAGE = "message\n".getBytes(StandardCharsets.US_ASCII);

	@Override
	protected ConnectorFactory<Socket> factory() {
		return new SocketConnectorFactory();
	}

	@Override
	protected TestServer startServer() {
		return ServerProcess.java(EchoServer.class, "{port}").start();
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d".formatted(tls ? "tcps" : "tcp", host, port));
	}

	@Override
	protected void configure(ConnectorContext.Builder context) {
		context.collaborator((SocketHandler) this::read);
	}

	private void read(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		boolean inMessage = false;
		for (int read = in.read(); read >= 0; read = in.read()) {
			if (read == '\n' && inMessage) {
				messageReceived();
			}
			inMessage = read != '\n';
		}
	}

	@Override
	protected void exchange(Socket socket) throws IOException {
		socket.getOutputStream().write(MESSAGE);
	}

	@Override
	protected Map<Feature, String> unsupported() {
		return Map.of(Feature.CREDENTIALS, "TCP has none", Feature.HANDSHAKE,
				"TCP is connected before the server says anything", Feature.RETRY_HINT, "TCP has none");
	}

}
