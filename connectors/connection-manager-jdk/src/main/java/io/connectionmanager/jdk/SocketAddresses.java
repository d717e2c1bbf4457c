package io.connectionmanager.jdk;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Masking;

/**
 * The addresses behind an endpoint.
 */
final class SocketAddresses {

	static final Set<String> SCHEMES = Set.of("tcp", "tcps");

	private static final int HIGHEST_PORT = 65_535;

	private SocketAddresses() {
	}

	/** Rejects an endpoint that no attempt can connect to. */
	static void check(URI endpoint) {
		if (endpoint.getScheme() == null || !SCHEMES.contains(endpoint.getScheme().toLowerCase(Locale.ROOT))) {
			throw new ConnectionRejectedException(
					"URL '%s' must begin with tcp:// or tcps://".formatted(masked(endpoint)));
		}
		if (endpoint.getHost() == null) {
			throw new ConnectionRejectedException("URL '%s' has no valid host name: expected %s://host:port"
				.formatted(masked(endpoint), endpoint.getScheme()));
		}
		if (endpoint.getPort() < 1 || endpoint.getPort() > HIGHEST_PORT) {
			throw new ConnectionRejectedException("URL '%s' has no port from 1 to %d: expected %s://host:port"
				.formatted(masked(endpoint), HIGHEST_PORT, endpoint.getScheme()));
		}
	}

	private static String masked(URI endpoint) {
		return Masking.standard().mask(endpoint);
	}

	static boolean isTls(URI endpoint) {
		return "tcps".equalsIgnoreCase(endpoint.getScheme());
	}

	/** Returns the host name or IP address, without the brackets of an IPv6 address. */
	static String host(URI endpoint) {
		String host = endpoint.getHost();
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	static List<InetAddress> resolve(String host) throws UnknownHostException {
		return List.of(InetAddress.getAllByName(host));
	}

}
