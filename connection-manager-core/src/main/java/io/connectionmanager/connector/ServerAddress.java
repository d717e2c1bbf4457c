package io.connectionmanager.connector;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Masking;

/**
 * The server that a URL names, for protocols that have one scheme without TLS and one
 * with it.
 *
 * @param host the host name or IP address, an IPv6 address without brackets
 * @param port the port
 * @param tls whether the scheme is the one with TLS
 */
public record ServerAddress(String host, int port, boolean tls) {

	private static final int HIGHEST_PORT = 65_535;

	public ServerAddress {
		Objects.requireNonNull(host, "host");
	}

	/**
	 * Returns the server of a URL that must have a port.
	 * @param url the URL
	 * @param scheme the scheme without TLS
	 * @param tlsScheme the scheme with TLS
	 * @return the server
	 * @throws ConnectionRejectedException if the URL has another scheme, which might be
	 * one that promises TLS; no valid host name; or no valid port
	 */
	public static ServerAddress of(URI url, String scheme, String tlsScheme) {
		return of(url, scheme, -1, tlsScheme, -1);
	}

	/**
	 * Returns the server of a URL that may lack a port.
	 * @param url the URL
	 * @param scheme the scheme without TLS
	 * @param defaultPort the port without TLS if the URL has none
	 * @param tlsScheme the scheme with TLS
	 * @param defaultTlsPort the port with TLS if the URL has none
	 * @return the server
	 * @throws ConnectionRejectedException if the URL has another scheme, which might be
	 * one that promises TLS; no valid host name; or no valid port
	 */
	public static ServerAddress of(URI url, String scheme, int defaultPort, String tlsScheme, int defaultTlsPort) {
		boolean tls = tlsScheme.equalsIgnoreCase(url.getScheme());
		if (!tls && !scheme.equalsIgnoreCase(url.getScheme())) {
			throw rejected(url, "is not of the form %s://host:port or %s://host:port".formatted(scheme, tlsScheme));
		}
		String host = url.getHost();
		if (host == null) {
			throw rejected(url, "has no valid host name: expected %s://host:port".formatted(tls ? tlsScheme : scheme));
		}
		int port = (url.getPort() >= 0) ? url.getPort() : (tls ? defaultTlsPort : defaultPort);
		if (port < 1 || port > HIGHEST_PORT) {
			throw rejected(url, "has no port from 1 to %d: expected %s://host:port".formatted(HIGHEST_PORT,
					tls ? tlsScheme : scheme));
		}
		return new ServerAddress(host.startsWith("[") ? withoutBrackets(host) : host, port, tls);
	}

	/** The zone of an address follows an escaped percent sign. */
	private static String withoutBrackets(String host) {
		return host.substring(1, host.length() - 1).replaceFirst("%25(?=.)", "%");
	}

	private static ConnectionRejectedException rejected(URI url, String reason) {
		return new ConnectionRejectedException("URL '%s' %s".formatted(Masking.standard().mask(url), reason));
	}

	/**
	 * Resolves the host again: its addresses may have changed since the last attempt.
	 * @return all addresses, in the order of the resolver
	 * @throws UnknownHostException if the name does not resolve
	 */
	public List<InetAddress> resolve() throws UnknownHostException {
		return List.of(InetAddress.getAllByName(this.host));
	}

}
