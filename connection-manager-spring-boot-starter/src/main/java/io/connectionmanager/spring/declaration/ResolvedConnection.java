package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.time.Duration;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Masking;
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
 * @param url the URL to connect to
 * @param masking the masking of its secrets: the user-info of the URL, the user and the
 * password
 * @param sslBundle the name of its SSL bundle
 */
public record ResolvedConnection(ConnectionSettings settings, ConnectionStartup startup,
		ConnectionHealthSettings health, int historySize, @Nullable URI url, Masking masking,
		@Nullable String sslBundle) {

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
		return new ResolvedConnection(settings, this.startup, this.health, this.historySize, this.url, this.masking,
				this.sslBundle);
	}

}
