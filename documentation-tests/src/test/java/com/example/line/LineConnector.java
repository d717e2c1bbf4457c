package com.example.line;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.ServerAddress;

/**
 * Connects to a server that speaks in lines. It answers LOGIN with OK, and PING with
 * PONG.
 */
class LineConnector implements Connector<LineClient> {

	private final ConnectorContext context;

	private final LineListener listener;

	private final int maxLength;

	LineConnector(ConnectorContext context, LineListener listener, int maxLength) {
		this.context = context;
		this.listener = listener;
		this.maxLength = maxLength;
	}

	/** Rejects a URL with which no attempt can succeed. */
	static ServerAddress server(URI url) {
		return ServerAddress.of(url, "line", "lines");
	}

	@Override
	public LineClient open(ConnectionAttempt attempt) throws Exception {
		URI url = attempt.requireEndpoint();
		ServerAddress server = server(url);
		int timeout = (int) attempt.timeout().toMillis();
		Socket tcp = new Socket();
		// Neither connecting nor reading heeds an interrupt.
		attempt.onAbandoned(() -> closeQuietly(tcp));
		try {
			tcp.connect(new InetSocketAddress(server.host(), server.port()), timeout);
			tcp.setSoTimeout(timeout);
			Socket socket = server.tls() ? secure(tcp, server) : tcp;
			LineClient client = new LineClient(socket, this.maxLength);
			logIn(client, url);
			tcp.setSoTimeout(0);
			attempt.connected();
			attempt.keepAlive(() -> client.probe(attempt));
			receive(client, attempt);
			return client;
		}
		catch (Throwable ex) {
			tcp.close();
			throw ex;
		}
	}

	private Socket secure(Socket tcp, ServerAddress server) throws IOException {
		SSLContext context = this.context.sslContext().orElseGet(ClientTls::defaultContext);
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, server.host(), server.port(), true);
		ClientTls.verifyHost(socket);
		socket.startHandshake();
		return socket;
	}

	private void logIn(LineClient client, URI url) throws IOException {
		Credentials credentials = Credentials.resolve(this.context, url)
			.orElseGet(() -> new Credentials("guest", new char[0]));
		client.send("LOGIN %s %s".formatted(credentials.username(), new String(credentials.password())));
		if (!client.readLine().equals("OK")) {
			throw new ConnectionFailedException(FailureKind.AUTHENTICATION, "The server refused the login", null);
		}
	}

	private void receive(LineClient client, ConnectionAttempt attempt) {
		Thread thread = new Thread(() -> client.receive(attempt, this.listener), attempt.name() + "-lines");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close(LineClient client) throws Exception {
		client.close();
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is of no use any more.
		}
	}

}
