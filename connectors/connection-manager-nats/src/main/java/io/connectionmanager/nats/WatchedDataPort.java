package io.connectionmanager.nats;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLSocket;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.connector.ClientTls;

/**
 * The socket of a NATS client, which reports to the attempt that it belongs to. Public
 * only because the client creates it by the name of its class; not for applications.
 * <ul>
 * <li>The client itself waits for the whole timeout when the server ends a connection
 * during the handshake, as it does to refuse credentials.</li>
 * <li>It cannot be interrupted while TCP connects.</li>
 * <li>It does not verify the host name of a certificate.</li>
 * </ul>
 */
public final class WatchedDataPort extends SocketDataPort {

	private @Nullable NatsAttempt attempt;

	private @Nullable Options options;

	/** The socket below that of TLS, whose close does not wait. */
	private volatile @Nullable Socket plain;

	/**
	 * Creates a data port.
	 */
	public WatchedDataPort() {
	}

	@Override
	public void afterConstruct(Options options) {
		super.afterConstruct(options);
		this.options = options;
		this.attempt = NatsAttempt.of(options);
		this.attempt.connecting(this);
	}

	@Override
	public void upgradeToSecure() throws IOException {
		NatsAttempt attempt = attempt();
		Options options = this.options;
		if (this.isSecure || options == null) {
			return;
		}
		this.plain = this.socket;
		// By the name in the URL: the client has replaced it by an address.
		SSLSocket secured = (SSLSocket) options.getSslContext()
			.getSocketFactory()
			.createSocket(this.socket, attempt.hostName(), this.port, true);
		secured.setUseClientMode(true);
		ClientTls.verifyHost(secured);
		secured.startHandshake();
		this.socket = secured;
		this.in = secured.getInputStream();
		this.out = secured.getOutputStream();
		this.isSecure = true;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		int count;
		try {
			count = super.read(target, offset, length);
		}
		catch (IOException ex) {
			attempt().ended(this.connection, ex);
			throw ex;
		}
		if (count < 0) {
			attempt().ended(this.connection, new EOFException("The server closed the connection"));
		}
		else {
			attempt().alive();
		}
		return count;
	}

	@Override
	public void write(byte[] source, int length) throws IOException {
		try {
			super.write(source, length);
		}
		catch (IOException ex) {
			attempt().failed(ex);
			throw ex;
		}
	}

	@Override
	public void shutdownInput() throws IOException {
		attempt().closing();
		super.shutdownInput();
	}

	@Override
	public void close() throws IOException {
		attempt().closing();
		if (this.isSecure) {
			// Otherwise it waits for a writer that is stuck, without a limit.
			this.socket.setSoLinger(true, 1);
		}
		super.close();
	}

	/** Closes the socket at once, whatever is under way. */
	void abort() throws IOException {
		Socket lowest = (this.plain != null) ? this.plain : this.socket;
		if (lowest != null) {
			lowest.close();
		}
	}

	private NatsAttempt attempt() {
		if (this.attempt == null) {
			throw new IllegalStateException("The data port belongs to no attempt");
		}
		return this.attempt;
	}

}
