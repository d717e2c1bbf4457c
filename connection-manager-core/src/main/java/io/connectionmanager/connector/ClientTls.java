package io.connectionmanager.connector;

import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What connectors with TLS have in common: the certificate of the server must name the
 * host, which the JDK verifies only on request.
 */
public final class ClientTls {

	private ClientTls() {
	}

	/**
	 * Returns the context of a connection for which none is configured.
	 * @return the default context of the JVM
	 * @throws IllegalStateException if the JVM has none
	 */
	public static SSLContext defaultContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JVM has no default SSL context", ex);
		}
	}

	/**
	 * Returns an engine for the client of a server.
	 * @param context the context
	 * @param host the host that the certificate must name
	 * @param port the port
	 * @return the engine, which verifies the host
	 */
	public static SSLEngine engine(SSLContext context, String host, int port) {
		SSLEngine engine = context.createSSLEngine(host, port);
		engine.setUseClientMode(true);
		engine.setSSLParameters(verifyingHost(engine.getSSLParameters()));
		return engine;
	}

	/**
	 * Makes a socket verify the host that it was created for.
	 * @param socket the socket, before its handshake
	 */
	public static void verifyHost(SSLSocket socket) {
		socket.setSSLParameters(verifyingHost(socket.getSSLParameters()));
	}

	private static SSLParameters verifyingHost(SSLParameters parameters) {
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		return parameters;
	}

}
