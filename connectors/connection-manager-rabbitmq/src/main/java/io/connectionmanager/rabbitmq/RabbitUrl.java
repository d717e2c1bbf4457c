package io.connectionmanager.rabbitmq;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.connector.Credentials;

/**
 * A URL, taken apart by the rules of AMQP URIs.
 *
 * @param secure whether the connection is secured
 * @param host the name or address of the host
 * @param port the port
 * @param virtualHost the virtual host: the path without its slash, or the default
 * @param credentials the credentials
 * @see <a href="https://www.rabbitmq.com/docs/uri-spec">RabbitMQ URI specification</a>
 */
record RabbitUrl(boolean secure, String host, int port, String virtualHost, Optional<Credentials> credentials) {

	/**
	 * Takes a URL apart.
	 * @param endpoint the URL
	 * @return its parts
	 * @throws ConnectionRejectedException if it is no AMQP URI. The message does not
	 * repeat the URL
	 */
	static RabbitUrl of(URI endpoint) {
		boolean secure = "amqps".equalsIgnoreCase(endpoint.getScheme());
		if (!secure && !"amqp".equalsIgnoreCase(endpoint.getScheme())) {
			throw new ConnectionRejectedException("The URL must begin with amqp: or amqps:");
		}
		@Nullable String host = endpoint.getHost();
		if (host == null) {
			throw new ConnectionRejectedException("The URL must have a host, such as in amqp://broker.example");
		}
		if (endpoint.getRawQuery() != null) {
			throw new ConnectionRejectedException(
					"The URL must not have a query: timeout and keep-alive of the connection take its place");
		}
		int port = endpoint.getPort();
		if (port < 0) {
			port = secure ? ConnectionFactory.DEFAULT_AMQP_OVER_SSL_PORT : ConnectionFactory.DEFAULT_AMQP_PORT;
		}
		return new RabbitUrl(secure, withoutBrackets(host), port, virtualHostOf(endpoint.getRawPath()),
				Credentials.ofUserInfo(endpoint));
	}

	/** A URL needs them around an IPv6 address; names are resolved without. */
	private static String withoutBrackets(String host) {
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	private static String virtualHostOf(@Nullable String path) {
		if (path == null || path.isEmpty()) {
			return ConnectionFactory.DEFAULT_VHOST;
		}
		if (path.indexOf('/', 1) >= 0) {
			throw new ConnectionRejectedException(
					"The URL must encode '/' as %2f in the virtual host, but its path has several segments");
		}
		return URLDecoder.decode(path.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
	}

}
