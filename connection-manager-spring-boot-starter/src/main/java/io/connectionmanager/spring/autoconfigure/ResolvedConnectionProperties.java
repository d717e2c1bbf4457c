package io.connectionmanager.spring.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.lifecycle.StartupMode;
import io.connectionmanager.spring.health.ConnectionHealthSettings;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one connection, property by property: what is set for it, then what is
 * set for all, then the default.
 */
public final class ResolvedConnectionProperties {

	private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);

	private static final int HISTORY_SIZE = 50;

	private final ConnectionProperties shared;

	private final ConnectionManagerProperties.Connection own;

	ResolvedConnectionProperties(ConnectionProperties shared, ConnectionManagerProperties.Connection own) {
		this.shared = shared;
		this.own = own;
	}

	/**
	 * Returns how the connection is kept.
	 * @return the settings
	 * @throws IllegalArgumentException if a value is invalid; the message begins with the
	 * path of the property
	 */
	public ConnectionSettings settings() {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		ConnectionSettings settings = ConnectionSettings.builder()
			.timeout(first(this.own.getTimeout(), this.shared.getTimeout(), defaults.timeout()))
			.reconnectAfter(
					first(this.own.getReconnectAfter(), this.shared.getReconnectAfter(), defaults.reconnectAfter()))
			.stableAfter(first(this.own.getStableAfter(), this.shared.getStableAfter(), defaults.stableAfter()))
			.maxAttempts(first(this.own.getMaxAttempts(), this.shared.getMaxAttempts(), defaults.maxAttempts()))
			.drainTimeout(first(this.own.getDrainTimeout(), this.shared.getDrainTimeout(), defaults.drainTimeout()))
			.authenticationDelay(first(this.own.getAuthenticationDelay(), this.shared.getAuthenticationDelay(),
					defaults.authenticationDelay()))
			.maxRetryAfter(first(this.own.getMaxRetryAfter(), this.shared.getMaxRetryAfter(), defaults.maxRetryAfter()))
			.build();
		return settings.toBuilder().backoff(backoff(settings.backoff())).build();
	}

	// Which longest delay is the default depends on the first one.
	private ConnectionSettings.Backoff backoff(ConnectionSettings.Backoff defaults) {
		ConnectionProperties.Backoff own = this.own.getBackoff();
		ConnectionProperties.Backoff shared = this.shared.getBackoff();
		return new ConnectionSettings.Backoff(first(own.getMultiplier(), shared.getMultiplier(), defaults.multiplier()),
				first(own.getMaxDelay(), shared.getMaxDelay(), defaults.maxDelay()),
				first(own.getJitter(), shared.getJitter(), defaults.jitter()));
	}

	/**
	 * Returns how the connection is started with the application.
	 * @return the startup
	 * @throws IllegalArgumentException if a value is invalid; the message begins with the
	 * path of the property
	 */
	public ConnectionStartup startup() {
		return new ConnectionStartup(first(this.own.getAutoStart(), this.shared.getAutoStart(), true),
				first(this.own.getStartup(), this.shared.getStartup(), StartupMode.BACKGROUND),
				first(this.own.getStartupTimeout(), this.shared.getStartupTimeout(), STARTUP_TIMEOUT));
	}

	/**
	 * Returns what is shown of the health of the connection.
	 * @return the settings
	 * @throws IllegalArgumentException if a value is invalid; the message begins with the
	 * path of the property
	 */
	public ConnectionHealthSettings health() {
		ConnectionProperties.Health own = this.own.getHealth();
		ConnectionProperties.Health shared = this.shared.getHealth();
		return new ConnectionHealthSettings(first(own.getEnabled(), shared.getEnabled(), true),
				first(own.getGrace(), shared.getGrace(), Duration.ZERO));
	}

	/**
	 * Returns how many transitions, and how many outages, are remembered.
	 * @return the number, 0 for none
	 * @throws IllegalArgumentException if the value is invalid; the message begins with
	 * the path of the property
	 */
	public int historySize() {
		int size = first(this.own.getHistorySize(), this.shared.getHistorySize(), HISTORY_SIZE);
		if (size < 0) {
			throw new IllegalArgumentException("historySize must not be negative, but is " + size);
		}
		return size;
	}

	/**
	 * Returns where to connect to. It is kept as text until here, for it may hold a
	 * password: a message about one that is malformed must not show it.
	 * @return the URL, or empty if there is none
	 * @throws IllegalArgumentException if it is malformed; the message begins with the
	 * path of the property
	 */
	public Optional<URI> url() {
		String url = this.own.getUrl();
		if (url == null) {
			return Optional.empty();
		}
		try {
			return Optional.of(new URI(url));
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"url is malformed at position %d: %s".formatted(ex.getIndex(), ex.getReason()));
		}
	}

	/**
	 * Returns the SSL bundle that the connection uses.
	 * @return the name of the bundle, or empty if it uses none
	 */
	Optional<String> sslBundle() {
		return Optional.ofNullable(this.own.getSsl().getBundle());
	}

	/**
	 * Returns what takes the secrets of the connection out of text.
	 * @return the masking of its URL's user-info, its user and its password
	 * @throws IllegalArgumentException if the URL is malformed; the message begins with
	 * the path of the property
	 */
	public Masking masking() {
		Masking masking = Masking.standard().withCredentials(this.own.getUsername(), this.own.getPassword());
		return url().map(masking::withUserInfoOf).orElse(masking);
	}

	private static <T> T first(@Nullable T own, @Nullable T shared, T defaultValue) {
		if (own != null) {
			return own;
		}
		return (shared != null) ? shared : defaultValue;
	}

}
