package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Parses URLs, and rejects those that cannot be connected to. A URL with an unknown
 * scheme may have any form, and its connector may have a default port.
 */
final class ConnectionUrl {

	private static final String EXAMPLE = "Write it as 'scheme://host:port', for example 'tcp://feed.example:7000'.";

	private static final int HIGHEST_PORT = 65535;

	/** Schemes that have no default port. */
	private static final Set<String> PORT_REQUIRED = Set.of("tcp", "udp", "ssl", "tls");

	private static final Set<String> HOST_REQUIRED = Set.of("tcp", "udp", "ssl", "tls", "http", "https", "ws", "wss",
			"mqtt", "mqtts", "amqp", "amqps", "nats", "redis", "rediss");

	private static final Pattern PORT_AND_PATH = Pattern.compile("\\d{1,5}(/.*)?");

	private final String path;

	private final boolean readyMade;

	private ConnectionUrl(String path, boolean readyMade) {
		this.path = path;
		this.readyMade = readyMade;
	}

	/**
	 * Parses a URL. It is kept as text until then: it may contain a password, which the
	 * message about a malformed URL must not show.
	 * @param text the URL
	 * @param path the name of the property
	 * @param readyMade whether a ready-made connector serves it, which knows its default
	 * port
	 * @return the URL
	 * @throws InvalidPropertyException if it is malformed, or cannot be connected to
	 */
	static URI parse(String text, String path, boolean readyMade) {
		ConnectionUrl check = new ConnectionUrl(path, readyMade);
		URI url;
		try {
			url = new URI(text);
		}
		catch (URISyntaxException ex) {
			throw check.refused("is malformed at position %d: %s".formatted(ex.getIndex(), ex
				.getReason()), (ex.getIndex() == 0) ? EXAMPLE
						: "Correct the URL at this position. Percent-encode special characters, such as a space as '%20'.");
		}
		String scheme = url.getScheme();
		if (scheme == null ? !isPath(url) : isHostAndPort(url)) {
			throw check.refused("has no scheme", EXAMPLE);
		}
		check.requireHost(url, (scheme != null) ? scheme.toLowerCase(Locale.ROOT) : "");
		return url;
	}

	private static boolean isPath(URI url) {
		return url.getRawAuthority() == null && url.getRawPath().startsWith("/");
	}

	// To URI, 'localhost:7000' has the scheme 'localhost'.
	private static boolean isHostAndPort(URI url) {
		return url.isOpaque() && PORT_AND_PATH.matcher(url.getRawSchemeSpecificPart()).matches();
	}

	private void requireHost(URI url, String scheme) {
		String authority = url.getRawAuthority();
		if (authority == null) {
			if (HOST_REQUIRED.contains(scheme)) {
				throw refused("has no host", EXAMPLE);
			}
			return;
		}
		if (url.getHost() != null) {
			requirePort(url.getPort(), scheme);
			return;
		}
		// Several peers, as some client libraries support them.
		String hosts = authority.substring(authority.lastIndexOf('@') + 1);
		if (hosts.startsWith(":") || hosts.isEmpty()) {
			throw refused("has no host", EXAMPLE);
		}
		for (String peer : hosts.split(",", -1)) {
			URI one = (hosts.indexOf(',') >= 0) ? server(peer) : null;
			if (one == null) {
				throw refused("has no valid host and port",
						"A host name consists of letters, digits, dashes and dots; a port consists of digits. If the host "
								+ "name has an underscore, use another name or the address. Percent-encode special characters in "
								+ "a password ('#' is %23, '/' is %2F, '?' is %3F, '@' is %40), or set 'username' and "
								+ "'password' instead.");
			}
			requirePort(one.getPort(), scheme);
		}
	}

	private static @Nullable URI server(String peer) {
		try {
			return new URI("peer://" + peer).parseServerAuthority();
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private void requirePort(int port, String scheme) {
		if (port < 0 && !this.readyMade && PORT_REQUIRED.contains(scheme)) {
			throw refused("has no port, and the scheme '%s' has no default port".formatted(scheme), EXAMPLE);
		}
		if (port == 0 || port > HIGHEST_PORT) {
			throw refused("has the port %d, which is not between 1 and 65535".formatted(port),
					"Set the port to a number from 1 to 65535.");
		}
	}

	private InvalidPropertyException refused(String problem, String action) {
		return new InvalidPropertyException("url " + problem, action, this.path);
	}

}
