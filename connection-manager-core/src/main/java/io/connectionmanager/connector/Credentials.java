package io.connectionmanager.connector;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A user name and a password. {@link #toString()} masks the password.
 *
 * @param username the user name, empty if there is only a password
 * @param password the password, empty if there is none; not copied
 */
public record Credentials(String username, char[] password) {

	public Credentials {
		Objects.requireNonNull(username, "username");
		Objects.requireNonNull(password, "password");
	}

	/**
	 * Returns the credentials of an attempt: those of the context, or else those in the
	 * user-info of the endpoint.
	 * @param context the context of the connector
	 * @param endpoint the endpoint of the attempt
	 * @return the credentials, or empty if there are none
	 */
	public static Optional<Credentials> resolve(ConnectorContext context, URI endpoint) {
		return context.credentials().or(() -> ofUserInfo(endpoint));
	}

	/**
	 * Returns the credentials in the user-info of a URI, decoded.
	 * @param uri the URI
	 * @return the credentials, or empty if the URI has no user-info
	 */
	public static Optional<Credentials> ofUserInfo(URI uri) {
		String userInfo = uri.getRawUserInfo();
		if (userInfo == null || userInfo.isEmpty()) {
			return Optional.empty();
		}
		int colon = userInfo.indexOf(':');
		String username = (colon >= 0) ? userInfo.substring(0, colon) : userInfo;
		String password = (colon >= 0) ? userInfo.substring(colon + 1) : "";
		return Optional.of(new Credentials(decode(username), decode(password).toCharArray()));
	}

	/** Unlike in a form, a plus sign is a plus sign. */
	private static String decode(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Credentials that && this.username.equals(that.username)
				&& Arrays.equals(this.password, that.password);
	}

	@Override
	public int hashCode() {
		return 31 * this.username.hashCode() + Arrays.hashCode(this.password);
	}

	/** A name without a password may be a token. */
	@Override
	public String toString() {
		return "Credentials[username=%s, password=****]".formatted((this.password.length > 0) ? this.username : "****");
	}

}
