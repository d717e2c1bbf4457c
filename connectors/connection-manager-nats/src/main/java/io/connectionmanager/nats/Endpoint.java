package io.connectionmanager.nats;

import java.net.URI;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Masking;

/**
 * Where an attempt connects to.
 *
 * @param secure whether the connection uses TLS
 * @param host the host, an IPv6 address in brackets
 * @param port the port
 */
record Endpoint(boolean secure, String host, int port) {

	static final String PLAIN = "nats";

	static final String SECURE = "tls";

	private static final int DEFAULT_PORT = 4222;

	static Endpoint of(URI uri) {
		String scheme = String.valueOf(uri.getScheme());
		boolean secure = SECURE.equalsIgnoreCase(scheme);
		if ((!secure && !PLAIN.equalsIgnoreCase(scheme)) || uri.getHost() == null) {
			throw new ConnectionRejectedException(
					"The URL must be of the form nats://host:port or tls://host:port, but is %s"
						.formatted(Masking.standard().mask(uri)));
		}
		return new Endpoint(secure, uri.getHost(), (uri.getPort() >= 0) ? uri.getPort() : DEFAULT_PORT);
	}

	/** The URL without credentials, which the client would put into its messages. */
	String url() {
		return "%s://%s:%d".formatted(this.secure ? SECURE : PLAIN, this.host, this.port);
	}

	/** The host that a certificate must be for. */
	String hostName() {
		return this.host.startsWith("[") ? this.host.substring(1, this.host.length() - 1) : this.host;
	}

}
