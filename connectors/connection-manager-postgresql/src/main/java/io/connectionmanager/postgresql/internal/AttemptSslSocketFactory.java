package io.connectionmanager.postgresql.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.connectionmanager.connector.ClientTls;

/**
 * Secures the sockets of an attempt for the driver, with the SSL context of the attempt.
 */
public final class AttemptSslSocketFactory extends SSLSocketFactory {

	private final SSLSocketFactory delegate;

	private final boolean verifyHostName;

	/**
	 * Creates the factory, by the driver.
	 * @param key the key of the attempt's sockets
	 */
	public AttemptSslSocketFactory(String key) {
		AttemptSockets sockets = AttemptSockets.find(key);
		this.delegate = sockets.sslContext().getSocketFactory();
		this.verifyHostName = sockets.verifyHostName();
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return this.delegate.getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return this.delegate.getSupportedCipherSuites();
	}

	@Override
	public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
		return verifying(this.delegate.createSocket(socket, host, port, autoClose));
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return verifying(this.delegate.createSocket(host, port));
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return verifying(this.delegate.createSocket(host, port, localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return verifying(this.delegate.createSocket(host, port));
	}

	@Override
	public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
		return verifying(this.delegate.createSocket(host, port, localHost, localPort));
	}

	/** Within the handshake, so that nothing is sent to the wrong server. */
	private Socket verifying(Socket socket) {
		if (this.verifyHostName && socket instanceof SSLSocket sslSocket) {
			ClientTls.verifyHost(sslSocket);
		}
		return socket;
	}

}
