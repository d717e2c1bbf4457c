package io.connectionmanager.spring.service;

import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import io.connectionmanager.connector.Credentials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * Where a connection finds its peer, if not in its properties.
 */
public interface ServiceDetails {

	/**
	 * Returns the URLs to connect to, without credentials.
	 * @return the URLs
	 */
	List<String> urls();

	/**
	 * Returns whether these details take precedence over the properties of the
	 * connection.
	 * @return whether they do
	 */
	default boolean takePrecedence() {
		return false;
	}

	/**
	 * Returns the current user.
	 * @return the user, or {@code null} if there is none
	 */
	@Nullable String username();

	/**
	 * Returns the current password.
	 * @return the password, or {@code null} if there is none
	 */
	@Nullable String password();

	/**
	 * Returns the current SSL bundle.
	 * @return the bundle, or {@code null} if there is none
	 */
	@Nullable SslBundle sslBundle();

	/**
	 * Returns the current credentials.
	 * @return the credentials, or empty if there is neither a user nor a password
	 */
	default Optional<Credentials> credentials() {
		String username = username();
		String password = password();
		if (username == null && password == null) {
			return Optional.empty();
		}
		return Optional.of(new Credentials((username != null) ? username : "",
				(password != null) ? password.toCharArray() : new char[0]));
	}

	/**
	 * Returns the current SSL context.
	 * @return the context, or empty if there is no SSL bundle
	 */
	default Optional<SSLContext> sslContext() {
		return Optional.ofNullable(sslBundle()).map(SslBundle::createSslContext);
	}

}
