package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.health.ConnectionHealthSettings;
import org.jspecify.annotations.Nullable;

/**
 * The resolved properties of one connection.
 *
 * @param settings the settings of the manager
 * @param startup how the application starts it
 * @param health the settings of its health
 * @param historySize the number of transitions, and of outages, to keep; 0 for none
 * @param endpoints the URLs to connect to
 * @param masking the masking of its secrets: the user-info of the URLs, the user and the
 * password
 * @param connector the properties for its connector
 */
public record ResolvedConnection(ConnectionSettings settings, ConnectionStartup startup,
		ConnectionHealthSettings health, int historySize, List<URI> endpoints, Masking masking,
		ConnectorProperties connector) {

	/**
	 * Returns the maximum time that replacing the connection takes, unless attempts fail
	 * or wait for a permit.
	 * @return the time to give up the old connection and open the new one
	 */
	public Duration replacement() {
		return this.settings.drainTimeout().plus(this.settings.timeout());
	}

	/**
	 * Returns the maximum time that stopping the connection takes.
	 * @return the time for subscribers to release it, and then for it to close
	 */
	Duration stop() {
		return this.settings.drainTimeout().multipliedBy(2);
	}

	ResolvedConnection with(ConnectionSettings settings) {
		return new ResolvedConnection(settings, this.startup, this.health, this.historySize, this.endpoints,
				this.masking, this.connector);
	}

	/**
	 * The properties of a connection that only its connector uses.
	 *
	 * @param username the login user
	 * @param password the login password
	 * @param sslBundle the name of the SSL bundle
	 * @param options the options of a ready-made connector
	 */
	public record ConnectorProperties(@Nullable String username, @Nullable String password, @Nullable String sslBundle,
			Map<String, String> options) {

		Optional<Credentials> credentials() {
			boolean empty = this.username == null && this.password == null;
			return empty ? Optional.empty() : Optional.of(new Credentials((this.username != null) ? this.username : "",
					(this.password != null) ? this.password.toCharArray() : new char[0]));
		}

		/**
		 * Returns a description without the password and the options.
		 */
		@Override
		public String toString() {
			return "ConnectorProperties[username=%s, sslBundle=%s]".formatted(this.username, this.sslBundle);
		}

	}

}
