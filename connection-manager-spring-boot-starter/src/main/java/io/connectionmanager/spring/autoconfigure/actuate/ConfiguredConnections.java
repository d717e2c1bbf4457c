package io.connectionmanager.spring.autoconfigure.actuate;

import io.connectionmanager.Masking;
import io.connectionmanager.spring.actuate.ConnectionConfiguration;
import io.connectionmanager.spring.declaration.ResolvedConnection;
import io.connectionmanager.spring.declaration.ResolvedConnections;

/**
 * Finds how connections are configured, in the properties.
 */
final class ConfiguredConnections {

	private final ResolvedConnections connections;

	ConfiguredConnections(ResolvedConnections connections) {
		this.connections = connections;
	}

	ConnectionConfiguration find(String name) {
		ResolvedConnection resolved = this.connections.get(name);
		Masking masking = resolved.masking();
		return new ConnectionConfiguration(resolved.settings(),
				(resolved.url() != null) ? masking.mask(resolved.url()) : null, resolved.historySize(), masking);
	}

}
