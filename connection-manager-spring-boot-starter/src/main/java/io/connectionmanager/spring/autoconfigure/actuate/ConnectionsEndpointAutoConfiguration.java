package io.connectionmanager.spring.autoconfigure.actuate;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.spring.actuate.ConnectionJournals;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.connectionmanager.spring.actuate.ConnectionsEndpointWebExtension;
import io.connectionmanager.spring.autoconfigure.ConnectionManagerAutoConfiguration;
import io.connectionmanager.spring.declaration.ResolvedConnections;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the endpoint of connections. Journals
 * are kept only where the endpoint is exposed.
 */
@AutoConfiguration(after = ConnectionManagerAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(ConnectionManagers.class)
@ConditionalOnAvailableEndpoint(ConnectionsEndpoint.class)
public final class ConnectionsEndpointAutoConfiguration {

	@Bean
	ConnectionJournals connectionJournals(ResolvedConnections connections) {
		return new ConnectionJournals(new ConfiguredConnections(connections)::find);
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionsEndpoint connectionsEndpoint(ConnectionManagers managers, ConnectionJournals journals,
			ConnectionRuntime runtime) {
		return new ConnectionsEndpoint(managers, journals, runtime.clock());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ConnectionsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	ConnectionsEndpointWebExtension connectionsEndpointWebExtension(ConnectionsEndpoint endpoint,
			ConnectionManagers managers) {
		return new ConnectionsEndpointWebExtension(endpoint, managers);
	}

}
