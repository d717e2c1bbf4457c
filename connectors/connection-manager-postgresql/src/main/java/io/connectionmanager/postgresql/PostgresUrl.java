package io.connectionmanager.postgresql;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.connector.Credentials;

/**
 * The URL of a database, as a URI or as JDBC writes it, taken apart so that the driver
 * never sees a secret in a URL, which it would repeat in its messages.
 *
 * @param address the URL for the driver, without credentials and parameters
 * @param credentials the credentials in the user-info or in the parameters
 * @param parameters the other parameters, decoded
 */
record PostgresUrl(String address, Optional<Credentials> credentials, Map<String, String> parameters) {

	private static final String SCHEME = "postgresql:";

	private static final String JDBC = "jdbc:";

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	/**
	 * Takes a URL apart.
	 * @param endpoint the URL
	 * @return its parts
	 * @throws ConnectionRejectedException if it is no URL of a database. The message does
	 * not repeat the URL
	 */
	static PostgresUrl of(URI endpoint) {
		String text = withoutPrefix(endpoint.toString());
		int question = text.indexOf('?');
		Map<String, String> parameters = (question >= 0) ? parametersOf(text.substring(question + 1))
				: new LinkedHashMap<>();
		checkSeconds(parameters, PGProperty.SOCKET_TIMEOUT);
		String server = (question >= 0) ? text.substring(0, question) : text;
		@Nullable String username = parameters.remove("user");
		@Nullable String password = parameters.remove("password");
		if (!server.startsWith("//")) {
			if (server.indexOf('@') >= 0) {
				throw new ConnectionRejectedException("The URL must have '//' before its user and its host");
			}
			return new PostgresUrl(JDBC + SCHEME + server, credentials(username, password), parameters);
		}
		int slash = server.indexOf('/', 2);
		String authority = (slash >= 0) ? server.substring(2, slash) : server.substring(2);
		String database = (slash >= 0) ? server.substring(slash) : "/";
		if (database.indexOf('/', 1) >= 0) {
			throw new ConnectionRejectedException("The URL must name one database, but its path has several segments");
		}
		int at = authority.lastIndexOf('@');
		if (at >= 0) {
			String userInfo = authority.substring(0, at);
			int colon = userInfo.indexOf(':');
			if (username == null) {
				username = decoded((colon >= 0) ? userInfo.substring(0, colon) : userInfo, true);
			}
			if (password == null && colon >= 0) {
				password = decoded(userInfo.substring(colon + 1), true);
			}
		}
		return new PostgresUrl(JDBC + SCHEME + "//" + authority.substring(at + 1) + database,
				credentials(username, password), parameters);
	}

	/** The driver would report it at each attempt. */
	private static void checkSeconds(Map<String, String> parameters, PGProperty property) {
		String value = parameters.get(property.getName());
		if (value != null && !SECONDS.matcher(value).matches()) {
			throw new ConnectionRejectedException(
					"The parameter %s of the URL must be a number of seconds".formatted(property.getName()));
		}
	}

	private static String withoutPrefix(String text) {
		String rest = startsWith(text, JDBC) ? text.substring(JDBC.length()) : text;
		if (!startsWith(rest, SCHEME)) {
			throw new ConnectionRejectedException("The URL must begin with postgresql: or jdbc:postgresql:");
		}
		return rest.substring(SCHEME.length());
	}

	private static boolean startsWith(String text, String prefix) {
		return text.toLowerCase(Locale.ROOT).startsWith(prefix);
	}

	private static Optional<Credentials> credentials(@Nullable String username, @Nullable String password) {
		return (username == null && password == null) ? Optional.empty()
				: Optional.of(new Credentials((username != null) ? username : "",
						(password != null) ? password.toCharArray() : new char[0]));
	}

	private static Map<String, String> parametersOf(String query) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : query.split("&")) {
			int equals = parameter.indexOf('=');
			if (equals > 0) {
				parameters.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1), false));
			}
			else if (!parameter.isEmpty()) {
				parameters.put(parameter, "");
			}
		}
		return parameters;
	}

	/** In the parameters, as for the driver, a plus sign is a space. */
	private static String decoded(String text, boolean literalPlus) {
		try {
			return URLDecoder.decode(literalPlus ? text.replace("+", "%2B") : text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// Its message repeats a part of the text.
			throw new ConnectionRejectedException("The URL must encode '%' as %25");
		}
	}

	/** Parameters may be secrets. */
	@Override
	public String toString() {
		return this.address;
	}

}
