package io.connectionmanager.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where one connection finds its peer. A bean of this type takes precedence over the
 * properties {@code url}, {@code username}, {@code password} and {@code ssl.bundle} of
 * the connection, for example for a peer in a container with a random port. The scheme of
 * the URL selects the connector, unless the entry has a {@code url} or the application
 * defines the connector. An entry declares the connection; it may be empty.
 * <p>
 * URLs are read once, when the connection is created; credentials and SSL bundle at each
 * attempt.
 */
public interface ConnectionManagerConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the name of the connection.
	 * @return the name; case and dashes do not matter
	 */
	String getName();

	/**
	 * Returns the URL to connect to.
	 * @return the URL, or several separated by commas
	 */
	String getUrl();

	/**
	 * Returns the login user.
	 * @return the user, or {@code null} for the one that is configured
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Returns the login password.
	 * @return the password, or {@code null} for the one that is configured
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * Returns the SSL bundle.
	 * @return the bundle, or {@code null} for the one that is configured
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
