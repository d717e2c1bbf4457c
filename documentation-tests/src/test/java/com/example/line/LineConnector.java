package com.example.line;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;

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
	static void check(URI url) {
		if (url.getHost() == null || url.getPort() < 1 || url.getPort() > 65_535) {
			throw new ConnectionRejectedException(
					"The URL must be of the form line://host:port or lines://host:port, but is "
							+ Masking.standard().mask(url));
		}
	}

	@Override
	public LineClient open(ConnectionAttempt attempt) throws Exception {
		URI url = attempt.requireEndpoint();
		check(url);
		int timeout = (int) attempt.timeout().toMillis();
		Socket tcp = new Socket();
		// Neither connecting nor reading heeds an interrupt.
		attempt.onAbandoned(() -> closeQuietly(tcp));
		try {
			tcp.connect(new InetSocketAddress(url.getHost(), url.getPort()), timeout);
			tcp.setSoTimeout(timeout);
			Socket socket = "lines".equals(url.getScheme()) ? secure(tcp, url) : tcp;
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

	private Socket secure(Socket tcp, URI url) throws IOException {
		SSLContext context = this.context.sslContext().orElseGet(ClientTls::defaultContext);
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, url.getHost(), url.getPort(), true);
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
