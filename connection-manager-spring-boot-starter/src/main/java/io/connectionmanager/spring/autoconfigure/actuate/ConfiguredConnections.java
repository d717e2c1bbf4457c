package io.connectionmanager.spring.autoconfigure.actuate;

import java.net.URI;
import java.util.Optional;

import io.connectionmanager.spring.actuate.ConnectionConfiguration;
import io.connectionmanager.spring.actuate.ConnectionSecrets;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerProperties;
import io.connectionmanager.spring.autoconfigure.ResolvedConnectionProperties;

/**
 * Finds how connections are configured, in the properties.
 */
final class ConfiguredConnections {

	private final ConnectionManagerProperties properties;

	ConfiguredConnections(ConnectionManagerProperties properties) {
		this.properties = properties;
	}

	ConnectionConfiguration find(String name) {
		ConnectionManagerProperties.Connection connection = this.properties.connection(name);
		ResolvedConnectionProperties resolved = this.properties.resolve(name);
		Optional<URI> url = resolved.url();
		// A host may well be called like the user.
		ConnectionSecrets password = ConnectionSecrets.of(Optional.empty(), null, connection.getPassword());
		return new ConnectionConfiguration(resolved.settings(), url.map(URI::toString).map(password::mask).orElse(null),
				resolved.historySize(), ConnectionSecrets.of(url, connection.getUsername(), connection.getPassword()));
	}

}
