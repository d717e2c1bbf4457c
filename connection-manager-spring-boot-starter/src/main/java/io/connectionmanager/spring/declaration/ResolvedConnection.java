package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.time.Duration;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.health.ConnectionHealthSettings;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one connection.
 *
 * @param settings how it is kept
 * @param startup how it is started with the application
 * @param health what is shown of its health
 * @param historySize how many transitions, and how many outages, are remembered; 0 for
 * none
 * @param url where it connects to
 * @param masking removes its secrets from text: its URL's user-info, its user and its
 * password
 * @param sslBundle the name of the SSL bundle that it uses
 */
public record ResolvedConnection(ConnectionSettings settings, ConnectionStartup startup,
		ConnectionHealthSettings health, int historySize, @Nullable URI url, Masking masking,
		@Nullable String sslBundle) {

	/**
	 * Returns how long replacing the connection by a fresh one takes at the most, unless
	 * attempts fail or wait for their turn.
	 * @return the time for the old one to be given up and for the fresh one to come up
	 */
	public Duration replacement() {
		return this.settings.drainTimeout().plus(this.settings.timeout());
	}

	/**
	 * Returns how long stopping the connection takes at the most.
	 * @return the time for subscribers to let go of it, and then for it to be closed
	 */
	Duration stop() {
		return this.settings.drainTimeout().multipliedBy(2);
	}

	ResolvedConnection with(ConnectionSettings settings) {
		return new ResolvedConnection(settings, this.startup, this.health, this.historySize, this.url, this.masking,
				this.sslBundle);
	}

}
