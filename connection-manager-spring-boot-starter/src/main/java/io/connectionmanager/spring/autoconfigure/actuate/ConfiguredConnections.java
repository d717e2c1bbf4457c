package io.connectionmanager.spring.autoconfigure.actuate;

import io.connectionmanager.Masking;
import io.connectionmanager.spring.actuate.ConnectionConfiguration;
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
		ResolvedConnectionProperties resolved = this.properties.resolve(name);
		Masking masking = resolved.masking();
		return new ConnectionConfiguration(resolved.settings(), resolved.url().map(masking::mask).orElse(null),
				resolved.historySize(), masking);
	}

}
