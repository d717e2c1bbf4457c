package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.Credentials;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.health.ConnectionHealthSettings;
import io.connectionmanager.spring.service.ServiceDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The resolved properties of one connection.
 *
 * @param settings the settings of the manager
 * @param startup how the application starts it
 * @param health the settings of its health
 * @param historySize the number of transitions, and of outages, to keep; 0 for none
 * @param endpoints the URLs to connect to
 * @param endpointPolicy the order in which attempts use them
 * @param masking the masking of its secrets: the user-info of the URLs, the user and the
 * password
 * @param exclusivity whether one replica alone holds the connection
 * @param connector the properties for its connector
 */
public record ResolvedConnection(ConnectionSettings settings, ConnectionStartup startup,
		ConnectionHealthSettings health, int historySize, List<URI> endpoints, EndpointPolicy endpointPolicy,
		Masking masking, Exclusivity exclusivity, ConnectorProperties connector) {

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
				this.endpointPolicy, this.masking, this.exclusivity, this.connector);
	}

	/**
	 * Returns this connection with the address, credentials and TLS of a service.
	 * @param service the details of the service
	 * @param endpoints its URLs
	 * @return the connection
	 */
	ResolvedConnection with(ServiceDetails service, List<URI> endpoints) {
		ConnectorProperties connector = new ConnectorProperties(this.connector.username(), this.connector.password(),
				this.connector.sslBundle(), this.connector.options(), service);
		return new ResolvedConnection(this.settings, this.startup, this.health, this.historySize, endpoints,
				this.endpointPolicy, ConnectionSecrets.masking(connector, endpoints), this.exclusivity, connector);
	}

	/**
	 * Whether one replica alone holds a connection.
	 *
	 * @param exclusive whether exactly one replica holds the connection at a time
	 * @param yieldAfter the length of an outage after which it is handed over;
	 * {@code null} for never
	 */
	public record Exclusivity(boolean exclusive, @Nullable Duration yieldAfter) {

		static final Exclusivity NONE = new Exclusivity(false, null);

	}

	/**
	 * The properties of a connection that only its connector uses.
	 *
	 * @param username the login user
	 * @param password the login password
	 * @param sslBundle the name of the SSL bundle
	 * @param options the options of a ready-made connector
	 * @param service the service that has what these properties do not say
	 */
	public record ConnectorProperties(@Nullable String username, @Nullable String password, @Nullable String sslBundle,
			Map<String, String> options, @Nullable ServiceDetails service) {

		/**
		 * Returns the current credentials: those of the service if it takes precedence
		 * and has any, or else those that are configured, or else those of the service.
		 * @return the credentials, or empty if there are none
		 */
		Optional<Credentials> credentials() {
			Optional<Credentials> ofService = (this.service != null) ? this.service.credentials() : Optional.empty();
			if (ofService.isPresent() && (takesPrecedence() || (this.username == null && this.password == null))) {
				return ofService;
			}
			boolean empty = this.username == null && this.password == null;
			return empty ? Optional.empty() : Optional.of(new Credentials((this.username != null) ? this.username : "",
					(this.password != null) ? this.password.toCharArray() : new char[0]));
		}

		/**
		 * Returns the current SSL context, in the same order.
		 * @param bundles the SSL bundles by name
		 * @return the context, or empty if there is none
		 */
		Optional<SSLContext> sslContext(Function<String, SslBundle> bundles) {
			Optional<SSLContext> ofService = (this.service != null && (takesPrecedence() || this.sslBundle == null))
					? this.service.sslContext() : Optional.empty();
			return ofService
				.or(() -> Optional.ofNullable(this.sslBundle).map(bundles).map(SslBundle::createSslContext));
		}

		private boolean takesPrecedence() {
			return this.service != null && this.service.takePrecedence();
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
