package io.connectionmanager.spring.autoconfigure.actuate;

import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.spring.actuate.ConnectionRecorders;
import io.connectionmanager.spring.actuate.ConnectionsEndpoint;
import io.connectionmanager.spring.actuate.ConnectionsEndpointJmxExtension;
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
 * {@link AutoConfiguration Auto-configuration} for the endpoint of connections. History
 * is recorded only if the endpoint is exposed.
 */
@AutoConfiguration(after = ConnectionManagerAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(ConnectionManagers.class)
@ConditionalOnAvailableEndpoint(ConnectionsEndpoint.class)
public final class ConnectionsEndpointAutoConfiguration {

	@Bean
	ConnectionRecorders connectionRecorders(ResolvedConnections connections) {
		return new ConnectionRecorders((name) -> connections.get(name).historySize(),
				(name) -> connections.get(name).masking());
	}

	@Bean
	@ConditionalOnMissingBean
	ConnectionsEndpoint connectionsEndpoint(ConnectionManagers managers, ConnectionRecorders recorders,
			ConnectionRuntime runtime) {
		return new ConnectionsEndpoint(managers, recorders, runtime.clock());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ConnectionsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	ConnectionsEndpointWebExtension connectionsEndpointWebExtension(ConnectionsEndpoint endpoint) {
		return new ConnectionsEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ConnectionsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	ConnectionsEndpointJmxExtension connectionsEndpointJmxExtension(ConnectionsEndpoint endpoint) {
		return new ConnectionsEndpointJmxExtension(endpoint);
	}

}
