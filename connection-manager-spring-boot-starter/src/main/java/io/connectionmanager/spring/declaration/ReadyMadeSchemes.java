package io.connectionmanager.spring.declaration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The schemes of URLs for which this project has a ready-made connector, and the artifact
 * that contains it.
 */
final class ReadyMadeSchemes {

	private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9+.-]*):(?!\\d{1,5}(?:/|$)).*",
			Pattern.DOTALL);

	private static final String JDBC = "jdbc:";

	private static final Map<String, String> ARTIFACTS = artifacts();

	private ReadyMadeSchemes() {
	}

	private static Map<String, String> artifacts() {
		Map<String, String> artifacts = new LinkedHashMap<>();
		for (String scheme : List.of("tcp", "tcps", "ws", "wss", "http", "https")) {
			artifacts.put(scheme, "connection-manager-jdk");
		}
		artifacts.put("netty", "connection-manager-netty");
		artifacts.put("nettys", "connection-manager-netty");
		artifacts.put("postgresql", "connection-manager-postgresql");
		artifacts.put("mqtt", "connection-manager-mqtt");
		artifacts.put("mqtts", "connection-manager-mqtt");
		artifacts.put("redis", "connection-manager-redis");
		artifacts.put("rediss", "connection-manager-redis");
		artifacts.put("amqp", "connection-manager-rabbitmq");
		artifacts.put("amqps", "connection-manager-rabbitmq");
		artifacts.put("nats", "connection-manager-nats");
		artifacts.put("tls", "connection-manager-nats");
		return artifacts;
	}

	/**
	 * Returns the scheme of a URL.
	 * @param url the URL, which may be malformed or have placeholders behind the scheme
	 * @return the scheme in lower case; with the subprotocol if it is {@code jdbc}; or
	 * {@code null} if there is none
	 */
	static @Nullable String of(String url) {
		Matcher matcher = SCHEME.matcher(url);
		// To a parser of URIs, 'localhost:7000' has the scheme 'localhost'.
		if (!matcher.matches()) {
			return null;
		}
		String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
		if (JDBC.startsWith(scheme + ":")) {
			String subprotocol = of(url.substring(url.indexOf(':') + 1));
			return (subprotocol != null) ? JDBC + subprotocol : scheme;
		}
		return scheme;
	}

	/**
	 * Returns the schemes under which a factory may be registered that serves a URL.
	 * @param scheme the scheme of the URL
	 * @return the scheme itself and, if it is one of JDBC, its subprotocol
	 */
	static List<String> alternatives(String scheme) {
		return scheme.startsWith(JDBC) ? List.of(scheme, scheme.substring(JDBC.length())) : List.of(scheme);
	}

	/**
	 * Returns the artifact that has a connector.
	 * @param scheme the scheme of a URL
	 * @return the artifact, or {@code null} if there is none for the scheme
	 */
	static @Nullable String artifact(String scheme) {
		for (String alternative : alternatives(scheme)) {
			String artifact = ARTIFACTS.get(alternative);
			if (artifact != null) {
				return artifact;
			}
		}
		return null;
	}

	/**
	 * Returns the schemes of an artifact.
	 * @param artifact the artifact
	 * @return the schemes
	 */
	static List<String> schemes(String artifact) {
		return ARTIFACTS.keySet().stream().filter((scheme) -> artifact.equals(ARTIFACTS.get(scheme))).toList();
	}

	static Iterable<String> all() {
		return ARTIFACTS.keySet();
	}

}
