package io.connectionmanager.netty;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Masking;

/**
 * Where an attempt connects to.
 *
 * @param secure whether the connection uses TLS
 * @param host the host, an IPv6 address without brackets
 * @param port the port
 */
record Endpoint(boolean secure, String host, int port) {

	static final String PLAIN = "netty";

	static final String SECURE = "nettys";

	private static final int HIGHEST_PORT = 65_535;

	static Endpoint of(URI uri) {
		String scheme = String.valueOf(uri.getScheme());
		boolean secure = SECURE.equalsIgnoreCase(scheme);
		String host = uri.getHost();
		// Any other scheme might be one that promises TLS.
		if ((!secure && !PLAIN.equalsIgnoreCase(scheme)) || host == null || uri.getPort() < 1
				|| uri.getPort() > HIGHEST_PORT) {
			throw new ConnectionRejectedException(
					"The URL must be of the form netty://host:port or nettys://host:port, but is %s"
						.formatted(Masking.standard().mask(uri)));
		}
		return new Endpoint(secure, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
	}

	/** Resolves the host again: its addresses may have changed since the last attempt. */
	InetAddress[] resolve() throws UnknownHostException {
		return InetAddress.getAllByName(this.host);
	}

}
