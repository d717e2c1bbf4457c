package io.connectionmanager.jdk;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.connectionmanager.ConnectionRejectedException;

/**
 * The URLs that requests go to.
 */
final class HttpTarget {

	private HttpTarget() {
	}

	/**
	 * Returns an endpoint without its user-info and fragment.
	 * @param endpoint the endpoint of an attempt
	 * @param schemes the schemes that it may have
	 * @return the URL for the request
	 * @throws ConnectionRejectedException if no request can be made to that endpoint
	 */
	static URI of(URI endpoint, Set<String> schemes) {
		if (!schemes.contains(schemeOf(endpoint))) {
			throw new ConnectionRejectedException("The scheme of the URL must be one of %s, but is '%s'"
				.formatted(schemes.stream().sorted().toList(), endpoint.getScheme()));
		}
		if (endpoint.getHost() == null) {
			throw new ConnectionRejectedException("The URL has no valid host name");
		}
		StringBuilder target = new StringBuilder();
		target.append(schemeOf(endpoint)).append("://").append(endpoint.getHost());
		if (endpoint.getPort() >= 0) {
			target.append(':').append(endpoint.getPort());
		}
		target.append(endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath());
		if (endpoint.getRawQuery() != null) {
			target.append('?').append(endpoint.getRawQuery());
		}
		return URI.create(target.toString());
	}

	static String schemeOf(URI uri) {
		return Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns whether credentials for one URL may be sent to another one.
	 * @param one an HTTP URL
	 * @param other another one
	 * @return whether scheme, host and port are the same
	 */
	static boolean haveSameOrigin(URI one, URI other) {
		return schemeOf(one).equals(schemeOf(other)) && one.getHost().equalsIgnoreCase(other.getHost())
				&& portOf(one) == portOf(other);
	}

	private static int portOf(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return schemeOf(uri).equals("https") ? 443 : 80;
	}

}
